import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

/** What the worker is given. */
export interface Task {
  sheet: object
  madeAt: Date
}

const LONGEST_MS = 30_000
// The compiler has its memory outside of this heap.
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 }

// One at a time: several would take the processor from everybody who only reads.
let turn: Promise<unknown> = Promise.resolve()

/** Sets the sheet as a PDF, in a thread of its own and within half a minute. */
export function typeset(task: Task): Promise<Uint8Array> {
  const set = turn.then(() => setApart(task))
  turn = set.catch(() => {})
  return set
}

async function setApart(task: Task): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const worker = new Worker(workerFile(), { workerData: task, resourceLimits })
  const timer = setTimeout(() => reject(new Error('the sheet took too long to set')), LONGEST_MS)
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`the thread that sets sheets ended with ${code}`)))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

/** Beside this file in the sources; beside the bundle once built. */
function workerFile(): URL {
  const source = new URL('./sheet-worker.ts', import.meta.url)
  return existsSync(source) ? source : new URL('./sheet-worker.mjs', import.meta.url)
}
