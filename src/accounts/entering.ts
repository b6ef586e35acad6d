import type { Request, Response } from 'express'
import type { By } from '../domain/viewer.ts'
import type { Floor } from '../platform/http/floor.ts'
import { NotAllowed } from '../platform/http/refusal.ts'
import { isLocale } from '../platform/i18n/locales.ts'
import { rememberChoice, rememberSession } from './cookies.ts'
import type { Account } from './queries.ts'
import type { Browser } from './commands.ts'

/** The browser that asks, and the session it had until now. */
export function browserOf(req: Request): Browser {
  return { userAgent: req.get('User-Agent') ?? '', replaces: req.session?.id }
}

/** Hands over the cookies of a session, with the language and the theme of whoever it is for. */
export function enter(floor: Floor, res: Response, { account, token }: { account: Account; token: string }) {
  rememberSession(res, floor, token)
  if (isLocale(account.locale)) rememberChoice(res, floor, 'locale', account.locale)
  if (account.theme) rememberChoice(res, floor, 'theme', account.theme)
}

/** Where signing in leads: to the second factor first, when there is one. */
export function afterSignIn({ isProven }: { isProven: boolean }, landing: string): string {
  return isProven ? landing : `/session/second-factor?then=${encodeURIComponent(landing)}`
}

/** For pages about oneself: visitors are sent to sign in first. */
export function signedInOnly(req: Request, res: Response, next: () => void) {
  if (req.viewer.accountId) return next()
  if (req.method !== 'GET') throw new NotAllowed(['member'])
  res.redirect(303, `/sign-in?then=${encodeURIComponent(req.originalUrl)}`)
}

/** Whoever acts on such a page, and the session they act in. */
export function own(req: Request, by: By): { accountId: string; sessionId: string } {
  if (!by.accountId || !req.session) throw new NotAllowed(['member'])
  return { accountId: by.accountId, sessionId: req.session.id }
}
