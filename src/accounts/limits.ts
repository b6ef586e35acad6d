import type { Request, Response } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from '../platform/http/refusal.ts'

export interface Limit {
  /** Counts one more try for each key. Throws 429, with how long to wait, when one of them has none left. */
  spend(res: Response, ...keys: string[]): Promise<void>
  /** What was tried has worked: the key has all its tries again. */
  forgive(key: string): Promise<void>
}

/** So many tries in so many minutes, counted in the memory of this process. */
export function limit(points: number, minutes: number): Limit {
  const limiter = new RateLimiterMemory({ points, duration: minutes * 60 })
  return {
    async spend(res, ...keys) {
      for (const key of keys) await limiter.consume(key).catch((refused: unknown) => tooMany(res, refused))
    },
    async forgive(key) {
      await limiter.delete(key)
    },
  }
}

function tooMany(res: Response, refused: unknown): never {
  if (!(refused instanceof RateLimiterRes)) throw refused
  const seconds = Math.ceil(refused.msBeforeNext / 1000)
  res.set('Retry-After', String(seconds))
  throw new Refusal(429, 'too_many_tries', { count: Math.ceil(seconds / 60) })
}

/** Where a request comes from. A household's IPv6 addresses are countless: their network of 64 bits counts as one. */
export function placeOf(req: Request): string {
  const ip = (req.ip ?? '').replace(/^::ffff:(?=\d+\.)/, '')
  if (!ip.includes(':')) return ip
  const [head = '', tail = ''] = ip.split('::')
  const [before, after] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)]
  const zeros = ip.includes('::') ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : []
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
