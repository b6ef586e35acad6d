import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { visitor } from '../../domain/viewer.ts'
import { newKey } from '../id.ts'

/** Gives each request an id, says it in the answer, and logs one line when the answer is sent. */
export function requests(log: Logger): RequestHandler {
  return (req, res, next) => {
    req.id = newKey()
    // Until more is known of whoever asks: an error may have to be said before that.
    req.viewer = visitor
    req.locale = 'fr-CA'
    res.set('X-Request-Id', req.id)
    const began = performance.now()
    res.on('finish', () => {
      const ms = Math.round(performance.now() - began)
      const path = req.originalUrl
        .split('?')[0]!
        .replace(/^\/(sign-in|invitations|first-administrator)\/[^/]+/i, '/$1/…')
      log.info({ request: req.id, method: req.method, path, status: res.statusCode, ms })
    })
    next()
  }
}
