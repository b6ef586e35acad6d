import { sql } from 'drizzle-orm'
import type { By } from '../domain/viewer.ts'
import type { Writer } from '../platform/db/database.ts'
import { solutionVersions } from './tables.ts'

interface NewVersion {
  /** A new id, so that the caller can point to it in the same commit. */
  id: string
  initiativeId: string
  name: string
  description: string
  since: string
}

/**
 * A step: the solution stands otherwise from a day on. It takes the number after the last, so that it goes after
 * `touch(tx, initiativeId, …)`, which lets one come after the other. Whoever adds it records it in the journal.
 */
export function versionAdded(tx: Writer, version: NewVersion, by: By, at: Date) {
  const next = sql<number>`(select coalesce(max(v.number), 0) + 1 from solution_versions v where v.initiative_id = ${version.initiativeId})`
  return tx.insert(solutionVersions).values({ ...version, number: next, byAccountId: by.accountId, recordedAt: at })
}
