import { createHash, timingSafeEqual } from 'node:crypto'
import { type Request, type RequestHandler, Router } from 'express'
import { collectDefaultMetrics } from 'prom-client'
import type { Floor } from '../platform/http/floor.ts'
import { gaugesOf } from './gauges.ts'
import type { Handed } from './handed.ts'
import type { Meter } from './meter.ts'
import type { Sizes } from './sizes.ts'

/**
 * `/metrics` for a monitor, in Prometheus' text: for whoever holds the token or, where none is set, for this machine
 * alone. For everybody else there is no such page.
 */
export function metrics(
  { db, clock, log }: Pick<Floor, 'db' | 'clock' | 'log'>,
  handed: Handed & { meter: Meter; sizes: () => Promise<Sizes> },
): RequestHandler {
  const router = Router()
  const { registry } = handed.meter
  const gauges = gaugesOf(registry, handed)
  let isAsked = false

  router.get('/metrics', async (req, res, next) => {
    if (!mayRead(req, handed.metricsToken)) return next()
    // Watching memory and its collection costs a little: only where a monitor comes.
    if (!isAsked) collectDefaultMetrics({ register: registry })
    isAsked = true
    await gauges.read(db, clock.now()).catch((error: unknown) => log.warn({ err: error }, 'metrics are not complete'))
    res.set('Content-Type', registry.contentType)
    res.send(await registry.metrics())
  })
  return router
}

function mayRead(req: Request, token: string | undefined): boolean {
  if (token) return isSame(req.get('Authorization') ?? '', `Bearer ${token}`)
  return isLoopback(req.socket.remoteAddress ?? '') && isForThisMachine(req.hostname) && !isForwarded(req)
}

/** In constant time, whatever the lengths. */
function isSame(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return timingSafeEqual(a, b)
}

const isLoopback = (address: string) => /^(::ffff:)?127\.|^::1$/.test(address)

/** A page elsewhere may make a browser of this machine ask by a name of its own that leads here. */
const isForThisMachine = (name: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/i.test(name)

/** Behind a reverse proxy on this machine every request comes from this machine; but proxies say for whom they ask. */
function isForwarded({ headers }: Request): boolean {
  return Object.keys(headers).some((name) => /^(x-)?forwarded|^via$|^x-real-ip$|(client|connecting)-ip$/.test(name))
}
