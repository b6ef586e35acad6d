import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { mine } from './mine.ts'
import { readingOf } from './reading.ts'
import type { MakeWaiting } from './sections.ts'

/** My page: what waits for me, here and in rooms that come later. */
export function mineRoutes(floor: Floor, waiting: readonly MakeWaiting[]): Router {
  const router = Router()
  router.get('/me', async (req, res) => {
    if (!req.viewer.networkRole) return res.redirect(303, '/sign-in?then=/me')
    const reading = readingOf(req, floor)
    const [own, ...made] = await Promise.all([mine(floor.db, reading), ...waiting.map((make) => make(reading))])
    floor.page(res, 'initiatives/mine', { ...own, parts: made.filter((one) => one !== undefined) })
  })
  return router
}
