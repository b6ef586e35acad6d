import { join } from 'node:path'
import type { Under } from '../platform/jobs/worker.ts'
import { pruned } from './backups.ts'
import { type Made, nameAt } from './format.ts'
import type { Source } from './making.ts'
import { archivesFolder } from './queries.ts'
import { madeApart } from './working.ts'

/** Where back-ups go, how many are kept (0: none is made by night), and the hour of the night, in the network's zone. */
export interface Nights {
  folder: string
  kept: number
  hour: number
}

/** The job `archive.make`, for an administrator who asked. */
export function archiveMake({ source }: { source: Source }) {
  return (_payload: unknown, now: Date, job: Under): Promise<Made> => {
    const file = join(archivesFolder(source.dataFolder), nameAt(now))
    return madeApart({ ...source, file, takenAt: now }, (done, total) => job.reached(done, total))
  }
}

/** The job `backup.run`: the older ones go only once the new one was read again and is whole. */
export function backupRun({ source, nights }: { source: Source; nights: Nights }) {
  return async (_payload: unknown, now: Date, job: Under): Promise<Made> => {
    const file = join(nights.folder, nameAt(now))
    const made = await madeApart({ ...source, file, takenAt: now }, (done, total) => job.reached(done, total))
    if (nights.kept > 0) await pruned(nights.folder, nights.kept)
    return made
  }
}
