import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { attachRoutes } from './routes-attach.ts'
import { documentRoutes } from './routes-document.ts'
import { editRoutes } from './routes-edit.ts'

export function routes(floor: Floor): Router {
  const router = Router()
  router.use(attachRoutes(floor))
  router.use(documentRoutes(floor))
  router.use(editRoutes(floor))
  return router
}
