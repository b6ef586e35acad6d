import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { bothOf, planChoices } from './forms.ts'
import { pilotPage } from './page.ts'
import type { MakePilotPart } from './parts.ts'
import { editPilot, planPilot } from './planning.ts'
import type { VersionRefs } from './queries.ts'
import { pilotMet } from './reading.ts'
import { indicatorRoutes } from './routes-indicators.ts'
import { moveRoutes } from './routes-moves.ts'
import { versionRoutes } from './routes-versions.ts'
import { PilotInput, PlanInput } from './schema.ts'
import { formOf } from './stale.ts'

/**
 * Pilots of an initiative, the versions that they test, and what they measure. `parts` is what other rooms add to a
 * pilot's page, `refs` what they point to a version with.
 */
export function routes(floor: Floor, parts: readonly MakePilotPart[], refs: VersionRefs = {}): Router {
  const router = Router()
  const { db, page } = floor

  async function showNew(req: Request, res: Response, back?: Return) {
    const met = await metAt(req, floor)
    granted(may('pilot.tend', met.capacities))
    const reading = readingOf(req, floor)
    page(res, 'pilots/new', {
      ...returned(reading, back),
      initiative: met.initiative,
      pilot: { visibility: met.initiative.visibility, indicators: [] },
      choices: await planChoices(db, met, reading),
    })
  }
  router.get('/initiatives/:slug/pilots/new', (req, res) => showNew(req, res))
  router.post(
    '/initiatives/:slug/pilots',
    form(showNew, async (req, res) => {
      const input = accept(PlanInput, req.body)
      const id = await planPilot(db, String(req.params.slug), input, by(req), moment(floor, req))
      redirect(res, `/pilots/${id}`, 'pilots.new.done')
    }),
  )

  router.get('/pilots/:id', async (req, res) => {
    const met = await pilotMet(req, floor)
    page(res, 'pilots/show', await pilotPage(db, met, readingOf(req, floor), parts))
  })

  async function showEdit(req: Request, res: Response, back?: Return) {
    const met = await pilotMet(req, floor)
    granted(may('pilot.tend', met.capacities))
    const reading = readingOf(req, floor)
    page(res, 'pilots/edit', {
      ...returned(reading, back),
      both: bothOf(back, reading),
      initiative: met.initiative,
      pilot: await formOf(db, met.pilot),
      choices: await planChoices(db, met, reading),
    })
  }
  router.get('/pilots/:id/edit', (req, res) => showEdit(req, res))
  router.post(
    '/pilots/:id',
    form(showEdit, async (req, res) => {
      const id = String(req.params.id)
      await editPilot(db, id, accept(PilotInput, req.body), by(req), moment(floor, req))
      redirect(res, `/pilots/${id}`, 'pilots.edit.done')
    }),
  )

  router.use(versionRoutes(floor, refs))
  router.use(moveRoutes(floor))
  router.use(indicatorRoutes(floor))
  return router
}
