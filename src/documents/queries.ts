import { and, asc, desc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { actors } from '../actors/tables.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { capacitiesOn } from '../initiatives/queries.ts'
import { attestations, initiatives } from '../initiatives/tables.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { listed } from '../platform/db/listed.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { documents, documentThemes, documentVersions } from './tables.ts'
import { binVisibleTo, documentsVisibleTo } from './visible.ts'

export type Document = typeof documents.$inferSelect
export type DocumentVersion = typeof documentVersions.$inferSelect

/** A document in a list: its own row, the version that is shown, and who brought it. */
export interface DocumentRow {
  document: Document
  version: DocumentVersion
  /** Who wrote it in; read by those who signed in. */
  byName: string | null
  /** For whom it was attached, and who may read that name. */
  forName: string | null
  forVisibility: string | null
}

/** A document as one reader meets it: where it belongs, and in which capacities they stand there. */
export interface MetDocument extends DocumentRow {
  initiative: Pick<typeof initiatives.$inferSelect, 'id' | 'slug' | 'title' | 'stage' | 'visibility'>
  capacities: Capacity[]
}

const { id, slug, title, stage, visibility } = initiatives

// The version that is shown, names, and the initiative by which it is told who sees what.
function rows(db: Reader, where?: SQL) {
  return db
    .select({
      document: getTableColumns(documents),
      version: getTableColumns(documentVersions),
      byName: accounts.name,
      forName: actors.name,
      forVisibility: actors.visibility,
      initiative: { id, slug, title, stage, visibility },
    })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .innerJoin(documentVersions, eq(documentVersions.id, documents.currentVersionId))
    .leftJoin(accounts, eq(accounts.id, documents.byAccountId))
    .leftJoin(actors, eq(actors.id, documents.forActorId))
    .where(where)
}

/** Undefined for what does not exist, for what this reader may not see, and for what is in the bin. */
export function findDocument(db: Reader, viewer: Viewer, today: string, documentId: string) {
  return metIn(db, viewer, today, seenById(db, viewer), documentId)
}

/** The same for what is in the bin. */
export function findBinned(db: Reader, viewer: Viewer, today: string, documentId: string) {
  return metIn(db, viewer, today, binnedById(db, viewer), documentId)
}

/** Throws NotFound: what is hidden and what never was cannot be told apart. */
export async function findDocumentOrRefuse(db: Reader, viewer: Viewer, today: string, documentId: string) {
  const found = await findDocument(db, viewer, today, documentId)
  if (!found) throw new NotFound()
  return found
}

const seenById = preparedFor((db, eyes, today) =>
  rows(db, and(eq(documents.id, blank('id')), documentsVisibleTo(db, eyes, today))),
)
const binnedById = preparedFor((db, eyes, today) =>
  rows(db, and(eq(documents.id, blank('id')), binVisibleTo(db, eyes, today))),
)

async function metIn(
  db: Reader,
  viewer: Viewer,
  today: string,
  statement: ReturnType<typeof seenById>,
  documentId: string,
): Promise<MetDocument | undefined> {
  const [found] = await statement.execute({ id: documentId, ...seenBy(viewer, today) })
  return found && { ...found, capacities: await capacitiesOn(db, viewer, today, found.initiative.id) }
}

/** Those of an initiative, newest first. */
export function documentsOf(db: Reader, viewer: Viewer, today: string, initiativeId: string): Promise<DocumentRow[]> {
  return seenOn(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
}

const seenOn = preparedFor((db, eyes, today) =>
  rows(db, and(eq(documents.initiativeId, blank('initiativeId')), documentsVisibleTo(db, eyes, today))).orderBy(
    desc(documents.createdAt),
    desc(documents.id),
  ),
)

/** What lies in the bin of an initiative, thrown away last first. */
export function binOf(db: Reader, viewer: Viewer, today: string, initiativeId: string): Promise<DocumentRow[]> {
  return binnedOn(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
}

const binnedOn = preparedFor((db, eyes, today) =>
  rows(db, and(eq(documents.initiativeId, blank('initiativeId')), binVisibleTo(db, eyes, today))).orderBy(
    desc(documents.binnedAt),
    desc(documents.id),
  ),
)

/** What lies beside a document: its versions, newest first, its subjects, its place, and what it shows. */
export async function besides(db: Reader, documentId: string) {
  const [found] = await lists(db).execute({ documentId })
  if (!found) throw new NotFound()
  return found
}

const lists = prepared((db) => {
  const documentId = blank('documentId')
  const isOf = eq(documentVersions.documentId, documentId)
  const isProof = and(isOf, isNull(attestations.withdrawnAt))
  return db
    .select({
      versions: listed(
        { ...getTableColumns(documentVersions), byName: accounts.name },
        sql`from ${documentVersions} left join ${accounts} on ${eq(accounts.id, documentVersions.byAccountId)} where ${isOf}`,
        desc(documentVersions.number),
      ),
      themes: listed(
        { id: themes.id, slug: themes.slug, fr: themes.fr, en: themes.en },
        sql`from ${documentThemes} join ${themes} on ${eq(themes.id, documentThemes.themeId)} where ${eq(documentThemes.documentId, documentId)}`,
        asc(themes.fr),
      ),
      territories: listed(
        { name: territories.name, code: territories.code },
        sql`from ${territories} where ${eq(territories.id, documents.territoryId)}`,
      ),
      proves: listed(
        {
          code: attestations.code,
          statement: attestations.statement,
          attestedOn: attestations.attestedOn,
          number: documentVersions.number,
        },
        sql`from ${attestations} join ${documentVersions} on ${eq(documentVersions.id, attestations.documentVersionId)} where ${isProof}`,
        asc(attestations.recordedAt),
      ),
    })
    .from(documents)
    .where(eq(documents.id, documentId))
})
