import type { RequestHandler } from 'express'
import { dayIn } from '../clock.ts'
import { isLocale, negotiated } from '../i18n/locales.ts'
import type { Floor } from './floor.ts'

/** What is known of every request before anybody is: the language asked for, and which day it is for the network. */
export function surroundings({ db, clock, network }: Floor): RequestHandler {
  return async (req, _res, next) => {
    const chosen: unknown = (req.cookies as Record<string, string>).locale
    req.locale = isLocale(chosen) ? chosen : negotiated(req.get('Accept-Language'), 'fr-CA')
    req.today = dayIn(network.get().timeZone, clock.now())
    if (req.method === 'GET') req.revision = await db.revision()
    await network.keepFresh(clock.now())
    next()
  }
}
