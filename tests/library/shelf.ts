import { collectionDocuments, collections } from '../../src/library/tables.ts'
import { documents, documentTexts, documentThemes, documentVersions } from '../../src/documents/tables.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { folded } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'

type Columns = Partial<typeof documents.$inferInsert>

export interface Wanted extends Columns {
  /** What is written inside. */
  text?: string
  themes?: string[]
}

/** A document with its text, as the commands and the reading leave it. */
export async function shelve(
  { db, now }: { readonly db: Database; now: Date },
  initiativeId: string,
  { text, themes = [], ...columns }: Wanted = {},
): Promise<{ id: string; versionId: string }> {
  const [id, versionId] = [newId(), newId()]
  const { title = 'Bilan de la cuisine collective', description = '', creators = '' } = columns
  await db.commit((tx) => [
    tx.insert(documents).values({
      id,
      initiativeId,
      kind: 'final_report',
      visibility: 'public',
      currentVersionId: versionId,
      capacity: 'support_partner',
      createdAt: now,
      changedAt: now,
      ...columns,
      title,
      description,
      creators,
      searchText: folded(title, description, creators),
    }),
    tx.insert(documentVersions).values(version(versionId, id, 1, now)),
    ...(text === undefined ? [] : [tx.insert(documentTexts).values(read(versionId, id, text))]),
    ...themes.map((themeId) => tx.insert(documentThemes).values({ documentId: id, themeId })),
  ])
  return { id, versionId }
}

export const version = (id: string, documentId: string, number: number, at: Date) => ({
  id,
  documentId,
  number,
  file: '0'.repeat(64),
  fileName: 'bilan.pdf',
  mediaType: 'application/pdf',
  size: 1000,
  capacity: 'support_partner' as const,
  recordedAt: at,
  textState: 'read' as const,
})

export const read = (versionId: string, documentId: string, text: string) => ({
  versionId,
  documentId,
  text,
  words: folded(text),
})

/** A collection of these documents in this order. */
export async function gathered(
  { db, now }: { readonly db: Database; now: Date },
  slug: string,
  ids: readonly string[],
  columns: Partial<typeof collections.$inferInsert> = {},
): Promise<string> {
  const id = newId()
  await db.commit((tx) => [
    tx
      .insert(collections)
      .values({ id, slug, title: `Collection ${slug}`, createdAt: now, changedAt: now, ...columns }),
    ...ids.map((documentId, position) =>
      tx.insert(collectionDocuments).values({ collectionId: id, documentId, position }),
    ),
  ])
  return id
}
