import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { orStale, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { InvalidInput, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { taken } from '../uploads/steps.ts'
import { arrivals } from './arriving.ts'
import { besides, findDocumentOrRefuse } from './queries.ts'
import type { VersionInput } from './schema.ts'
import { versionAdded } from './steps.ts'
import { change, tending } from './tending.ts'

/**
 * Puts a new version in the place of the one that is shown. All versions stay, and what an older one proves it still
 * proves. Throws Stale when somebody replaced it first.
 */
export async function replace(
  db: Database,
  storage: Pick<Storage, 'stream'>,
  id: string,
  input: VersionInput,
  by: By,
  when: Moment,
): Promise<{ number: number }> {
  const { document, initiative, capacities } = await findDocumentOrRefuse(db, by, when.today, id)
  const as = tending(document, by, capacities)
  if (document.version !== input.version) throw new Stale([], document.version)
  const arrived = await arrivals(db, storage, input, by)
  const [only] = arrived
  if (!only || arrived.length > 1) throw new InvalidInput([{ field: 'file', key: 'one_file' }])
  const { versions } = await besides(db, id)
  const number = Math.max(...versions.map((one) => one.number)) + 1
  const versionId = newId()
  const author = { byAccountId: by.accountId, capacity: as }
  const version = { id: versionId, documentId: id, number, reason: input.reason, contents: only.contents }

  const commit = db.commit((tx) => [
    change(tx, document, { currentVersionId: versionId }, when.at),
    touch(tx, initiative.id, when.at),
    ...versionAdded(tx, { ...version, ...author }, when.at),
    ...(input.upload.length > 0 ? [taken(tx, input.upload)] : []),
    recorded(tx, by, when.at, {
      what: 'document_replaced',
      subject: { kind: 'document', id },
      initiativeId: initiative.id,
      as,
      particulars: { number },
    }),
  ])
  await orStale(commit, async () => {
    const now = await findDocumentOrRefuse(db, by, when.today, id)
    return new Stale([], now.document.version)
  })
  return { number }
}
