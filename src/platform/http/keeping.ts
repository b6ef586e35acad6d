import type { Response } from 'express'

/** Caches may keep the answer for everybody, for so many seconds; one that brings a cookie is for whom it is made. */
export function keptForAll(res: Response, seconds: number): string {
  return res.hasHeader('Set-Cookie') ? 'private, no-store' : `public, max-age=${seconds}`
}
