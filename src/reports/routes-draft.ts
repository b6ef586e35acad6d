import { type Request, type Response, Router } from 'express'
import { actorsByIds, findActor } from '../actors/queries.ts'
import { stages, statuses } from '../domain/lifecycle.ts'
import { currencies, leverageFormulas } from '../domain/money.ts'
import { periodNames } from '../domain/periods.ts'
import { sectionCodes } from '../domain/report.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { dayIn } from '../platform/clock.ts'
import { findTerritory, territoryLabel, themesInUse } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { editionChoices } from '../programmes/queries.ts'
import { added, movedTo, removed, rewritten } from './blocks.ts'
import { archiveReport, arrangeReport, editReport, tended } from './commands.ts'
import { publish } from './freezing.ts'
import { findDraft, type Report, versionsOf } from './queries.ts'
import {
  comparisons,
  NewBlockInput,
  PositionInput,
  PublishInput,
  ReportInput,
  VersionInput,
  WordsInput,
} from './schema.ts'
import { sightsFor } from './sight.ts'

/** What an author does to a draft: what it asks, its sections and texts, publishing. */
export function draftRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor
  const slugIn = (req: Request) => String(req.params.slug)

  async function showEdit(req: Request, res: Response, back?: Return) {
    const report = await findDraft(db, req.viewer, slugIn(req))
    tended(report, req.viewer)
    const [values, themes, editions] = await Promise.all([
      valuesOf(report, req),
      themesInUse(db),
      editionChoices(db, req.viewer),
    ])
    page(res, 'reports/edit', {
      ...returned(readingOf(req, floor), back),
      report,
      present: values,
      themes,
      editions,
      stages,
      statuses,
      periods: periodNames,
      comparisons,
      currencies,
      leverages: leverageFormulas,
      sights: sightsFor(req.viewer),
      today: req.today,
    })
  }

  /** What the report asks, as its form has it. */
  async function valuesOf({ title, sight, actorId, query }: Report, req: Request): Promise<Record<string, string>> {
    const { filter, period, asOf, knownAt, compare, fiscalStart, leverage, currency } = query
    const [[actor], funder, territory] = await Promise.all([
      actorId ? actorsByIds(db, req.viewer, [actorId]) : [],
      filter.funder ? findActor(db, req.viewer, filter.funder) : undefined,
      filter.territory ? findTerritory(db, filter.territory) : undefined,
    ])
    return {
      title,
      sight,
      actor: actor?.name ?? '',
      stage: filter.stage ?? '',
      status: filter.status ?? '',
      theme: filter.theme ?? '',
      territory: territory ? territoryLabel(territory) : '',
      funder: funder?.name ?? '',
      edition: filter.edition ?? '',
      period: 'free',
      ...period,
      asOf: asOf === period.until ? '' : asOf,
      knownOn: knownAt ? dayIn(floor.network.get().timeZone, new Date(knownAt)) : '',
      comparison: compare ? 'date' : 'none',
      compareOn: compare?.asOf ?? '',
      fiscalStart,
      leverage,
      currency: currency ?? '',
    }
  }

  router.get('/reports/:slug/edit', (req, res) => showEdit(req, res))
  router.post(
    '/reports/:slug',
    form(showEdit, async (req, res) => {
      const { timeZone } = floor.network.get()
      await editReport(db, slugIn(req), accept(ReportInput, req.body), by(req), moment(floor, req), timeZone)
      redirect(res, `/reports/${slugIn(req)}`, 'reports.edit.done')
    }),
  )

  async function showBlocks(req: Request, res: Response, back?: Return) {
    const report = await findDraft(db, req.viewer, slugIn(req))
    tended(report, req.viewer)
    const used = new Set(report.query.blocks.flatMap((block) => ('section' in block ? [block.section] : [])))
    page(res, 'reports/blocks', {
      ...returned(readingOf(req, floor), back),
      report,
      free: sectionCodes.filter((code) => !used.has(code)),
    })
  }
  const arranged = (
    path: string,
    arrange: (req: Request) => { version: number; of: Parameters<typeof arrangeReport>[3] },
  ) =>
    router.post(
      `/reports/:slug/blocks${path}`,
      form(showBlocks, async (req, res) => {
        const { version, of } = arrange(req)
        await arrangeReport(db, slugIn(req), version, of, by(req), moment(floor, req))
        redirect(res, `/reports/${slugIn(req)}/blocks`, 'reports.blocks.done')
      }),
    )
  const placeIn = (req: Request) => Number(req.params.index)
  router.get('/reports/:slug/blocks', (req, res) => showBlocks(req, res))
  arranged('', (req) => {
    const { block, version } = accept(NewBlockInput, req.body)
    return { version, of: (blocks) => added(blocks, block === 'words' ? { words: '' } : { section: block }) }
  })
  arranged('/:index/position', (req) => {
    const { to, version } = accept(PositionInput, req.body)
    return { version, of: (blocks) => movedTo(blocks, placeIn(req), to) }
  })
  arranged('/:index/removal', (req) => {
    const { version } = accept(VersionInput, req.body)
    return { version, of: (blocks) => removed(blocks, placeIn(req)) }
  })
  arranged('/:index/words', (req) => {
    const { words, version } = accept(WordsInput, req.body)
    return { version, of: (blocks) => rewritten(blocks, placeIn(req), words) }
  })

  async function showPublish(req: Request, res: Response, back?: Return) {
    const report = await findDraft(db, req.viewer, slugIn(req))
    tended(report, req.viewer)
    const versions = await versionsOf(db, req.viewer, report.id)
    page(res, 'reports/publish', { ...returned(readingOf(req, floor), back), report, versions })
  }
  router.get('/reports/:slug/versions/new', (req, res) => showPublish(req, res))
  router.post(
    '/reports/:slug/versions',
    form(showPublish, async (req, res) => {
      const report = await findDraft(db, req.viewer, slugIn(req))
      const { changes, version } = accept(PublishInput, req.body)
      const number = await publish(floor, { ...report, version }, { changes }, by(req), moment(floor, req))
      redirect(res, `/reports/${report.slug}/versions/${number}`, 'reports.publish.done')
    }),
  )

  router.post('/reports/:slug/archiving', async (req, res) => {
    const { version } = accept(VersionInput, req.body)
    await archiveReport(db, slugIn(req), version, by(req), moment(floor, req))
    redirect(res, '/reports', 'reports.archive.done')
  })
  return router
}
