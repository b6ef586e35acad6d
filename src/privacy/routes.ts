import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { peopleRoutes } from './routes-people.ts'
import { personRoutes } from './routes-persons.ts'

export function routes(floor: Floor): Router {
  const router = Router()
  router.use(personRoutes(floor))
  router.use(peopleRoutes(floor))
  return router
}
