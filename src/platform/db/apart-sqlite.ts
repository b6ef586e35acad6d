import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import type { Reader } from './database.ts'

/** What the thread is asked, and what it answers. */
export interface Ask {
  number: number
  sql: string
  params: unknown[]
}
export type Answer =
  | { number: number; rows: unknown[][] }
  | { number: number; error: { code: string; message: string } }

/** After so long without a question the thread ends, and gives its memory back. */
const IDLE_MS = 30_000

interface Thread {
  worker: Worker
  waiting: Map<number, { resolve: (rows: unknown[][]) => void; reject: (error: Error) => void }>
  idle?: NodeJS.Timeout
}

/**
 * Reads the file in a thread with a connection of its own: nobody waits for what is looked through but who asked for
 * it. The thread begins with the first question, and ends after the last.
 */
export function readApart(path: string): { reader: Reader; close: () => Promise<void> } {
  let thread: Thread | undefined
  let last = 0

  function asked(sql: string, params: unknown[]): Promise<unknown[][]> {
    const one = (thread ??= begun())
    clearTimeout(one.idle)
    const number = ++last
    return new Promise<unknown[][]>((resolve, reject) => {
      one.waiting.set(number, { resolve, reject })
      one.worker.ref()
      one.worker.postMessage({ number, sql, params } satisfies Ask, [])
    }).finally(() => {
      if (one.waiting.size > 0) return
      one.worker.unref()
      one.idle = setTimeout(() => void ended(one), IDLE_MS)
      one.idle.unref()
    })
  }

  function begun(): Thread {
    const worker = new Worker(workerFile(), { workerData: { path }, resourceLimits: { maxYoungGenerationSizeMb: 6 } })
    const one: Thread = { worker, waiting: new Map() }
    worker.on('message', (answer: Answer) => {
      const waits = one.waiting.get(answer.number)
      one.waiting.delete(answer.number)
      if ('rows' in answer) waits?.resolve(answer.rows)
      else waits?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
    })
    const gone = (error: Error) => {
      if (thread === one) thread = undefined
      for (const { reject } of one.waiting.values()) reject(error)
      one.waiting.clear()
    }
    worker.once('error', gone)
    worker.once('exit', (code) => gone(new Error(`the thread that reads the database ended with ${code}`)))
    return one
  }

  async function ended(one: Thread | undefined): Promise<void> {
    if (one === undefined) return
    clearTimeout(one.idle)
    if (thread === one) thread = undefined
    await one.worker.terminate()
  }

  const reader = drizzle(async (sql, params) => ({ rows: await asked(sql, params) })) as unknown as Reader
  return { reader, close: () => ended(thread) }
}

/** Beside this file in the sources; beside the bundle once built. */
function workerFile(): URL {
  const source = new URL('./apart-worker.ts', import.meta.url)
  return existsSync(source) ? source : new URL('./apart-worker.mjs', import.meta.url)
}
