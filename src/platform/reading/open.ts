import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { LIMITS, UnreadableFile } from './workbook.ts'
import type { UnreadableKey, Workbook } from './workbook.ts'

export { UnreadableFile } from './workbook.ts'

/** What the worker is given. */
export interface Task {
  bytes: ArrayBuffer
  name: string
}

/** How long a file may take, and how much memory. */
export interface Patience {
  milliseconds: number
  heapMegabytes: number
}

/** What the worker gives back. */
export type Answer = { workbook: Workbook } | { refused: UnreadableKey; line: number | undefined }

/**
 * Turns an uploaded file into tables of text, in a thread of its own with bounded memory and time: no file, however
 * made, stops the others' work. Throws UnreadableFile. Only tests bring their own patience.
 */
export async function readFile(bytes: Buffer, name: string, patience: Patience = LIMITS): Promise<Workbook> {
  if (bytes.length === 0) throw new UnreadableFile('empty')
  if (bytes.length > LIMITS.bytes) throw new UnreadableFile('too-large')
  const answer = await answered({ bytes: Uint8Array.from(bytes).buffer, name: withoutExtension(name) }, patience)
  if ('refused' in answer) throw new UnreadableFile(answer.refused, answer.line)
  return answer.workbook
}

async function answered(task: Task, { milliseconds, heapMegabytes }: Patience): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const worker = new Worker(workerFile(), {
    workerData: task,
    transferList: [task.bytes],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    stdout: true,
    stderr: true,
  })
  const timer = setTimeout(() => reject(new UnreadableFile('too-slow')), milliseconds)
  worker.once('message', resolve)
  worker.once('error', (error) => reject(isOutOfMemory(error) ? new UnreadableFile('too-large') : error))
  worker.once('exit', () => reject(new UnreadableFile('unreadable')))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

/** Beside this file in the sources; beside the bundle once built. */
function workerFile(): URL {
  const source = new URL('./spreadsheet-worker.ts', import.meta.url)
  return existsSync(source) ? source : new URL('./spreadsheet-worker.mjs', import.meta.url)
}

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

const withoutExtension = (name: string): string => name.replace(/\.[a-z0-9]{1,5}$/iu, '') || name
