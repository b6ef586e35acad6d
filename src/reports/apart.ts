import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Content, Figures } from '../domain/report.ts'
import type { Computed, Question } from './computing.ts'

export interface Ask extends Question {
  number: number
}
/**
 * What the thread answers, twice: the figures as text, which is handed over faster than objects; then what stands behind
 * them, as bytes that are moved and not copied. Or why it cannot.
 */
export type Answer =
  | { number: number; figures: string }
  | { number: number; behind: ArrayBuffer }
  | { number: number; error: string }

type Behind = Pick<Content, 'initiatives' | 'slices'>

/** After so long without a question the thread ends, and gives its memory back. */
const IDLE_MS = 30_000

const resourceLimits = { maxOldGenerationSizeMb: 1536, maxYoungGenerationSizeMb: 128 }

interface Waiting {
  figures: (text: string) => void
  behind: (bytes: ArrayBuffer) => void
  failed: (error: Error) => void
}

interface Thread {
  worker: Worker
  waiting: Map<number, Waiting>
  idle?: NodeJS.Timeout
}

const threads = new Map<string, Thread>()
let last = 0

/** Computes in a thread with a connection of its own, which only reads: nobody waits for a report but who asked for it. */
export function computedApart(databaseUrl: string, question: Question): Computed {
  const thread = threads.get(databaseUrl) ?? begun(databaseUrl)
  clearTimeout(thread.idle)
  const number = ++last
  const figures = Promise.withResolvers<Figures>()
  const behind = Promise.withResolvers<ArrayBuffer>()
  thread.waiting.set(number, {
    figures: (text) => figures.resolve(JSON.parse(text) as Figures),
    behind: behind.resolve,
    failed(error) {
      figures.reject(error)
      behind.reject(error)
    },
  })
  thread.worker.ref()
  thread.worker.postMessage({ ...question, number } satisfies Ask, [])
  void behind.promise
    .catch(() => {})
    .finally(() => {
      if (thread.waiting.size > 0) return
      thread.worker.unref()
      thread.idle = setTimeout(() => ended(databaseUrl, thread), IDLE_MS)
      thread.idle.unref()
    })
  let read: Promise<Behind> | undefined
  return {
    figures: figures.promise,
    async whole() {
      read ??= behind.promise.then((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Behind)
      // In the order in which it is made: the same content is the same text, to the byte.
      const { gates, ...told } = await figures.promise
      return { ...told, ...(await read), gates }
    },
  }
}

function begun(databaseUrl: string): Thread {
  const worker = new Worker(workerFile(), { workerData: { databaseUrl }, resourceLimits })
  const thread: Thread = { worker, waiting: new Map() }
  threads.set(databaseUrl, thread)
  worker.on('message', (answer: Answer) => {
    const asked = thread.waiting.get(answer.number)
    if ('figures' in answer) return asked?.figures(answer.figures)
    thread.waiting.delete(answer.number)
    if ('error' in answer) asked?.failed(new Error(answer.error))
    else asked?.behind(answer.behind)
  })
  const gone = (error: Error) => {
    if (threads.get(databaseUrl) === thread) threads.delete(databaseUrl)
    for (const { failed } of thread.waiting.values()) failed(error)
    thread.waiting.clear()
  }
  worker.once('error', gone)
  worker.once('exit', (code) => gone(new Error(`the thread of reports ended with ${code}`)))
  return thread
}

function ended(databaseUrl: string, thread: Thread): void {
  if (thread.waiting.size > 0) return
  if (threads.get(databaseUrl) === thread) threads.delete(databaseUrl)
  void thread.worker.terminate()
}

/** Beside this file in the sources; beside the bundle once built. */
function workerFile(): URL {
  const source = new URL('./report-worker.ts', import.meta.url)
  return existsSync(source) ? source : new URL('./report-worker.mjs', import.meta.url)
}
