import { and, asc, count, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { actorsVisibleTo } from '../actors/queries.ts'
import { actors } from '../actors/tables.ts'
import { documents, documentThemes, documentVersions } from '../documents/tables.ts'
import { documentsVisibleTo } from '../documents/visible.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { listed } from '../platform/db/listed.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { collectionDocuments, collections } from './tables.ts'

export type Collection = typeof collections.$inferSelect

/** A document as the library lists it, with what its row does not hold, as far as this reader may know. */
export type Shelved = Awaited<ReturnType<typeof shelved>>[number]

/** These documents in this order. What was hidden or thrown away meanwhile is left out. */
export async function shelved(db: Reader, viewer: Viewer, today: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { url, fileName, mediaType, size, textState, thumbnail } = documentVersions
  const rows = await db
    .select({
      document: getTableColumns(documents),
      version: { url, fileName, mediaType, size, textState, thumbnail },
      initiative: { slug: initiatives.slug, title: initiatives.title },
      partner: { slug: actors.slug, name: actors.name },
      territory: territories.name,
      themes: listed(
        { slug: themes.slug, fr: themes.fr, en: themes.en },
        sql`from ${documentThemes} join ${themes} on ${eq(themes.id, documentThemes.themeId)}
          where ${eq(documentThemes.documentId, documents.id)}`,
        asc(themes.fr),
      ),
    })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .innerJoin(documentVersions, eq(documentVersions.id, documents.currentVersionId))
    .leftJoin(actors, and(eq(actors.id, documents.forActorId), actorsVisibleTo(viewer)))
    .leftJoin(territories, eq(territories.id, documents.territoryId))
    .where(and(inArray(documents.id, [...ids]), documentsVisibleTo(db, viewer, today)))
  const byId = new Map(rows.map((row) => [row.document.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The document that a coordinator puts in its place, and the collections it is in. Throws NotFound. */
export async function placed(db: Reader, viewer: Viewer, today: string, documentId: string) {
  const [found] = await shelved(db, viewer, today, [documentId])
  if (!found) throw new NotFound()
  const [all, inside] = await Promise.all([
    db.select().from(collections).orderBy(asc(collections.position), asc(collections.id)),
    db
      .select({ id: collectionDocuments.collectionId })
      .from(collectionDocuments)
      .where(eq(collectionDocuments.documentId, documentId)),
  ])
  return { ...found, collections: all, inside: inside.map(({ id }) => id) }
}

/** A collection and how many of its documents this reader may see. */
export interface CollectionSeen {
  collection: Collection
  many: number
}

/**
 * Collections in their order. A title says something of what it stands over: who may see none of the documents does not
 * see the collection either, coordinators apart.
 */
export async function collectionsSeen(db: Reader, viewer: Viewer, today: string): Promise<CollectionSeen[]> {
  const [all, counts] = await Promise.all([
    db.select().from(collections).orderBy(asc(collections.position), asc(collections.id)),
    db
      .select({ id: collectionDocuments.collectionId, many: count() })
      .from(collectionDocuments)
      .innerJoin(documents, eq(documents.id, collectionDocuments.documentId))
      .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
      .where(documentsVisibleTo(db, viewer, today))
      .groupBy(collectionDocuments.collectionId),
  ])
  const many = new Map(counts.map((row) => [row.id, row.many]))
  return all
    .map((collection) => ({ collection, many: many.get(collection.id) ?? 0 }))
    .filter((seen) => seen.many > 0 || isCoordinator(viewer))
}

/** A collection with the ids of what this reader may see of it, in order. Throws NotFound, also for one with nothing to see. */
export async function collectionOrRefuse(db: Reader, viewer: Viewer, today: string, slug: string) {
  const rows = await db
    .select({ collection: getTableColumns(collections), documentId: documents.id })
    .from(collections)
    .innerJoin(collectionDocuments, eq(collectionDocuments.collectionId, collections.id))
    .innerJoin(documents, eq(documents.id, collectionDocuments.documentId))
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(and(eq(collections.slug, slug), documentsVisibleTo(db, viewer, today)))
    .orderBy(asc(collectionDocuments.position), asc(collectionDocuments.documentId))
  const collection = rows[0]?.collection ?? (isCoordinator(viewer) ? await findCollection(db, slug) : undefined)
  if (!collection) throw new NotFound()
  return { collection, ids: rows.map(({ documentId }) => documentId) }
}

/** For those who keep it: whoever may see what is in it. */
export async function findCollection(db: Reader, slug: string): Promise<Collection | undefined> {
  const [row] = await db.select().from(collections).where(eq(collections.slug, slug))
  return row
}

export async function takenSlugs(db: Reader): Promise<Set<string>> {
  return new Set((await db.select({ slug: collections.slug }).from(collections)).map(({ slug }) => slug))
}

/** All ids in their order, hidden ones too: of collections, or of the documents of one. For putting them in another. */
export async function orderOf(db: Reader, collectionId?: string): Promise<string[]> {
  const rows =
    collectionId === undefined
      ? await db
          .select({ id: collections.id })
          .from(collections)
          .orderBy(asc(collections.position), asc(collections.id))
      : await db
          .select({ id: collectionDocuments.documentId })
          .from(collectionDocuments)
          .where(eq(collectionDocuments.collectionId, collectionId))
          .orderBy(asc(collectionDocuments.position), asc(collectionDocuments.documentId))
  return rows.map(({ id }) => id)
}

/** What coordinators put forward, the newest first. */
export async function featured(db: Reader, viewer: Viewer, today: string, limit: number) {
  const rows = await db
    .select({ id: documents.id })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(and(eq(documents.isFeatured, true), documentsVisibleTo(db, viewer, today)))
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(limit)
  return shelved(
    db,
    viewer,
    today,
    rows.map(({ id }) => id),
  )
}
