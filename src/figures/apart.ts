import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Dated } from './computing.ts'
import type { Given, Part } from './parts.ts'

/** What the thread is asked, and what it answers: text, which is handed over faster than objects. */
export interface Ask extends Dated {
  number: number
  part: Part
}
export type Answer = { number: number; given: string } | { number: number; error: string }

/** After so long without a question the thread ends, and gives its memory back. */
const IDLE_MS = 30_000

const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 128 }

interface Thread {
  worker: Worker
  waiting: Map<number, { resolve: (given: unknown) => void; reject: (error: Error) => void }>
  idle?: NodeJS.Timeout
}

const threads = new Map<string, Thread>()
let last = 0

/** Computes in a thread with a connection of its own, which only reads: nobody waits for a report but who asked for it. */
export function computedApart<P extends Part>(databaseUrl: string, question: Dated, part: P): Promise<Given<P>> {
  const thread = threads.get(databaseUrl) ?? begun(databaseUrl)
  clearTimeout(thread.idle)
  const number = ++last
  return new Promise<Given<P>>((resolve, reject) => {
    thread.waiting.set(number, { resolve: (given) => resolve(given as Given<P>), reject })
    thread.worker.ref()
    thread.worker.postMessage({ ...question, number, part } satisfies Ask, [])
  }).finally(() => {
    if (thread.waiting.size > 0) return
    thread.worker.unref()
    thread.idle = setTimeout(() => ended(databaseUrl, thread), IDLE_MS)
    thread.idle.unref()
  })
}

function begun(databaseUrl: string): Thread {
  const worker = new Worker(workerFile(), { workerData: { databaseUrl }, resourceLimits })
  const thread: Thread = { worker, waiting: new Map() }
  threads.set(databaseUrl, thread)
  worker.on('message', (answer: Answer) => {
    const asked = thread.waiting.get(answer.number)
    thread.waiting.delete(answer.number)
    if ('error' in answer) asked?.reject(new Error(answer.error))
    else asked?.resolve(JSON.parse(answer.given))
  })
  const gone = (error: Error) => {
    if (threads.get(databaseUrl) === thread) threads.delete(databaseUrl)
    for (const { reject } of thread.waiting.values()) reject(error)
    thread.waiting.clear()
  }
  worker.once('error', gone)
  worker.once('exit', (code) => gone(new Error(`the thread of figures ended with ${code}`)))
  return thread
}

function ended(databaseUrl: string, thread: Thread): void {
  if (thread.waiting.size > 0) return
  if (threads.get(databaseUrl) === thread) threads.delete(databaseUrl)
  void thread.worker.terminate()
}

/** Beside this file in the sources; beside the bundle once built. */
function workerFile(): URL {
  const source = new URL('./figures-worker.ts', import.meta.url)
  return existsSync(source) ? source : new URL('./figures-worker.mjs', import.meta.url)
}
