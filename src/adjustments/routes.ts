import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { adjustmentStates, NEW_VERSION } from '../domain/pilots.ts'
import { visibilities } from '../domain/visibility.ts'
import type { Met } from '../initiatives/queries.ts'
import { metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { pilotsOf, versionsOf } from '../pilots/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { decide, readjust } from './commands.ts'
import { answerable, answersOf, excerptOf, findAdjustment } from './queries.ts'
import { AdjustmentEdit, AdjustmentInput } from './schema.ts'

/** Adjustments: decided, done, refused; each with the feedback that it answers. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function metAdjustment(req: Request) {
    const met = await findAdjustment(db, req.viewer, req.today, String(req.params.id))
    if (!met) throw new NotFound()
    return met
  }

  /** What the form offers: what was said, by pilot, and the versions of the solution. */
  async function choices(req: Request, { initiative }: Pick<Met, 'initiative'>, chosen: readonly string[]) {
    const [said, versions] = await Promise.all([
      answerable(db, req.viewer, req.today, initiative.id),
      versionsOf(db, initiative.id),
    ])
    const pilots = [...new Map(said.map((one) => [one.pilotId, one])).values()]
    return {
      initiative,
      pilots: pilots.map(({ pilotId, pilotNumber, pilotTitle }) => ({
        number: pilotNumber,
        title: pilotTitle,
        ...offeredOf(
          said.filter((one) => one.pilotId === pilotId),
          chosen,
        ),
      })),
      chosen,
      versions,
      newVersion: NEW_VERSION,
      states: adjustmentStates,
      levels: visibilities,
      today: req.today,
    }
  }

  async function showNew(req: Request, res: Response, back?: Return) {
    const met = await metAt(req, floor)
    granted(may('adjustment.decide', met.capacities))
    page(res, 'adjustments/new', {
      ...returned(readingOf(req, floor), back),
      ...(await choices(req, met, back ? list(back.values.feedbacks) : list(req.query.feedback))),
    })
  }
  router.get('/initiatives/:slug/adjustments/new', (req, res) => showNew(req, res))
  router.post(
    '/initiatives/:slug/adjustments',
    form(showNew, async (req, res) => {
      granted(may('adjustment.decide', (await metAt(req, floor)).capacities))
      const input = accept(AdjustmentInput, req.body)
      const id = await decide(db, String(req.params.slug), input, by(req), moment(floor, req))
      redirect(res, `/adjustments/${id}`, 'adjustments.new.done')
    }),
  )

  router.get('/adjustments/:id', async (req, res) => {
    const { adjustment, initiative, capacities } = await metAdjustment(req)
    const [answers, versions, pilots] = await Promise.all([
      answersOf(db, req.viewer, req.today, initiative.id),
      versionsOf(db, initiative.id),
      pilotsOf(db, req.viewer, req.today, initiative.id),
    ])
    const own = answers.filter((one) => one.adjustmentId === adjustment.id)
    const ids = own.map((one) => one.feedbackId)
    const mayRead = may('feedback.read', capacities).allowed
    const said = mayRead && ids.length > 0 ? await answerable(db, req.viewer, req.today, initiative.id) : []
    const version = versions.find(({ id }) => id === adjustment.solutionVersionId)
    page(res, 'adjustments/show', {
      adjustment,
      initiative,
      count: ids.length,
      said: said.filter(({ id }) => ids.includes(id)).map((one) => ({ ...one, text: excerptOf(one) })),
      answered: pilots.filter(({ id }) => answers.some((one) => one.pilotId === id && ids.includes(one.feedbackId))),
      version,
      next: version ? pilots.filter(({ solutionVersionId }) => solutionVersionId === version.id) : [],
      told: mayRead ? own.filter(({ toldAt }) => toldAt !== null).length : 0,
      mayDecide: may('adjustment.decide', capacities).allowed,
    })
  })

  async function showEdit(req: Request, res: Response, back?: Return) {
    const met = await metAdjustment(req)
    granted(may('adjustment.decide', met.capacities))
    const { adjustment, initiative } = met
    const answers = await answersOf(db, req.viewer, req.today, initiative.id)
    const had = answers.filter((one) => one.adjustmentId === adjustment.id).map((one) => one.feedbackId)
    const chosen = back ? list(back.values.feedbacks) : had
    const offered = await choices(req, met, chosen)
    const reading = readingOf(req, floor)
    const url = `/adjustments/${adjustment.id}`
    const { t, format } = reading
    const day = (value: string) => (/^\d{4}-\d\d-\d\d$/.test(value) ? format.shortDay(value) : value)
    const named = (id: string) =>
      id === NEW_VERSION
        ? t('adjustments.form.version_new')
        : (offered.versions.find((one) => one.id === id)?.name ?? id)
    const sides = [
      { name: 'what', label: t('adjustments.form.what') },
      {
        name: 'state',
        label: t('adjustments.form.state'),
        text: (value: string) => t(`words.adjustment_state.${value}`),
      },
      { name: 'reason', label: t('adjustments.form.reason') },
      { name: 'decidedOn', label: t('adjustments.form.decided_on'), text: day },
      { name: 'doneOn', label: t('adjustments.form.done_on'), text: day },
      { name: 'solutionVersion', label: t('adjustments.form.version'), text: named },
      {
        name: 'visibility',
        label: t('adjustments.form.visibility'),
        text: (value: string) => t(`words.visibility.${value}`),
      },
    ]
    const conflict = conflictOf(back, sides, url, url)
    const { newVersionName = '', newVersionText = '' } = back?.values ?? {}
    page(res, 'adjustments/edit', {
      ...returned(reading, back),
      ...offered,
      adjustment,
      conflict: conflict && { ...conflict, hidden: { feedbacks: chosen, newVersionName, newVersionText } },
    })
  }
  router.get('/adjustments/:id/edit', (req, res) => showEdit(req, res))
  router.post(
    '/adjustments/:id',
    form(showEdit, async (req, res) => {
      granted(may('adjustment.decide', (await metAdjustment(req)).capacities))
      const id = String(req.params.id)
      await readjust(db, id, accept(AdjustmentEdit, req.body), by(req), moment(floor, req))
      redirect(res, `/adjustments/${id}`, 'adjustments.edit.done')
    }),
  )
  return router
}

const MOST_OFFERED = 200

/** What is chosen, and as much else as can be looked through; the rest is chosen where it is read. */
function offeredOf(said: Awaited<ReturnType<typeof answerable>>, chosen: readonly string[]) {
  const others = said.filter(({ id }) => !chosen.includes(id)).slice(0, MOST_OFFERED)
  const shown = new Set(others.map(({ id }) => id))
  return {
    many: said.length,
    left: said.filter(({ id }) => !chosen.includes(id)).length - others.length,
    said: said
      .filter(({ id }) => chosen.includes(id) || shown.has(id))
      .map((one) => ({ id: one.id, number: one.number, text: excerptOf(one) })),
  }
}

/** What an address or a form names once, several times or not at all. */
function list(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string' && one !== '')
}
