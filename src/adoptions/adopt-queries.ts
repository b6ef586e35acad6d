import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { documentsVisibleTo } from '../documents/visible.ts'
import { documents, documentVersions } from '../documents/tables.ts'
import { visitor } from '../domain/viewer.ts'
import type { Initiative } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, literal } from '../platform/db/sql.ts'
import { adoptions, adoptPages } from './tables.ts'

export type AdoptPage = typeof adoptPages.$inferSelect

/** As its carriers wrote it, published or not; undefined as long as they wrote nothing. */
export async function findAdoptPage(db: Reader, initiativeId: string): Promise<AdoptPage | undefined> {
  const [page] = await pageOf(db).execute({ initiativeId })
  return page
}

const pageOf = prepared((db) =>
  db
    .select()
    .from(adoptPages)
    .where(eq(adoptPages.initiativeId, blank('initiativeId'))),
)

/** What the pages of initiatives said that were merged into this one, and that it did not take over. */
export function formerAdoptPages(db: Reader, initiativeId: string) {
  const { takes, steps, ask } = adoptPages
  return db
    .select({ title: initiatives.title, takes, steps, ask })
    .from(adoptPages)
    .innerJoin(initiatives, eq(initiatives.id, adoptPages.initiativeId))
    .where(eq(initiatives.mergedIntoId, initiativeId))
    .orderBy(asc(initiatives.title), asc(initiatives.id))
}

/** Public, and come as far as appropriation, be it sustained or transferred since: what others may take up. */
export function isAdoptable({
  visibility,
  stage,
  status,
}: Pick<Initiative, 'visibility' | 'stage' | 'status'>): boolean {
  const isUnderWay = status === 'active' || status === 'sustained' || status === 'transferred'
  return visibility === 'public' && stage === 'appropriation' && isUnderWay
}

/** The kit: guides that everybody may see, whoever reads. */
export function kitOf(db: Reader, today: string, initiativeId: string) {
  return guides(db, visitor).execute({ initiativeId, ...seenBy(visitor, today) })
}

const guides = preparedFor((db, eyes, today) => {
  const { url, fileName, mediaType, size, keepsMetadata, textState, scanState, thumbnail } = documentVersions
  const { id, title, description, licence, language } = documents
  return db
    .select({
      document: { id, title, description, licence, language },
      version: { url, fileName, mediaType, size, keepsMetadata, textState, scanState, thumbnail },
    })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .innerJoin(documentVersions, eq(documentVersions.id, documents.currentVersionId))
    .where(
      and(
        eq(documents.initiativeId, blank('initiativeId')),
        eq(documents.kind, literal('guide')),
        documentsVisibleTo(db, eyes, today),
      ),
    )
    .orderBy(asc(documents.title), asc(documents.id))
})

/** Whether somebody has asked since then and waits still: the carriers were told, and have not looked yet. */
export async function hasAskedSince(db: Reader, initiativeId: string, since: Date): Promise<boolean> {
  const rows = await db
    .select({ id: adoptions.id })
    .from(adoptions)
    .where(
      and(
        eq(adoptions.initiativeId, initiativeId),
        eq(adoptions.isConfirmed, false),
        isNull(adoptions.declinedAt),
        gt(adoptions.createdAt, since),
      ),
    )
    .limit(1)
  return rows.length > 0
}
