import { type RequestHandler, Router } from 'express'
import { readingOf } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, inSight, redirect } from '../platform/http/floor.ts'
import { NotAllowed, NotFound } from '../platform/http/refusal.ts'
import { markSeen } from './commands.ts'
import { deskPage } from './page.ts'
import { fundersFor, hasDesk } from './queries.ts'
import { DeskQuery, SeenInput } from './schema.ts'

/** Whether « Mon bureau » stands in the head of the page. */
export function deskInSight({ db, kept }: Pick<Floor, 'db' | 'kept'>): RequestHandler {
  return inSight(async (req) => {
    const { viewer, today } = req
    return viewer.accountId && (await kept(req, ['desk'], () => hasDesk(db, viewer, today))) ? { desk: true } : {}
  })
}

/** The funder's desk: what they fund, what moved in it, and what waits for them. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, clock, page } = floor

  router.get('/desk', async (req, res) => {
    if (!req.viewer.accountId) return res.redirect(303, '/sign-in?then=/desk')
    const funders = await fundersFor(db, req.viewer, req.today)
    const asked = accept(DeskQuery, req.query)
    if (funders.length === 0) throw new NotAllowed(['coordinator', 'funder'])
    const funder = asked.actor === '' ? funders[0]! : funders.find(({ slug }) => slug === asked.actor)
    if (!funder) throw new NotFound()
    const desk = await deskPage(db, { funder, ...asked, now: clock.now() }, readingOf(req, floor))
    page(res, 'desk/desk', { ...desk, funders })
  })

  router.post('/desk/seen', async (req, res) => {
    const funders = await fundersFor(db, req.viewer, req.today)
    if (funders.length === 0) throw new NotAllowed(['coordinator', 'funder'])
    const { actor } = accept(DeskQuery, req.body)
    const { until } = accept(SeenInput, req.body)
    await markSeen(db, until, by(req), clock.now())
    const isKnown = funders.some(({ slug }) => slug === actor)
    redirect(res, isKnown ? `/desk?actor=${encodeURIComponent(actor)}` : '/desk', 'desk.news.done')
  })
  return router
}
