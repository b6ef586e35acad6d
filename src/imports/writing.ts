import { and, eq, isNotNull } from 'drizzle-orm'
import { actorAdded } from '../actors/steps.ts'
import type { By } from '../domain/viewer.ts'
import type { Initiative } from '../initiatives/queries.ts'
import { expectedMoves, initiatives } from '../initiatives/tables.ts'
import { themeAdded } from '../network/steps.ts'
import { exactlyOne, type Step, type Writer } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { Before } from './before.ts'
import { hung } from './hanging.ts'
import { inserted } from './inserted.ts'
import type { Intention } from './plan.ts'
import type { Prepared } from './preparing.ts'
import { importRows } from './tables.ts'

export interface Writing {
  importId: string
  source: string
  by: By
  now: Date
}

export interface Part extends Writing {
  id: string
  /** The first day its history tells: roles are held from then on. */
  since: string
  prepared: Prepared
}

/** The steps that write some intentions, whole. */
export function written(tx: Writer, intentions: readonly Intention[], prepared: Prepared, writing: Writing): Step[] {
  return [
    ...prepared.actors.map((actor) => actorAdded(tx, actor, writing.now)),
    ...prepared.themes.map((theme) => themeAdded(tx, theme)),
    ...intentions.flatMap((intention) => {
      const { kind, known, steps } = intention
      const id = kind === 'create' ? newId() : (known?.row.id ?? null)
      const since = steps[0]?.on ?? known?.row.stageSince ?? ''
      const part = id === null ? undefined : { ...writing, id, since, prepared }
      const isWritten = part && (kind === 'create' || kind === 'change')
      return [
        ...(isWritten ? (kind === 'create' ? begun(tx, intention, part) : altered(tx, intention, part)) : []),
        ...(isWritten ? hung(tx, intention, part) : []),
        ...rowsKept(tx, intention, id, writing),
      ]
    }),
  ]
}

function begun(
  tx: Writer,
  { externalId, sheet, stands, steps }: Intention,
  { id, prepared, ...writing }: Part,
): Step[] {
  const { position, ...since } = stands!
  return [
    tx.insert(initiatives).values({
      id,
      slug: prepared.slugs.get(externalId)!,
      title: '',
      ...sheet.texts,
      maturity: sheet.maturity ?? null,
      visibility: sheet.visibility!,
      ...position,
      ...since,
      externalSource: writing.source,
      externalId,
      importId: writing.importId,
      searchText: searchText(sheet.texts, steps),
      createdAt: writing.now,
      changedAt: writing.now,
    }),
  ]
}

/** As the sheet's own form writes it, with what was learned. */
function searchText(
  { title, need, description, population }: Partial<Initiative>,
  told: readonly { lessons: string }[],
): string {
  return folded(title, need, description, population, ...told.map(({ lessons }) => lessons))
}

function altered(tx: Writer, { known, sheet, stands, steps, replans }: Intention, { id, now }: Part): Step[] {
  const { position, ...since } = stands!
  const row = known!.row
  const set = {
    ...sheet.texts,
    ...(sheet.maturity ? { maturity: sheet.maturity } : {}),
    ...(sheet.visibility ? { visibility: sheet.visibility } : {}),
    ...position,
    ...since,
    searchText: searchText({ ...row, ...sheet.texts }, [...known!.moves, ...steps]),
    changedAt: now,
    version: row.version + 1,
  }
  // Decided on what was read: when somebody saved meanwhile, the part is decided anew.
  const isAsRead = and(eq(initiatives.id, id), eq(initiatives.version, row.version))
  return [
    exactlyOne(tx.update(initiatives).set(set).where(isAsRead).returning({ id: initiatives.id }), () => new Stale()),
    ...(replans
      ? [tx.delete(expectedMoves).where(and(eq(expectedMoves.initiativeId, id), isNotNull(expectedMoves.importId)))]
      : []),
  ]
}

function rowsKept(tx: Writer, intention: Intention, initiativeId: string | null, { importId }: Writing): Step[] {
  const before = intention.kind === 'change' ? beforeOf(intention) : null
  return inserted(
    tx,
    importRows,
    intention.rows.map(({ line, outcome, fault }, index) => ({
      id: newId(),
      importId,
      line,
      outcome,
      column: fault?.column ?? null,
      value: fault?.value ?? null,
      reason: fault?.reason ?? null,
      initiativeId,
      before: index === 0 ? before : null,
    })),
  )
}

/** What a changed initiative held, for the undo. */
function beforeOf({ known, sheet }: Intention): Before {
  const { row, expected } = known!
  const held = Object.fromEntries(Object.keys(sheet.texts).map((name) => [name, row[name as keyof Initiative]]))
  const { maturity, visibility, stage, status, stageSince, statusSince, endingKind } = row
  return {
    row: {
      ...held,
      maturity,
      visibility,
      stage,
      status,
      stageSince,
      statusSince,
      endingKind,
      searchText: row.searchText,
    },
    expected: expected
      .filter(({ importId }) => importId !== null)
      .map(({ recordedAt, ...one }) => ({ ...one, recordedAt: recordedAt.toISOString() })),
    territoryIds: known!.territoryIds,
    themeIds: known!.themeIds,
    solutionIds: known!.solutions.map(({ id }) => id),
    links: known!.links.map(({ url }) => url),
  }
}
