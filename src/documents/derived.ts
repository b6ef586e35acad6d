import { and, count, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import { agreementKinds } from '../domain/documents.ts'
import { initiativeProofs } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { documents, documentSearch, documentTexts } from './tables.ts'

/**
 * The words by which documents are found, and what they prove, beside what anybody would read and count anew: what
 * differs, in words of the tables; nothing when the triggers did their work. For tests, for what was restored, and
 * after a crash.
 */
export async function documentFaults(db: Reader): Promise<string[]> {
  return [...(await misworded(db)), ...(await misproven(db))]
}

// Compared where they lie: texts are long.
async function misworded(db: Reader): Promise<string[]> {
  const own = sql<boolean>`${documentSearch.own} <> ${documents.searchText}`.mapWith(Boolean)
  const inside = sql<boolean>`${documentSearch.inside} <> coalesce(${documentTexts.words}, '')`.mapWith(Boolean)
  const rows = await db
    .select({ id: documents.id, kept: documentSearch.documentId, own, inside })
    .from(documents)
    .leftJoin(documentSearch, eq(documentSearch.documentId, documents.id))
    .leftJoin(documentTexts, eq(documentTexts.versionId, documents.currentVersionId))
    .where(or(isNull(documentSearch.documentId), own, inside))
    .limit(100)
  return rows.flatMap((row) => {
    if (row.kept === null) return [`document_search lacks ${row.id}`]
    return (['own', 'inside'] as const)
      .filter((part) => row[part])
      .map((part) => `document_search of ${row.id} holds other words ${part}`)
  })
}

async function misproven(db: Reader): Promise<string[]> {
  const isHere = isNull(documents.binnedAt)
  const isGuide = and(
    eq(documents.kind, 'guide'),
    eq(documents.visibility, 'public'),
    ne(documents.licence, 'all_rights_reserved'),
  )
  const { initiativeId } = documents
  const [agreements, guides, kinds, kept] = await Promise.all([
    db
      .select({ id: initiativeId, many: count() })
      .from(documents)
      .where(and(isHere, inArray(documents.kind, [...agreementKinds])))
      .groupBy(initiativeId),
    db.select({ id: initiativeId, many: count() }).from(documents).where(and(isHere, isGuide)).groupBy(initiativeId),
    // Contributions are for a later room, which this one does not know.
    db
      .select({ id: sql<string>`initiative_id`, many: sql<number>`count(distinct kind)`.mapWith(Number) })
      .from(sql`knowledge_contributions`)
      .where(sql`withdrawn_at is null`)
      .groupBy(sql`initiative_id`),
    db.select().from(initiativeProofs),
  ])
  const counted = [agreements, guides, kinds].map((rows) => new Map(rows.map(({ id, many }) => [id, many])))
  const known = new Map(kept.map((row) => [row.initiativeId, [row.agreements, row.guides, row.knowledgeKinds]]))
  const ids = new Set([...known.keys(), ...counted.flatMap((one) => [...one.keys()])])
  return [...ids].flatMap((id) => {
    const [said, anew] = [known.get(id) ?? [0, 0, 0], counted.map((one) => one.get(id) ?? 0)].map((row) =>
      row.join(' '),
    )
    return said === anew ? [] : [`initiative_proofs of ${id} holds ${said}, which is ${anew}`]
  })
}
