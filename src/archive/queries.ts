import { join } from 'node:path'
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Reader } from '../platform/db/database.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { faultKeys, type FaultKey } from './faults.ts'
import { isArchiveName } from './format.ts'

export { backupsIn } from './backups.ts'

/** Where archives that were asked for lie until somebody removes them. */
export const archivesFolder = (dataFolder: string) => join(dataFolder, 'archives')

export interface Asked {
  id: string
  isWorking: boolean
  done: number | undefined
  total: number | undefined
  /** Why none came of it. A word of `archive.fault`. */
  fault: FaultKey | undefined
}

/** The last archive that this account asked for, and what became of it. */
export async function lastAsked(db: Reader, accountId: string): Promise<Asked | undefined> {
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.kind, 'archive.make'), eq(jobs.requestedById, accountId)))
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(1)
  if (!job) return undefined
  return {
    id: job.id,
    isWorking: !job.doneAt && !job.deadAt,
    done: job.progressDone ?? undefined,
    total: job.progressTotal ?? undefined,
    fault: job.error && !job.doneAt ? faultIn(job.error) : undefined,
  }
}

/** The archive that is still being made, whoever asked: another would be the same. */
export async function findUnderWay(db: Reader): Promise<string | undefined> {
  const [job] = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.kind, 'archive.make'), isNull(jobs.doneAt), isNull(jobs.deadAt)))
    .limit(1)
  return job?.id
}

// A job keeps its error as it was said: the name, the key, the details.
function faultIn(error: string): FaultKey {
  const key = /ArchiveFault: (\w+)/.exec(error)?.[1]
  return faultKeys.find((one) => one === key) ?? 'unexpected'
}

/** The path of an archive that was asked for; undefined for any name that is not one. */
export function placeOf(dataFolder: string, file: string): string | undefined {
  return isArchiveName(file) ? join(archivesFolder(dataFolder), file) : undefined
}
