import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { hubRoutes } from './routes-hub.ts'
import { incidentRoutes } from './routes-incidents.ts'

/** What the laws on personal data ask of the network, and of whoever answers for it. */
export function routes(floor: Floor): Router {
  const router = Router()
  router.use(hubRoutes(floor))
  router.use(incidentRoutes(floor))
  return router
}
