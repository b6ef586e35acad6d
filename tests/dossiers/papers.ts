import { Readable } from 'node:stream'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'

type Given = Partial<typeof documents.$inferInsert> &
  Partial<Pick<typeof documentVersions.$inferInsert, 'url' | 'fileName' | 'mediaType' | 'scanState'>> & {
    /** What is in the file; no file when it is a link. */
    bytes?: Buffer | string
    /** Its name in the store, when it is not kept there. */
    file?: string
  }

/** A document as those who attach one would have left it. */
export async function attach(
  house: House,
  initiativeId: string,
  given: Given = {},
): Promise<{ id: string; file: string }> {
  const { url = '', fileName = 'rapport.pdf', mediaType = 'application/pdf', scanState = 'unscanned', ...rest } = given
  const { bytes = 'contenu', file: named, ...columns } = rest
  const [id, versionId] = [newId(), newId()]
  const file = url ? '' : (named ?? (await kept(house, bytes)))
  await house.db.commit((tx) => [
    tx.insert(documents).values({
      id,
      initiativeId,
      kind: 'progress_report',
      title: 'Rapport d’étape',
      visibility: 'network',
      currentVersionId: versionId,
      capacity: 'carrier',
      searchText: '',
      createdAt: house.now,
      changedAt: house.now,
      ...columns,
    }),
    tx.insert(documentVersions).values({
      id: versionId,
      documentId: id,
      number: 1,
      url,
      file: file || null,
      fileName: url ? '' : fileName,
      mediaType: url ? '' : mediaType,
      size: Buffer.byteLength(bytes),
      capacity: 'carrier',
      recordedAt: house.now,
      textState: 'waiting',
      scanState,
    }),
  ])
  return { id, file }
}

/** A store names what it keeps; some also say how large it is. */
async function kept({ storage }: House, bytes: Buffer | string): Promise<string> {
  const answer: unknown = await storage.keep(Readable.from([Buffer.from(bytes)]))
  return typeof answer === 'string' ? answer : (answer as { name: string }).name
}
