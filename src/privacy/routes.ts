import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { consentRoutes } from './routes-consents.ts'
import { hubRoutes } from './routes-hub.ts'
import { incidentRoutes } from './routes-incidents.ts'
import { peopleRoutes } from './routes-people.ts'
import { personRoutes } from './routes-persons.ts'
import { retentionRoutes } from './routes-retention.ts'

/** What the laws on personal data ask of the network, and of whoever answers for it. */
export function routes(floor: Floor): Router {
  const router = Router()
  router.use(hubRoutes(floor))
  router.use(incidentRoutes(floor))
  router.use(retentionRoutes(floor))
  router.use(consentRoutes(floor))
  router.use(personRoutes(floor))
  router.use(peopleRoutes(floor))
  return router
}
