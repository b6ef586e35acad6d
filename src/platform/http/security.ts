import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { Refusal } from './refusal.ts'

/** Strict headers: nothing from elsewhere, nothing inline, framed by nobody. */
export function headers(secure: boolean): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'img-src': ["'self'", 'data:'],
          'object-src': ["'none'"],
          'base-uri': ["'none'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
        },
      },
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'same-origin' },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_req, res, next) => {
      res.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()')
      res.set('Cache-Control', 'private, no-store')
      next()
    },
  ]
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a deed that another site makes a browser ask for. Browsers say where a request comes from
 * (Sec-Fetch-Site); older ones say it with Origin; programs without a browser carry no cookie and say neither.
 */
export function sameSite(publicUrl: string): RequestHandler {
  const origin = new URL(publicUrl).origin
  return (req, _res, next) => {
    if (SAFE.has(req.method)) return next()
    const site = req.get('Sec-Fetch-Site')
    if (site === 'same-origin' || site === 'none') return next()
    const from = req.get('Origin')
    if (!site && (!from || from === origin || from === `${req.protocol}://${req.get('Host')}`)) return next()
    throw new Refusal(403, 'other_site')
  }
}
