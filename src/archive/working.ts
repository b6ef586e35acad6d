import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { ArchiveFault, type FaultKey } from './faults.ts'
import type { Made } from './format.ts'
import type { Source } from './making.ts'

/** What the worker is given. */
export interface Task extends Source {
  file: string
  takenAt: Date
}

/** What it tells: how far it is, and how it ended. */
export type Word =
  | { done: number; total: number }
  | { made: Made }
  | { fault: FaultKey; details: Record<string, string | number> }
  | { error: string }

// Rows come and go: a narrow heap is swept more often, and the server's memory stays what it was.
const resourceLimits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 }

/** Makes an archive in a thread of its own: reading everything would keep everybody waiting. Throws ArchiveFault. */
export async function madeApart(
  task: Task,
  reached: (done: number, total: number) => Promise<void> | void,
): Promise<Made> {
  const { promise, resolve, reject } = Promise.withResolvers<Made>()
  const worker = new Worker(workerFile(), { workerData: task, resourceLimits })
  worker.on('message', (word: Word) => {
    if ('made' in word) resolve(word.made)
    else if ('fault' in word) reject(new ArchiveFault(word.fault, word.details))
    else if ('error' in word) reject(new Error(word.error))
    // Progress that cannot be written is no reason to stop.
    else Promise.resolve(reached(word.done, word.total)).catch(() => {})
  })
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`the archive's thread ended with ${code}`)))
  try {
    return await promise
  } finally {
    await worker.terminate()
  }
}

/** Beside this file in the sources; beside the bundle once built. */
function workerFile(): URL {
  const source = new URL('./archive-worker.ts', import.meta.url)
  return existsSync(source) ? source : new URL('./archive-worker.mjs', import.meta.url)
}
