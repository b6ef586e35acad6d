import { eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { orStale, touch } from '../initiatives/writing.ts'
import { territoryLabel } from '../network/queries.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import type { Stale } from '../platform/http/refusal.ts'
import { refuseUnconsented, rolesAsText, searchTextOf, subjectsOf } from './describing.ts'
import { besides, findDocumentOrRefuse } from './queries.ts'
import type { EditInput } from './schema.ts'
import { underThemes } from './steps.ts'
import { documentThemes } from './tables.ts'
import { change, tending } from './tending.ts'

/** Says otherwise what a document is. Throws Stale with both versions, field by field, when somebody saved first. */
export async function edit(db: Database, id: string, input: EditInput, by: By, when: Moment): Promise<void> {
  const { document, initiative, capacities } = await findDocumentOrRefuse(db, by, when.today, id)
  const as = tending(document, by, capacities)
  const stale = () => staleDocument(db, id, input, by, when)
  if (document.version !== input.version) throw await stale()
  refuseUnconsented(input.kind, input.visibility, input.pictureConsent)
  const subjects = await subjectsOf(db, input)
  const row = {
    kind: input.kind,
    title: input.title,
    description: input.description,
    creators: input.creators,
    dated: input.dated,
    language: input.language,
    licence: input.licence,
    stage: input.stage ?? null,
    visibility: input.visibility,
    namedRoles: rolesAsText(input.namedRoles),
    territoryId: subjects.territoryId,
    pictured: input.pictured,
    pictureConsent: input.pictureConsent,
  }
  const fields = Object.entries(row).flatMap(([field, value]) =>
    document[field as keyof typeof row] === value ? [] : [field],
  )
  const commit = db.commit((tx) => [
    change(tx, document, { ...row, searchText: searchTextOf(row, subjects.themes) }, when.at),
    touch(tx, initiative.id, when.at),
    tx.delete(documentThemes).where(eq(documentThemes.documentId, id)),
    ...underThemes(
      tx,
      id,
      subjects.themes.map((theme) => theme.id),
    ),
    recorded(tx, by, when.at, {
      what: 'document_edited',
      subject: { kind: 'document', id },
      initiativeId: initiative.id,
      as,
      particulars: { fields },
    }),
  ])
  await orStale(commit, stale)
}

async function staleDocument(db: Reader, id: string, input: EditInput, by: By, when: Moment): Promise<Stale> {
  const { document } = await findDocumentOrRefuse(db, by, when.today, id)
  const { themes, territories } = await besides(db, id)
  const named = new Map(themes.map((theme) => [theme.id, theme.fr]))
  const mine = {
    ...input,
    stage: input.stage ?? '',
    namedRoles: rolesAsText(input.namedRoles),
    themes: input.themes
      .map((one) => named.get(one) ?? one)
      .toSorted()
      .join(', '),
  }
  const theirs = {
    ...document,
    stage: document.stage ?? '',
    themes: themes
      .map(({ fr }) => fr)
      .toSorted()
      .join(', '),
    territory: territories.map(territoryLabel).join(''),
  }
  const { version: _version, ...compared } = mine
  return outdated(compared, theirs, document.version)
}
