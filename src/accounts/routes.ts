import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { accountRoutes } from './routes-account.ts'
import { peopleRoutes } from './routes-people.ts'
import { preferenceRoutes } from './routes-preferences.ts'
import { secondFactorRoutes } from './routes-second-factor.ts'
import { signInRoutes } from './routes-sign-in.ts'

export function routes(floor: Floor): Router {
  const router = Router()
  router.use(signInRoutes(floor))
  router.use(secondFactorRoutes(floor))
  router.use(accountRoutes(floor))
  router.use(preferenceRoutes(floor))
  router.use(peopleRoutes(floor))
  return router
}
