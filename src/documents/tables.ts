import type {
  DocumentKind,
  DocumentLanguage,
  Licence,
  PictureConsent,
  ScanState,
  TextState,
  TransferTag,
} from '../domain/documents.ts'
import type { Stage } from '../domain/lifecycle.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { Visibility } from '../domain/visibility.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories, themes } from '../network/tables.ts'
import {
  bigint,
  boolean,
  index,
  instant,
  integer,
  json,
  primaryKey,
  sequence,
  table,
  text,
  uniqueIndex,
} from '../platform/db/dialect.ts'

/** What is known of a document whatever its version. */
export const documents = table(
  'documents',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<DocumentKind>().notNull(),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    /** Who made it, a name a line. */
    creators: text('creators').notNull().default(''),
    /** YYYY, YYYY-MM or YYYY-MM-DD; empty when nobody knows. */
    dated: text('dated').notNull().default(''),
    language: text('language').$type<DocumentLanguage>().notNull().default('fr'),
    licence: text('licence').$type<Licence>().notNull().default('all_rights_reserved'),
    /** The stage it is evidence of. */
    stage: text('stage').$type<Stage>(),
    visibility: text('visibility').$type<Visibility>().notNull(),
    /** Roles that read it at level `restricted` besides carriers, as `,funder,taker,`. */
    namedRoles: text('named_roles').notNull().default(','),
    territoryId: text('territory_id').references(() => territories.id, { onDelete: 'set null' }),
    /** Who is to be seen in a picture or a film, and whether they agreed. */
    pictured: text('pictured').notNull().default(''),
    pictureConsent: text('picture_consent').$type<PictureConsent>().notNull().default('nobody'),
    /** Kept by coordinators, for the catalogue. */
    transferTag: text('transfer_tag').$type<TransferTag>(),
    isFeatured: boolean('is_featured').notNull().default(false),

    /** The newest version: the one that lists, pages and searches show. */
    currentVersionId: text('current_version_id').notNull(),
    byAccountId: text('by_account_id'),
    /** The actor it was attached for: the partner, funder or taker by whom it is found. */
    forActorId: text('for_actor_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    /** Since when it is in the bin; purged 30 days later. */
    binnedAt: instant('binned_at'),
    binnedById: text('binned_by_id'),
    /** Title, description, creators, subjects, folded. */
    searchText: text('search_text').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    index('documents_initiative').on(t.initiativeId, t.binnedAt, t.createdAt),
    index('documents_recent').on(t.binnedAt, t.createdAt, t.id),
    index('documents_dated').on(t.binnedAt, t.dated, t.id),
    index('documents_actor').on(t.forActorId),
    // The library counts what a reader sees by this one alone.
    index('documents_shown').on(t.binnedAt, t.visibility, t.initiativeId),
  ],
)

/** A file or a link as somebody put it there. Never changed, but for what is found out of it afterwards. */
export const documentVersions = table(
  'document_versions',
  {
    id: text('id').primaryKey(),
    documentId: text('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    /** 1, 2, 3 … */
    number: integer('number').notNull(),
    /** The address, when it is a link; otherwise empty. */
    url: text('url').notNull().default(''),
    /** Its name in the store, when it is a file: the SHA-256 of its bytes, in hexadecimal. */
    file: text('file'),
    /** What the file was called, cleaned: a label, never a path. */
    fileName: text('file_name').notNull().default(''),
    /** Told by its content, never by its name. */
    mediaType: text('media_type').notNull().default(''),
    size: bigint('size').notNull().default(0),
    /** Why it replaces the one before. */
    reason: text('reason').notNull().default(''),
    /** Metadata of a picture (place, camera) are taken off unless this was said. */
    keepsMetadata: boolean('keeps_metadata').notNull().default(false),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    recordedAt: instant('recorded_at').notNull(),

    textState: text('text_state').$type<TextState>().notNull(),
    scanState: text('scan_state').$type<ScanState>().notNull().default('unscanned'),
    pages: integer('pages'),
    /** Names in the store of what pages show of it: a small picture, and the first pages or the picture itself (JSON array). */
    thumbnail: text('thumbnail'),
    previews: json('previews').$type<string[]>(),
    /** What the file says of itself, to be proposed: title, creators, dated, language. */
    proposed: json('proposed').$type<{
      title?: string
      creators?: string
      dated?: string
      language?: DocumentLanguage
    }>(),
  },
  (t) => [
    uniqueIndex('document_versions_number').on(t.documentId, t.number),
    index('document_versions_file').on(t.file),
  ],
)

/** The words inside a version. A table of its own: lists never read it. */
export const documentTexts = table(
  'document_texts',
  {
    versionId: text('version_id')
      .primaryKey()
      .references(() => documentVersions.id, { onDelete: 'cascade' }),
    documentId: text('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    /** As it is read, for the passage that is shown. */
    text: text('text').notNull(),
    /** Folded, for the search. */
    words: text('words').notNull(),
  },
  (t) => [index('document_texts_document').on(t.documentId)],
)

export const documentThemes = table(
  'document_themes',
  {
    documentId: text('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    themeId: text('theme_id')
      .notNull()
      .references(() => themes.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.documentId, t.themeId] }), index('document_themes_theme').on(t.themeId)],
)

/**
 * The words by which a document is found. Kept by triggers (db/custom/documents.*.sql): read here, written nowhere. Full
 * text is built upon it: FTS5 (`document_words`) or a `tsvector` column (`vector`).
 */
export const documentSearch = table(
  'document_search',
  {
    number: sequence('number'),
    documentId: text('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    own: text('own').notNull().default(''),
    /** The words inside the current version. */
    inside: text('inside').notNull().default(''),
  },
  (t) => [uniqueIndex('document_search_document').on(t.documentId)],
)
