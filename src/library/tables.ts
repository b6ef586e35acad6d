import { documents } from '../documents/tables.ts'
import { index, instant, integer, primaryKey, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** A shelf of the catalogue: documents in an order, with an introduction. Kept by coordinators, read by whoever may see what is on it. */
export const collections = table(
  'collections',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    introduction: text('introduction').notNull().default(''),
    position: integer('position').notNull().default(0),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('collections_slug').on(t.slug)],
)

export const collectionDocuments = table(
  'collection_documents',
  {
    collectionId: text('collection_id')
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    documentId: text('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.collectionId, t.documentId] }),
    index('collection_documents_document').on(t.documentId),
  ],
)
