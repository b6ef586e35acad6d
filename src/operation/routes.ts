import { type Request, type Response, Router } from 'express'
import { reservedFor } from '../network/access.ts'
import { by, type Floor, redirect } from '../platform/http/floor.ts'
import { wordsFor } from '../platform/http/pages.ts'
import { attentionTo } from './attention.ts'
import { forget, NotDead, retry } from './commands.ts'
import { faultOf } from './faults.ts'
import { type Backup, backupState, type Handed } from './handed.ts'
import { kindKey } from './kinds.ts'
import type { Meter } from './meter.ts'
import { deadJobs, failingJobs, findJobOrRefuse, lettersNow, queueNow } from './queries.ts'
import { jobRoutes } from './routes-jobs.ts'
import { bytesIn, durationIn } from './said.ts'
import type { Sizes } from './sizes.ts'
import { version } from './version.ts'

const MOST_JOBS = 50
const MOST_ROUTES = 8

/** Where an administrator sees how the house runs, and mends what came to a halt. */
export function routes(floor: Floor, handed: Handed & { meter: Meter; sizes: () => Promise<Sizes> }): Router {
  const router = Router()
  const { db, clock } = floor
  const home = '/settings/operation'

  async function operationPage(req: Request, res: Response, refused?: string) {
    const now = clock.now()
    const [queue, letters, sizes, dead, failing, copies, others] = await Promise.all([
      queueNow(db, now),
      lettersNow(db),
      handed.sizes(),
      deadJobs(db, MOST_JOBS),
      failingJobs(db, MOST_JOBS),
      copiesNow(),
      handed.attention?.(),
    ])
    const last = copies?.[0]
    const backup = { last, count: copies?.length, state: copies ? backupState(last, now) : ('unreadable' as const) }
    const { t, format } = wordsFor(req, floor.network.get().timeZone)
    floor.page(res, 'operation/operation', {
      refused,
      attention: attentionTo(queue, letters, backup.state, others),
      queue,
      letters,
      dead: dead.map(told),
      failing: failing.map(told),
      backup,
      smtpHost: handed.smtpHost,
      slowest: handed.meter.timings.slowest(MOST_ROUTES),
      delay: handed.meter.delay(),
      live: handed.live?.open(),
      sizes,
      version,
      node: process.versions.node,
      since: new Date(now.getTime() - process.uptime() * 1000),
      memory: process.memoryUsage.rss(),
      bytes: (amount: number) => bytesIn(t, format, amount),
      duration: (ms: number) => durationIn(t, format, ms),
    })
  }

  /** Undefined where they cannot be read, which is for this page to say. */
  async function copiesNow(): Promise<Backup[] | undefined> {
    try {
      return (await handed.backups?.()) ?? []
    } catch (error) {
      floor.log.warn({ err: error }, 'the back-ups cannot be read')
      return undefined
    }
  }

  router.use(home, reservedFor('network.manage'))
  router.get(home, (req, res) => operationPage(req, res))

  router.post(`${home}/jobs/:id/retry`, async (req, res) => {
    try {
      await retry(db, req.params.id, by(req), clock.now())
      redirect(res, home, 'operation.done.retried')
    } catch (error) {
      await unlessNotDead(error, req, res)
    }
  })
  router.get(`${home}/jobs/:id/removal`, async (req, res) => {
    const job = await findJobOrRefuse(db, req.params.id)
    if (!job.deadAt) return unlessNotDead(new NotDead(), req, res)
    floor.page(res, 'operation/forget', { job: told(job) })
  })
  router.post(`${home}/jobs/:id/removal`, async (req, res) => {
    try {
      await forget(db, req.params.id, by(req), clock.now())
      redirect(res, home, 'operation.done.forgotten')
    } catch (error) {
      await unlessNotDead(error, req, res)
    }
  })

  // Somebody was faster: the page says so, and shows what stands now.
  async function unlessNotDead(error: unknown, req: Request, res: Response) {
    if (!(error instanceof NotDead)) throw error
    res.status(error.status)
    await operationPage(req, res, error.key)
  }

  router.use(jobRoutes(floor))
  return router
}

function told<One extends { kind: string; error: string | null }>(job: One) {
  return { ...job, kindKey: kindKey(job.kind), fault: faultOf(job.error) }
}
