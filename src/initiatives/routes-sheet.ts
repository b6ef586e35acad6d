import { type Request, type Response, Router } from 'express'
import { actorsByIds } from '../actors/queries.ts'
import { emergenceWays, innovationTypes, maturities } from '../domain/innovation.ts'
import { stages } from '../domain/lifecycle.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import { roles } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import { territoryLabel, territoryOptions, themesInUse } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { start } from './commands.ts'
import { edit } from './editing.ts'
import { similarTo } from './likeness.ts'
import { linkedInitiative } from './linked.ts'
import { findOrRefuse, sheetOf } from './queries.ts'
import { asked, metAt, metOrRedirected, readingOf, returned } from './reading.ts'
import { EditInput, StartInput } from './schema.ts'
import { inOrder, type MakeSection, type Papers } from './sections.ts'
import { sheetPage } from './sheet-page.ts'
import { withToldBeside } from './timeline.ts'
import { granted } from './writing.ts'

/** An initiative's page, and the forms that begin and change one. */
export function sheetRoutes(floor: Floor, parts: readonly MakeSection[], papers: Papers): Router {
  const router = Router()
  const { db, page } = floor

  async function showStart(req: Request, res: Response, back?: Return) {
    granted(may('initiative.start', capacitiesOf(req.viewer.networkRole)))
    const reading = readingOf(req, floor)
    const title = typeof back?.values.title === 'string' ? back.values.title : ''
    const from = typeof back?.values.parent === 'string' ? back.values.parent : asked(req, 'parent')
    const parent = from ? (await findOrRefuse(db, req.viewer, req.today, from)).initiative : undefined
    page(res, 'initiatives/new', {
      ...returned(reading, back),
      ...(await choices(req)),
      parent,
      carriers: await actorsByIds(db, req.viewer, req.viewer.actorIds),
      stages,
      visibilities,
      similar: title ? await similarTo(db, req.viewer, req.today, title) : [],
      today: req.today,
    })
  }

  async function choices(req: Request) {
    const [themes, territories] = await Promise.all([themesInUse(db), territoryOptions(db)])
    const { language } = readingOf(req, floor)
    return {
      themes: themes.map(({ id, fr, en }) => ({ value: id, label: language === 'en' ? (en ?? fr) : fr })),
      territoryNames: territories.map(territoryLabel),
    }
  }

  router.get('/initiatives/new', (req, res) => showStart(req, res))
  router.post(
    '/initiatives',
    form(showStart, async (req, res) => {
      const input = accept(StartInput, req.body)
      const { slug } = await start(db, input, by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}`, 'initiatives.start.done', { title: input.title })
    }),
  )

  // While a title is typed: what looks like it already.
  router.get('/initiatives/suggestions', async (req, res) => {
    page(res, 'initiatives/similar', { similar: await similarTo(db, req.viewer, req.today, asked(req, 'title')) })
  })

  router.get('/initiatives/:slug', async (req, res) => {
    const since = floor.clock.now().getTime()
    const met = await metOrRedirected(req, res, floor)
    if (!met) return
    const live = `/live?on=initiative&id=${met.initiative.id}&since=${since}`
    const reading = readingOf(req, floor)
    const { initiative, capacities } = met
    const sheet = async () => {
      const [own, ...made] = await Promise.all([
        sheetPage(db, met, reading, papers),
        ...parts.map((make) => make(met, reading)),
      ])
      const sections = inOrder(made, initiative.stage)
      const told = sections.flatMap((one) => one.told ?? [])
      return { ...own, timeline: withToldBeside(own.timeline, told), sections }
    }
    const known = `${initiative.version} ${capacities.join()}`
    const main = await floor.main(req, 'initiatives/show-main', sheet, known)
    // Search engines are visitors.
    const isVisitor = req.viewer.networkRole === undefined
    const place = { url: floor.url, language: reading.language }
    const jsonLd = isVisitor ? await linkedInitiative(db, initiative, req.today, place) : undefined
    page(res, 'initiatives/show', { title: initiative.title, main, live, jsonLd })
  })

  async function showEdit(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('initiative.edit', capacities))
    page(res, 'initiatives/edit', {
      ...returned(readingOf(req, floor), back),
      ...(await choices(req)),
      initiative,
      sheet: await sheetOf(db, initiative.id),
      territoryLabel,
      options: { innovationTypes, emergenceWays, maturities, visibilities, roles },
    })
  }

  router.get('/initiatives/:slug/edit', (req, res) => showEdit(req, res))
  router.post(
    '/initiatives/:slug',
    form(showEdit, async (req, res) => {
      const slug = String(req.params.slug)
      await edit(db, slug, accept(EditInput, req.body), by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}`, 'initiatives.edit.done')
    }),
  )
  return router
}
