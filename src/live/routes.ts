import { type Request, type Response, Router } from 'express'
import * as z from 'zod'
import { findPresentSlug } from '../initiatives/lineage.ts'
import { accept } from '../platform/http/accept.ts'
import type { Floor } from '../platform/http/floor.ts'
import { NotFound, Refusal } from '../platform/http/refusal.ts'
import type { Live, Sight } from './hub.ts'

const MOST_OPEN = 10_000
/** A page that reads this slowly is let go: it comes back and asks for itself anew. */
const MOST_WAITING = 256 * 1024
/** Who reads is asked again now and then: a browser whose session is over is told no more. */
const LIFE_MS = 10 * 60_000

/** Instants are milliseconds since 1970. */
const LiveQuery = z.object({
  on: z.enum(['board', 'list', 'initiative']).catch('list'),
  id: z.string().max(64).catch(''),
  since: z.coerce.number().int().positive().max(8_640_000_000_000).catch(0),
})

/** `/live`: an open page hears what happens to what it shows (server-sent events). */
export function routes(floor: Floor, live: Live): Router {
  const router = Router()

  router.get('/live', async (req, res) => {
    const { on, id, since } = accept(LiveQuery, req.query)
    if (on === 'initiative' && !(await findPresentSlug(floor.db, req.viewer, req.today, { id }))) throw new NotFound()
    if (live.open() >= MOST_OPEN) throw new Refusal(503, 'too_many_open')
    const sight: Sight = on === 'initiative' ? { kind: on, id } : { kind: on }
    follow(req, res, sight, new Date(lastHeard(req) ?? since))
  })

  function follow(req: Request, res: Response, sight: Sight, since: Date) {
    res.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Neither kept nor compressed: each line leaves at once, through proxies too.
      'Cache-Control': 'private, no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    res.write('retry: 2000\n\n')
    const leave = live.join({
      viewer: req.viewer,
      locale: req.locale,
      sight,
      since,
      send(text) {
        res.write(text)
        if (res.writableLength > MOST_WAITING) res.destroy()
      },
      end: () => res.end(),
    })
    // Spread out, so that not all come back at once.
    const life = setTimeout(() => res.end(), LIFE_MS * (0.75 + Math.random() / 2))
    life.unref()
    res.on('close', () => {
      clearTimeout(life)
      leave()
    })
  }
  return router
}

function lastHeard(req: Request): number | undefined {
  const said = Number(req.get('Last-Event-ID'))
  return Number.isSafeInteger(said) && said > 0 && said < 8_640_000_000_000 ? said : undefined
}
