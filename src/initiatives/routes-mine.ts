import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { mine } from './mine.ts'
import { readingOf } from './reading.ts'

/** My page: what waits for me. */
export function mineRoutes(floor: Floor): Router {
  const router = Router()
  router.get('/me', async (req, res) => {
    if (!req.viewer.networkRole) return res.redirect(303, '/sign-in?then=/me')
    floor.page(res, 'initiatives/mine', await mine(floor.db, readingOf(req, floor)))
  })
  return router
}
