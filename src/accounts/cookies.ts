import type { Request, Response } from 'express'
import { DAY_MS } from '../domain/calendar.ts'
import { SESSION_MS } from './sessions.ts'

type Secured = { secure: boolean }

// The prefix makes browsers refuse a cookie of this name from a sister site, or one sent without https.
const nameOf = ({ secure }: Secured) => (secure ? '__Host-session' : 'session')

export function sessionTokenIn(req: Request, floor: Secured): string | undefined {
  // The parser of cookies reads « j:{…} » as an object.
  const token: unknown = (req.cookies as Record<string, unknown> | undefined)?.[nameOf(floor)]
  return typeof token === 'string' ? token : undefined
}

export function rememberSession(res: Response, floor: Secured, token: string) {
  res.cookie(nameOf(floor), token, { ...attributes(floor), maxAge: SESSION_MS })
}

export function forgetSession(res: Response, floor: Secured) {
  res.clearCookie(nameOf(floor), attributes(floor))
}

const YEAR_MS = 365 * DAY_MS

/** The language or the theme that somebody chose, for a year. */
export function rememberChoice(res: Response, floor: Secured, name: 'locale' | 'theme', value: string) {
  res.cookie(name, value, { ...attributes(floor), maxAge: YEAR_MS })
}

function attributes({ secure }: Secured) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure } as const
}
