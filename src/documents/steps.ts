import { and, eq, inArray } from 'drizzle-orm'
import type { Capacity } from '../domain/permissions.ts'
import { type Visibility, visibilities } from '../domain/visibility.ts'
import type { Initiative } from '../initiatives/queries.ts'
import type { Writer } from '../platform/db/database.ts'
import { queued } from '../platform/jobs/queued.ts'
import { documents, documentThemes, documentVersions } from './tables.ts'

/** A file in the store, or a link. */
export type Contents =
  | { file: string; fileName: string; mediaType: string; size: number; keepsMetadata: boolean }
  | { url: string }

interface Author {
  byAccountId: string | null
  capacity: Capacity
}

interface NewVersion extends Author {
  id: string
  documentId: string
  number: number
  reason?: string
  contents: Contents
}

type NewDocument = Omit<
  typeof documents.$inferInsert,
  'currentVersionId' | 'createdAt' | 'changedAt' | 'version' | 'binnedAt' | 'binnedById'
>

/** Steps that bring a document to an initiative: its row, its first version, its subjects, and the work of reading it. */
export function attached(
  tx: Writer,
  document: NewDocument,
  { versionId, contents, themeIds }: { versionId: string; contents: Contents; themeIds: readonly string[] },
  at: Date,
) {
  const { id, byAccountId = null, capacity } = document
  return [
    tx.insert(documents).values({ ...document, currentVersionId: versionId, createdAt: at, changedAt: at }),
    ...versionAdded(tx, { id: versionId, documentId: id, number: 1, byAccountId, capacity, contents }, at),
    ...underThemes(tx, id, themeIds),
  ]
}

/** Steps that put a further version there; what lists and pages show is for the caller to change. */
export function versionAdded(tx: Writer, { contents, ...version }: NewVersion, at: Date) {
  const isLink = 'url' in contents
  return [
    tx
      .insert(documentVersions)
      .values({ ...version, ...contents, recordedAt: at, textState: isLink ? 'none' : 'waiting' }),
    ...(isLink ? [] : [queued(tx, 'document.read', { version: version.id }, at, { lane: 'long' })]),
  ]
}

export function underThemes(tx: Writer, documentId: string, themeIds: readonly string[]) {
  if (themeIds.length === 0) return []
  return [tx.insert(documentThemes).values(themeIds.map((themeId) => ({ documentId, themeId })))]
}

/**
 * Steps that hand the documents of one initiative over to the one it is merged into. Nobody sees more by that: what was
 * more open than the initiative it lay in is brought down to its level.
 */
export function movedInto(tx: Writer, from: Initiative, intoId: string, at: Date) {
  const wider: Visibility[] = visibilities.slice(0, visibilities.indexOf(from.visibility))
  const isFrom = eq(documents.initiativeId, from.id)
  return [
    ...(wider.length > 0
      ? [
          tx
            .update(documents)
            .set({ visibility: from.visibility, namedRoles: from.namedRoles })
            .where(and(isFrom, inArray(documents.visibility, wider))),
        ]
      : []),
    tx.update(documents).set({ initiativeId: intoId, changedAt: at }).where(isFrom),
  ]
}

/** A step for the merge of two actors: what was attached for the one was for the other. */
export function attachedForInstead(tx: Writer, fromId: string, toId: string) {
  return tx.update(documents).set({ forActorId: toId }).where(eq(documents.forActorId, fromId))
}
