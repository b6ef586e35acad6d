import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { consentRoutes } from './routes-consents.ts'
import { mineRoutes } from './routes-mine.ts'
import { retentionRoutes } from './routes-retention.ts'

/** What people and administrators do about personal data. */
export function routes(floor: Floor): Router {
  const router = Router()
  router.use(retentionRoutes(floor))
  router.use(consentRoutes(floor))
  router.use(mineRoutes(floor))
  return router
}
