import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Writer } from './database.ts'

/** A connection as drizzle writes through it: says when the last of some statements is on its way. */
export interface Line {
  writer: Writer
  /** Calls once so many more statements were sent, right behind the last: drizzle sends them some turns after it is asked. */
  afterLast(many: number, call?: () => void): void
}

const lines = new WeakMap<pg.PoolClient, Line>()

/** The same one for the same connection: statements that were built for its writer are known by it (filled.ts). */
export function lineOn(client: pg.PoolClient): Line {
  let line = lines.get(client)
  if (!line) lines.set(client, (line = newLine(client)))
  return line
}

function newLine(client: pg.PoolClient): Line {
  let left = 0
  let last: (() => void) | undefined
  const counting = {
    query(...asked: Parameters<pg.PoolClient['query']>) {
      const answer = client.query(...asked)
      if (--left === 0) last?.()
      return answer
    },
  }
  return {
    writer: drizzle(counting as unknown as pg.PoolClient),
    afterLast(many, call) {
      left = many
      last = call
    },
  }
}
