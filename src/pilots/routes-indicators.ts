import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { asked, metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { bothOf, indicatorChoices, valueChoices } from './forms.ts'
import { indicatorPage } from './indicator-page.ts'
import { findIndicator } from './indicators.ts'
import { addIndicator, editIndicator, withdrawIndicator } from './measuring.ts'
import { valueRoutes } from './routes-values.ts'
import { IndicatorInput, NewIndicatorInput } from './schema.ts'

/** Indicators: what is measured, and which way is better. */
export function indicatorRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor
  const foundAt = (req: Request) => findIndicator(db, req.viewer, req.today, String(req.params.id))

  async function showNew(req: Request, res: Response, back?: Return) {
    const met = await metAt(req, floor)
    granted(may('indicator.tend', met.capacities))
    const reading = readingOf(req, floor)
    page(res, 'pilots/indicator-new', {
      ...returned(reading, back),
      initiative: met.initiative,
      indicator: { visibility: met.initiative.visibility, benefits: 'collective', better: 'more' },
      pilot: asked(req, 'pilot'),
      choices: { ...indicatorChoices(met.capacities, reading), pilots: (await valueChoices(db, met, reading)).pilots },
      today: req.today,
    })
  }
  router.get('/initiatives/:slug/indicators/new', (req, res) => showNew(req, res))
  router.post(
    '/initiatives/:slug/indicators',
    form(showNew, async (req, res) => {
      const input = accept(NewIndicatorInput, req.body)
      const id = await addIndicator(db, String(req.params.slug), input, by(req), moment(floor, req))
      redirect(res, `/indicators/${id}`, 'pilots.indicator.done')
    }),
  )

  router.get('/indicators/:id', async (req, res) => {
    page(res, 'pilots/indicator', await indicatorPage(db, await foundAt(req), readingOf(req, floor)))
  })

  async function showEdit(req: Request, res: Response, back?: Return) {
    const { indicator, initiative, capacities } = await foundAt(req)
    granted(may('indicator.tend', capacities))
    const reading = readingOf(req, floor)
    page(res, 'pilots/indicator-edit', {
      ...returned(reading, back),
      both: bothOf(back, reading),
      initiative,
      indicator: { ...indicator, better: indicator.isMoreBetter ? 'more' : 'less' },
      choices: indicatorChoices(capacities, reading),
    })
  }
  router.get('/indicators/:id/edit', (req, res) => showEdit(req, res))
  router.post(
    '/indicators/:id',
    form(showEdit, async (req, res) => {
      const id = String(req.params.id)
      await editIndicator(db, id, accept(IndicatorInput, req.body), by(req), moment(floor, req))
      redirect(res, `/indicators/${id}`, 'pilots.indicator.edited')
    }),
  )

  router.get('/indicators/:id/withdrawal', async (req, res) => {
    const { indicator, initiative, capacities, values } = await foundAt(req)
    granted(may('indicator.tend', capacities))
    page(res, 'pilots/indicator-withdraw', { indicator, initiative, many: values.length })
  })
  router.post('/indicators/:id/withdrawal', async (req, res) => {
    const { slug } = await withdrawIndicator(db, req.params.id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}#indicators`, 'pilots.indicator.withdrawn')
  })

  router.use(valueRoutes(floor))
  return router
}
