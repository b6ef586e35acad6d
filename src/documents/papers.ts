import { and, eq, isNotNull, isNull, or } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import type { Papers, Proof } from '../initiatives/sections.ts'
import { attestations, initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { movedInto } from './steps.ts'
import { documents, documentVersions } from './tables.ts'
import { binVisibleTo, documentsVisibleTo } from './visible.ts'

// What the pages of initiatives ask of this room.

async function proofs(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<ReadonlyMap<string, Proof>> {
  const found = await proving(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
  return new Map(
    found.map(({ versionId, number, id, title, binnedAt, slug }) => {
      const href = binnedAt ? `/initiatives/${slug}/bin` : `/documents/${id}/versions/${number}`
      return [versionId, { title, href, isBinned: binnedAt !== null }]
    }),
  )
}

const proving = preparedFor((db, eyes, today) =>
  db
    .selectDistinct({
      versionId: documentVersions.id,
      number: documentVersions.number,
      id: documents.id,
      title: documents.title,
      binnedAt: documents.binnedAt,
      slug: initiatives.slug,
    })
    .from(attestations)
    .innerJoin(documentVersions, eq(documentVersions.id, attestations.documentVersionId))
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(
      and(
        eq(attestations.initiativeId, blank('initiativeId')),
        isNull(attestations.withdrawnAt),
        isNotNull(attestations.documentVersionId),
        or(documentsVisibleTo(db, eyes, today), binVisibleTo(db, eyes, today)),
      ),
    ),
)

async function seen(db: Reader, viewer: Viewer, today: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await among(db, viewer).execute({ ids: JSON.stringify(ids), ...seenBy(viewer, today) })
  return new Set(found.map(({ id }) => id))
}

const among = preparedFor((db, eyes, today) =>
  db
    .select({ id: documents.id })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(
      and(oneOf(documents.id, blank('ids')), or(documentsVisibleTo(db, eyes, today), binVisibleTo(db, eyes, today))),
    ),
)

export const papersOfInitiatives = { proofs, seen, moved: movedInto } satisfies Papers
