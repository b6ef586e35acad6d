import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

/** What the worker is given: a template of typst's, which reads its words from `sys.inputs.sheet` (JSON). */
export interface Task {
  template: string
  data: object
  madeAt: Date
}

const LONGEST_MS = 30_000
// The compiler has its memory outside of this heap.
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 }

// One at a time: several would take the processor from everybody who only reads.
let turn: Promise<unknown> = Promise.resolve()

/** Sets a template with its words as a PDF, in a thread of its own and within half a minute. */
export function typeset(task: Task): Promise<Uint8Array> {
  const set = turn.then(() => setApart(task))
  turn = set.catch(() => {})
  return set
}

async function setApart(task: Task): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const worker = new Worker(workerFile(), { workerData: task, resourceLimits })
  const timer = setTimeout(() => reject(new Error('the PDF took too long to set')), LONGEST_MS)
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`the thread that sets PDF ended with ${code}`)))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

/** Beside this file in the sources; beside the bundle once built. */
function workerFile(): URL {
  const source = new URL('./typesetting-worker.ts', import.meta.url)
  return existsSync(source) ? source : new URL('./typesetting-worker.mjs', import.meta.url)
}
