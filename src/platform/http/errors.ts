import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { Duplicate, Unavailable } from '../db/database.ts'
import { type Format, formatFor } from '../i18n/format.ts'
import { type Translate, translate } from '../i18n/i18n.ts'
import { errorTold } from '../log.ts'
import { StoreUnreachable } from '../storage/storage.ts'
import type { Floor } from './floor.ts'
import { InvalidInput, NotFound, Refusal } from './refusal.ts'

export const notFound: RequestHandler = () => {
  throw new NotFound()
}

/** Turns what was thrown into an answer: a refusal in the reader's words, or a bug with an id that the log has too. */
export function errors(floor: Floor): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    const refusal = asRefusal(floor.db.unavailable(error) ?? error) ?? bug(error, floor.log, req.id)
    res.status(refusal.status)
    // Whatever was to be kept of what was asked for: this page is made for one reader.
    res.set('Cache-Control', 'private, no-store')
    if (refusal.status === 503) res.set('Retry-After', '5')
    if (req.accepts(['html', 'json']) === 'json') {
      const issues = refusal instanceof InvalidInput ? refusal.issues : undefined
      res.json({ error: refusal.key, details: refusal.details, issues, request: req.id })
      return
    }
    floor.page(res, 'layout/refusal', {
      status: refusal.status,
      message: said(translate(req.locale), formatFor(req.locale, floor.network.get().timeZone), refusal),
      id: refusal.status >= 500 ? req.id : undefined,
      landing: whereTo(req),
    })
  }
}

// Where somebody who signs in goes on: the page they asked for, or the one whose form they sent.
function whereTo(req: Request): string {
  if (req.method === 'GET') return req.originalUrl
  const from = req.get('Referer')
  return from && URL.canParse(from) ? new URL(from).pathname + new URL(from).search : '/'
}

// Lists of the domain's words are written in the reader's language; the rest fills the sentence as it is.
function said(t: Translate, format: Format, { key, details }: Refusal): string {
  const { reserved, stage, status, ...rest } = details
  return t(`refusals.${key}`, {
    ...rest,
    ...(Array.isArray(reserved) ? { reserved: format.list(reserved.map((one) => t(`words.capacity.${one}`))) } : {}),
    ...(stage ? { from: `${t(`words.stage.${stage as string}`)}, ${t(`words.status.${status as string}`)}` } : {}),
  })
}

function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof StoreUnreachable) return new Refusal(503, 'store_unreachable')
  if (error instanceof Unavailable) return new Refusal(503, `database_${error.reason}`)
  if (error instanceof Duplicate && /once/.test(error.on)) return new Refusal(409, 'already_done')
  if (error instanceof Duplicate) return new Refusal(409, 'already_there')
  // What body parsers and express itself throw.
  const { status, type } = error as { status?: number; type?: string }
  if (type === 'entity.too.large' || type === 'parameters.too.many') return new Refusal(413, 'too_large')
  if (status !== undefined && status >= 400 && status < 500) return new Refusal(status === 404 ? 404 : 400, 'malformed')
  return undefined
}

function bug(error: unknown, log: Logger, requestId: string): Refusal {
  log.error({ request: requestId, err: errorTold(error) }, 'bug')
  return new Refusal(500, 'bug')
}
