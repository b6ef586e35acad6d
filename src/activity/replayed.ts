import type { RequestHandler } from 'express'
import { by, type Floor } from '../platform/http/floor.ts'
import { findDone } from './queries.ts'

/**
 * A form that was already acted on (double click, back button, a proxy that tried again) is not done twice:
 * the browser is sent to what it did the first time.
 */
export function replayed({ db }: Floor): RequestHandler {
  return async (req, res, next) => {
    const { once } = by(req)
    const done = once && (await findDone(db, once))
    if (!done) return next()
    const place = done.initiativeId ? `/i/${done.initiativeId}` : (places[done.subjectKind]?.(done.subjectId) ?? '/')
    res.redirect(303, place)
  }
}

// Addresses that never change; each redirects to the page of the thing.
const places: Record<string, (id: string) => string> = {
  archive: () => '/settings/archive',
  actor: (id) => `/a/${id}`,
  job: () => '/settings/operation',
  incident: () => '/settings/privacy/incidents',
  import: (id) => `/imports/${id}`,
  network: () => '/settings',
  theme: () => '/settings/themes',
  territory: () => '/settings/territories',
  account: () => '/me',
  invitation: () => '/settings/people',
}
