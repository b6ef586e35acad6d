import { and, eq, notInArray, sql } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { documents } from '../documents/tables.ts'
import type { By } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Writer } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { reordered } from './order.ts'
import { collectionOrRefuse, findCollection, orderOf, placed, shelved, takenSlugs } from './queries.ts'
import type { CollectionEditForm, CollectionForm, OrderForm, PlaceForm } from './schema.ts'
import { collectionDocuments, collections } from './tables.ts'

/** A new shelf, after those there are. Returns the end of its address, which stays when its title changes. */
export async function addCollection(db: Database, input: CollectionForm, by: By, { at }: Moment): Promise<string> {
  const as = allowed('collection.edit', by)
  const [taken, order] = await Promise.all([takenSlugs(db), orderOf(db)])
  const wanted = slugOf(input.title)
  let slug = wanted
  for (let n = 2; taken.has(slug) || slug === 'new'; n++) slug = `${wanted}-${n}`
  const id = newId()
  await db.commit((tx) => [
    tx.insert(collections).values({ ...input, id, slug, position: order.length, createdAt: at, changedAt: at }),
    recorded(tx, by, at, { what: 'collection_added', subject: subject(id), particulars: { title: input.title }, as }),
  ])
  return slug
}

/** Throws Stale when somebody saved first. */
export async function editCollection(db: Database, slug: string, input: CollectionEditForm, by: By, { at }: Moment) {
  const as = allowed('collection.edit', by)
  const current = await collectionToEdit(db, slug)
  const { version, ...changes } = input
  const stale = () => outdated(changes, current, current.version)
  if (version !== current.version) throw stale()
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(collections)
        .set({ ...changes, version: version + 1, changedAt: at })
        .where(and(eq(collections.id, current.id), eq(collections.version, version)))
        .returning({ id: collections.id }),
      stale,
    ),
    recorded(tx, by, at, { what: 'collection_edited', subject: subject(current.id), particulars: changes, as }),
  ])
}

/** The documents stay where they are. */
export async function removeCollection(db: Database, slug: string, by: By, { at }: Moment) {
  const as = allowed('collection.edit', by)
  const { id, title } = await collectionToEdit(db, slug)
  await db.commit((tx) => [
    tx.delete(collections).where(eq(collections.id, id)),
    recorded(tx, by, at, { what: 'collection_removed', subject: subject(id), particulars: { title }, as }),
  ])
}

export async function orderCollections(db: Database, input: OrderForm, by: By, { at }: Moment) {
  const as = allowed('collection.edit', by)
  const order = reordered(await orderOf(db), input)
  await db.commit((tx) => [
    ...order.map((id, position) => tx.update(collections).set({ position }).where(eq(collections.id, id))),
    recorded(tx, by, at, { what: 'collections_ordered', subject: subject('all'), particulars: { order }, as }),
  ])
}

export async function orderDocuments(db: Database, slug: string, input: OrderForm, by: By, { at, today }: Moment) {
  const as = allowed('collection.edit', by)
  const { collection, ids } = await collectionOrRefuse(db, by, today, slug)
  const { id } = collection
  const order = reordered(await orderOf(db, id), input, ids)
  await db.commit((tx) => [
    ...order.map((documentId, position) =>
      tx.update(collectionDocuments).set({ position }).where(isMember(id, documentId)),
    ),
    recorded(tx, by, at, { what: 'collection_ordered', subject: subject(id), particulars: { order }, as }),
  ])
}

/** At the end; where it is already, it stays. Throws InvalidInput for a document that there is not. */
export async function addDocument(db: Database, slug: string, typed: string, by: By, { at, today }: Moment) {
  const as = allowed('collection.edit', by)
  const { id } = await collectionToEdit(db, slug)
  const documentId = typed.trim().split(/[?#]/)[0]!.split('/documents/').at(-1)!.split('/')[0]!
  const [document] = await shelved(db, by, today, [documentId])
  if (!document) throw new InvalidInput([{ field: 'document', key: 'document_unknown' }])
  await db.commit((tx) => [
    inserted(tx, id, documentId),
    recorded(tx, by, at, {
      what: 'collection_filled',
      subject: subject(id),
      particulars: { document: documentId },
      as,
    }),
  ])
}

export async function takeDocumentOut(db: Database, slug: string, documentId: string, by: By, { at }: Moment) {
  const as = allowed('collection.edit', by)
  const { id } = await collectionToEdit(db, slug)
  await db.commit((tx) => [
    exactlyOne(
      tx
        .delete(collectionDocuments)
        .where(isMember(id, documentId))
        .returning({ documentId: collectionDocuments.documentId }),
      () => new NotFound(),
    ),
    recorded(tx, by, at, {
      what: 'collection_thinned',
      subject: subject(id),
      particulars: { document: documentId },
      as,
    }),
  ])
}

/** Whether it is put forward, what it lends itself to, and in which collections it is. Throws Stale when somebody changed it first. */
export async function placeDocument(db: Database, documentId: string, input: PlaceForm, by: By, when: Moment) {
  const as = allowed('document.feature', by)
  const { document, collections: known, inside } = await placed(db, by, when.today, documentId)
  const { version, transferTag = null, isFeatured = false } = input
  const changes = { isFeatured, transferTag }
  const stale = () => outdated(changes, document, document.version)
  if (version !== document.version) throw stale()
  const wanted = known.map(({ id }) => id).filter((id) => input.collections.includes(id))
  const added = wanted.filter((id) => !inside.includes(id))
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(documents)
        .set({ ...changes, version: version + 1 })
        .where(and(eq(documents.id, documentId), eq(documents.version, version)))
        .returning({ id: documents.id }),
      stale,
    ),
    tx
      .delete(collectionDocuments)
      .where(
        and(
          eq(collectionDocuments.documentId, documentId),
          wanted.length > 0 ? notInArray(collectionDocuments.collectionId, wanted) : undefined,
        ),
      ),
    ...added.map((id) => inserted(tx, id, documentId)),
    recorded(tx, by, when.at, {
      what: 'document_placed',
      subject: { kind: 'document', id: documentId },
      initiativeId: document.initiativeId,
      particulars: { ...changes, collections: wanted },
      as,
    }),
  ])
}

const subject = (id: string) => ({ kind: 'collection', id })

const isMember = (collectionId: string, documentId: string) =>
  and(eq(collectionDocuments.collectionId, collectionId), eq(collectionDocuments.documentId, documentId))

function inserted(tx: Writer, collectionId: string, documentId: string) {
  const last = sql<number>`(select coalesce(max(position) + 1, 0) from ${collectionDocuments} where ${eq(collectionDocuments.collectionId, collectionId)})`
  return tx.insert(collectionDocuments).values({ collectionId, documentId, position: last }).onConflictDoNothing()
}

async function collectionToEdit(db: Database, slug: string) {
  const collection = await findCollection(db, slug)
  if (!collection) throw new NotFound()
  return collection
}
