import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'

export function routes(_floor: Floor): Router {
  return Router()
}
