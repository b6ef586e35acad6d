import { type Request, type Response, Router } from 'express'
import type * as z from 'zod'
import { may } from '../domain/permissions.ts'
import { type PilotEvent, pilotAfter } from '../domain/pilots.ts'
import type { By } from '../domain/viewer.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { beginPilot, finishPilot, giveUpPilot, notFromHere } from './commands.ts'
import { bothOf } from './forms.ts'
import { pilotMet } from './reading.ts'
import { BeginInput, FinishInput, GiveUpInput } from './schema.ts'

/** A pilot begins, is finished, or is given up: a page and a form for each. */
export function moveRoutes(floor: Floor): Router {
  const router = Router()
  moves(router, floor, { event: 'begin', at: 'begin', schema: BeginInput, does: beginPilot })
  moves(router, floor, { event: 'finish', at: 'finish', schema: FinishInput, does: finishPilot })
  moves(router, floor, { event: 'give_up', at: 'give-up', schema: GiveUpInput, does: giveUpPilot })
  return router
}

interface Move<Schema extends z.ZodType> {
  event: PilotEvent
  at: string
  schema: Schema
  does: (db: Database, id: string, input: z.output<Schema>, by: By, when: Moment) => Promise<void>
}

function moves<Schema extends z.ZodType>(router: Router, floor: Floor, { event, at, schema, does }: Move<Schema>) {
  const { db, page } = floor

  async function show(req: Request, res: Response, back?: Return) {
    const { pilot, initiative, capacities } = await pilotMet(req, floor)
    granted(may('pilot.tend', capacities))
    const isPossible = pilotAfter(pilot.state, event) !== undefined
    // Whoever filled in the form while somebody else moved the pilot reads again what they typed.
    if (!isPossible && !back?.stale) throw notFromHere(pilot.state)
    const reading = readingOf(req, floor)
    page(res, 'pilots/move', {
      ...returned(reading, back),
      both: bothOf(back, reading),
      pilot,
      initiative,
      event,
      action: `/pilots/${pilot.id}/${at}`,
      isPossible,
      today: req.today,
    })
  }
  router.get(`/pilots/:id/${at}`, (req, res) => show(req, res))
  router.post(
    `/pilots/:id/${at}`,
    form(show, async (req, res) => {
      const id = String(req.params.id)
      await does(db, id, accept(schema, req.body), by(req), moment(floor, req))
      redirect(res, `/pilots/${id}`, `pilots.move.${event}.done`)
    }),
  )
}
