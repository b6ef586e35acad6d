import { Router } from 'express'
import { readingOf } from '../initiatives/reading.ts'
import type { Floor } from '../platform/http/floor.ts'
import type { MakePilotPart } from './parts.ts'
import { pilotMet } from './reading.ts'

/** Pilots of an initiative. `parts` is what other rooms add to the page of one. */
export function routes(floor: Floor, parts: readonly MakePilotPart[]): Router {
  const router = Router()
  const { page } = floor

  router.get('/pilots/:id', async (req, res) => {
    const met = await pilotMet(req, floor)
    const reading = readingOf(req, floor)
    const made = await Promise.all(parts.map((make) => make(met, reading)))
    page(res, 'pilots/show', { ...met, parts: made.filter((part) => part !== undefined) })
  })
  return router
}
