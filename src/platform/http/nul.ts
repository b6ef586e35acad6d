import type { RequestHandler } from 'express'
import { Refusal } from './refusal.ts'

/** No person types a NUL, and PostgreSQL keeps none: a request that holds one is refused (400) on both databases. */
export const withoutNul: RequestHandler = (req, _res, next) => {
  const typed = Object.entries((req.body ?? {}) as Record<string, unknown>).flat(2)
  if (req.url.includes('%00') || typed.some(holdsNul)) throw new Refusal(400, 'malformed')
  next()
}

export function holdsNul(text: unknown): boolean {
  return typeof text === 'string' && text.includes('\0')
}
