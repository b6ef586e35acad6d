import { access, constants } from 'node:fs/promises'
import { type RequestHandler, Router } from 'express'
import type { Floor } from './floor.ts'

/** `/healthz`: the process answers. `/readyz`: so do the database (migrated before listening) and the disk. */
export function health({ db, dataFolder, log }: Floor): RequestHandler {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.type('text').send('ok')
  })
  router.get('/readyz', async (_req, res) => {
    const checks = {
      database: db.ping(),
      disk: access(dataFolder, constants.W_OK),
    }
    const results = await Promise.allSettled(Object.values(checks))
    const failing = Object.keys(checks).filter((_name, i) => results[i]!.status === 'rejected')
    if (failing.length > 0) log.warn({ failing }, 'not ready')
    res.status(failing.length > 0 ? 503 : 200).json({ ready: failing.length === 0, failing })
  })
  return router
}
