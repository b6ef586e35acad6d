import { type Request, type Response, Router } from 'express'
import { measured, standingInPlaceOf } from '../domain/indicators.ts'
import { may } from '../domain/permissions.ts'
import { valueKinds } from '../domain/pilots.ts'
import { asked, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { bothOf, valueChoices } from './forms.ts'
import { findIndicator } from './indicators.ts'
import { CorrectionInput, ValueInput } from './schema.ts'
import { amountOf } from './telling.ts'
import { correctValue, recordValue, withdrawValue } from './valuing.ts'

/** Values of an indicator: added, corrected by another, taken back. */
export function valueRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function tendedAt(req: Request) {
    const met = await findIndicator(db, req.viewer, req.today, String(req.params.id))
    granted(may('indicator.tend', met.capacities))
    return met
  }

  async function showNew(req: Request, res: Response, back?: Return) {
    const met = await tendedAt(req)
    const reading = readingOf(req, floor)
    const { baseline } = measured(met.values)
    const kinds = valueKinds.filter((kind) => kind !== 'baseline' || !baseline)
    page(res, 'pilots/value-new', {
      ...returned(reading, back),
      ...met,
      kinds,
      kind: kinds.find((kind) => kind === asked(req, 'kind')) ?? (baseline ? 'result' : 'baseline'),
      hasBaseline: baseline !== undefined,
      pilot: asked(req, 'pilot'),
      choices: await valueChoices(db, met, reading),
      today: req.today,
    })
  }
  router.get('/indicators/:id/values/new', (req, res) => showNew(req, res))
  router.post(
    '/indicators/:id/values',
    form(showNew, async (req, res) => {
      const id = String(req.params.id)
      await recordValue(db, id, accept(ValueInput, req.body), by(req), moment(floor, req))
      redirect(res, `/indicators/${id}`, 'pilots.value.done')
    }),
  )

  /** The value that the address names or what stands in its place, as long as something does. */
  async function valueAt(req: Request, back?: Return) {
    const met = await tendedAt(req)
    const value = standingInPlaceOf(met.values, String(req.params.value))
    if (!value || (value.id !== req.params.value && !back?.stale)) throw new NotFound()
    return { met, value }
  }

  async function showCorrection(req: Request, res: Response, back?: Return) {
    const { met, value } = await valueAt(req, back)
    const reading = readingOf(req, floor)
    page(res, 'pilots/value-correct', {
      ...returned(reading, back),
      both: bothOf(back, reading),
      ...met,
      value: { ...value, text: reading.format.decimal(value.value) },
      choices: await valueChoices(db, met, reading),
      today: req.today,
    })
  }
  router.get('/indicators/:id/values/:value/correction', (req, res) => showCorrection(req, res))
  router.post(
    '/indicators/:id/values/:value/correction',
    form(showCorrection, async (req, res) => {
      const [id, value] = [String(req.params.id), String(req.params.value)]
      await correctValue(db, id, value, accept(CorrectionInput, req.body), by(req), moment(floor, req))
      redirect(res, `/indicators/${id}`, 'pilots.value.corrected')
    }),
  )

  async function showWithdrawal(req: Request, res: Response, back?: Return) {
    const { met, value } = await valueAt(req, back)
    const reading = readingOf(req, floor)
    const text = amountOf(value.value, met.indicator.unit, reading)
    page(res, 'pilots/value-withdraw', { ...returned(reading, back), ...met, value: { ...value, text } })
  }
  router.get('/indicators/:id/values/:value/withdrawal', (req, res) => showWithdrawal(req, res))
  router.post(
    '/indicators/:id/values/:value/withdrawal',
    form(showWithdrawal, async (req, res) => {
      const [id, value] = [String(req.params.id), String(req.params.value)]
      await withdrawValue(db, id, value, by(req), moment(floor, req))
      redirect(res, `/indicators/${id}`, 'pilots.value.withdrawn')
    }),
  )
  return router
}
