import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'

export function adoptRoutes(_floor: Floor): Router {
  return Router()
}
