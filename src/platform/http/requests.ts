import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { visitor } from '../../domain/viewer.ts'
import { newKey } from '../id.ts'
import { withoutSecret } from './secret-paths.ts'
import type { Answered } from './timings.ts'

/** Gives each request an id, says it in the answer, and logs one line when the answer is sent; `saw` is told too. */
export function requests(log: Logger, saw?: (answered: Answered) => void): RequestHandler {
  return (req, res, next) => {
    req.id = newKey()
    // Until more is known of whoever asks: an error may have to be said before that.
    req.viewer = visitor
    req.locale = 'fr-CA'
    res.set('X-Request-Id', req.id)
    const began = performance.now()
    res.on('finish', () => {
      const lasted = performance.now() - began
      const ms = Math.round(lasted)
      const path = withoutSecret(req.originalUrl.split('?')[0]!)
      log.info({ request: req.id, method: req.method, path, status: res.statusCode, ms })
      // A connection that is kept open to tell what happens is not slow, and a style or a script is no page.
      if (req.originalUrl.startsWith('/assets/') || String(res.get('Content-Type')).startsWith('text/event-stream'))
        return
      saw?.({ method: req.method, route: patternOf(req), status: res.statusCode, ms: lasted })
    })
    next()
  }
}

function patternOf({ route }: Request): string | undefined {
  const path: unknown = (route as { path?: unknown } | undefined)?.path
  return typeof path === 'string' ? path : undefined
}
