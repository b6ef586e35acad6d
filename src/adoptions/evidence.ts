import { documentsOf } from '../documents/queries.ts'
import type { By, Viewer } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'

/** The documents of an initiative that may show an adoption to this reader. */
export async function evidenceAmong(db: Reader, viewer: Viewer, today: string, initiativeId: string) {
  const documents = await documentsOf(db, viewer, today, initiativeId)
  return documents.map(({ document }) => ({ id: document.id, title: document.title }))
}

/** The document that was chosen; null for none. Throws InvalidInput. */
export async function documentAmong(
  db: Reader,
  by: By,
  { today }: Moment,
  initiativeId: string,
  id: string,
): Promise<string | null> {
  if (id === '') return null
  const known = await evidenceAmong(db, by, today, initiativeId)
  if (!known.some((one) => one.id === id)) throw new InvalidInput([{ field: 'document', key: 'not_in_list' }])
  return id
}

/** Evidence in words that is an address, to be followed. */
export function addressIn(evidence: string): string | undefined {
  return /^https?:\/\/\S+$/.test(evidence) ? evidence : undefined
}
