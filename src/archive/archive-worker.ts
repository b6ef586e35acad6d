import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../platform/clock.ts'
import { ArchiveFault } from './faults.ts'
import { makeArchive } from './making.ts'
import type { Task, Word } from './working.ts'

const say = (word: Word) => parentPort?.postMessage(word, [])

try {
  const reached = (done: number, total: number) => say({ done, total })
  say({ made: await makeArchive({ ...(workerData as Task), reached, now: () => systemClock.now() }) })
} catch (error) {
  if (error instanceof ArchiveFault) say({ fault: error.key, details: error.details })
  else say({ error: String((error as Error).stack ?? error).slice(0, 2000) })
}
