import { recorded } from '../activity/recorded.ts'
import { communicated } from '../communications/steps.ts'
import type { By } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import { type Database, Duplicate } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { queued } from '../platform/jobs/queued.ts'
import { findUnderWay } from './queries.ts'

const subjectOf = (id: string) => ({ kind: 'archive', id })

/** Queues the making of an archive; one at a time, and the same form once. */
export async function askArchive(db: Database, by: By, now: Date): Promise<void> {
  const as = allowed('network.manage', by)
  if (await findUnderWay(db)) return
  const id = newId()
  try {
    await db.commit((tx) => [
      queued(tx, 'archive.make', {}, now, { id, lane: 'long', requestedById: by.accountId }),
      recorded(tx, by, now, { what: 'archive_asked', subject: subjectOf(id), as }),
    ])
  } catch (error) {
    // A second click: it was asked for, once.
    if (!(error instanceof Duplicate && /once/.test(error.on))) throw error
  }
}

/** Says in the journal, and in the register, who takes a copy of everything away. */
export async function noteDownload(db: Database, file: string, by: By, now: Date): Promise<void> {
  const as = allowed('network.manage', by)
  await db.commit((tx) => [
    communicated(tx, by, now, { what: 'archive', format: 'tar.gz', filter: file, holdsPersons: true, as }),
    recorded(tx, by, now, { what: 'archive_downloaded', subject: subjectOf(file), as }),
  ])
}

/** Says in the journal that an archive goes. Its keeper then removes the file. */
export async function noteRemoval(db: Database, file: string, by: By, now: Date): Promise<void> {
  const as = allowed('network.manage', by)
  await db.commit((tx) => [recorded(tx, by, now, { what: 'archive_removed', subject: subjectOf(file), as })])
}
