import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { CountingForm, setCounting } from './counting.ts'
import { metAt, readingOf, returned } from './reading.ts'
import { granted } from './writing.ts'

/** `/initiatives/:slug/counting`: whether reports count it. */
export function countingRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function show(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('initiative.exclude', capacities))
    page(res, 'initiatives/counting', { ...returned(readingOf(req, floor), back), initiative })
  }
  router.get('/initiatives/:slug/counting', (req, res) => show(req, res))
  router.post(
    '/initiatives/:slug/counting',
    form(show, async (req, res) => {
      const slug = String(req.params.slug)
      await setCounting(db, slug, accept(CountingForm, req.body), by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}`, 'initiatives.counting.done')
    }),
  )
  return router
}
