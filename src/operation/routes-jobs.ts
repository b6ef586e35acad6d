import { type Request, Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { wordsFor } from '../platform/http/pages.ts'
import { faultOf } from './faults.ts'
import { kindKey, pageOf } from './kinds.ts'
import { findJobFor, type Job, jobsAskedBy } from './queries.ts'
import { bytesIn } from './said.ts'

/** What somebody asked for and did not wait for: how far it came, and what came of it. */
export function jobRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock } = floor
  const find = (req: Request) => findJobFor(db, req.viewer, String(req.params.id))
  const bytesFor = (req: Request) => {
    const { t, format } = wordsFor(req, floor.network.get().timeZone)
    return (amount: number) => bytesIn(t, format, amount)
  }

  router.get('/jobs', async (req, res) => {
    const { accountId, networkRole } = req.viewer
    if (!networkRole || !accountId) return res.redirect(303, '/sign-in?then=/jobs')
    const asked = await jobsAskedBy(db, accountId)
    floor.page(res, 'operation/jobs', { jobs: asked.map((job) => seen(job, clock.now())), bytes: bytesFor(req) })
  })
  router.get('/jobs/:id', async (req, res) => {
    const job = await find(req)
    const isMine = job.requestedById === req.viewer.accountId
    floor.page(res, 'operation/job', { job: seen(job, clock.now()), isMine, bytes: bytesFor(req) })
  })
  router.get('/jobs/:id/progress', async (req, res) => {
    const job = seen(await find(req), clock.now())
    const home = `/jobs/${job.id}`
    if (req.get('HX-Request') !== 'true') return res.redirect(303, home)
    // The page that waits is over: the browser goes to the result.
    if (!job.isOpen || job.state === 'again') return res.set('HX-Redirect', home).sendStatus(200)
    floor.page(res, 'operation/progress', { job })
  })
  return router
}

/** A job as whoever asked for it sees it: nothing of what it was given. */
function seen(job: Job, now: Date) {
  const { id, kind, createdAt, runAt, doneAt, deadAt, attempts, progressDone, progressTotal } = job
  return {
    id,
    kindKey: kindKey(kind),
    page: pageOf(job),
    state: stateOf(job, now),
    isOpen: !doneAt && !deadAt,
    fault: job.error !== null || deadAt ? faultOf(job.error) : undefined,
    progressDone: progressDone ?? 0,
    progressTotal: progressTotal ?? 0,
    outcome: outcomeOf(job.outcome),
    createdAt,
    runAt,
    doneAt,
    deadAt,
    attempts,
  }
}

/** A key of `operation.state`. */
function stateOf({ doneAt, deadAt, takenUntil, error }: Job, now: Date): string {
  if (doneAt) return 'done'
  if (deadAt) return 'dead'
  if (takenUntil && takenUntil > now) return 'working'
  return error === null ? 'waiting' : 'again'
}

const counted = ['rows', 'files', 'bytes'] as const

/** What a handler said it made, as far as there are words for it. */
function outcomeOf(outcome: unknown) {
  const said = (typeof outcome === 'object' && outcome !== null ? outcome : {}) as Record<string, unknown>
  return counted.flatMap((key) => (typeof said[key] === 'number' ? [{ key, count: said[key] }] : []))
}
