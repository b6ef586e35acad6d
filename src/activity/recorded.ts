import { createHash } from 'node:crypto'
import type { Capacity } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import type { Writer } from '../platform/db/database.ts'
import { inserted } from '../platform/db/filled.ts'
import { journal } from './tables.ts'

export interface Happening {
  /** `moved`, `attested` … : a key of `activity` in the words catalogue. */
  what: string
  subject: { kind: string; id: string }
  initiativeId?: string
  particulars?: Record<string, unknown>
  /** In which capacity it was done. */
  as?: Capacity
}

/** A step for someone else's commit: what happened is recorded with the change, or not at all. */
export function recorded(tx: Writer, by: By, at: Date, happening: Happening) {
  return inserted(tx, journal, journalRow(by, at, happening))
}

/** The row of it; what links it to the one before is the database's own doing. */
export function journalRow(by: By, at: Date, happening: Happening) {
  const row = {
    at,
    byAccountId: by.accountId,
    capacity: happening.as ?? null,
    what: happening.what,
    subjectKind: happening.subject.kind,
    subjectId: happening.subject.id,
    initiativeId: happening.initiativeId ?? null,
    particulars: JSON.stringify(happening.particulars ?? {}),
  }
  return { ...row, digest: digestOf(row), once: by.once ?? null }
}

/** The same as `recorded`, for the further rows of a commit that writes several: only the first bears the form's key. */
export function alsoRecorded(tx: Writer, by: By, at: Date, happening: Happening) {
  return recorded(tx, { ...by, once: undefined }, at, happening)
}

type Hashed = Pick<
  typeof journal.$inferSelect,
  'at' | 'byAccountId' | 'capacity' | 'what' | 'subjectKind' | 'subjectId' | 'initiativeId' | 'particulars'
>

/** SHA-256 of everything a row says; the chain is made of these, so that a changed word is found. */
export function digestOf(row: Hashed): string {
  const words = [
    row.at.toISOString(),
    row.byAccountId,
    row.capacity,
    row.what,
    row.subjectKind,
    row.subjectId,
    row.initiativeId,
    row.particulars,
  ]
  return createHash('sha256').update(JSON.stringify(words)).digest('hex')
}
