import { and, eq, isNotNull, isNull, notInArray, sql } from 'drizzle-orm'
import { alsoRecorded } from '../activity/recorded.ts'
import { journal } from '../activity/tables.ts'
import { actors, identifiers, memberships } from '../actors/tables.ts'
import type { By } from '../domain/viewer.ts'
import {
  existingSolutions,
  expectedMoves,
  initiativeLinks,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../initiatives/tables.ts'
import { themes } from '../network/tables.ts'
import type { Reader, Step, Writer } from '../platform/db/database.ts'
import type { Before } from './before.ts'

/** What hangs on it goes with it. */
export function removed(tx: Writer, id: string): Step {
  return tx.delete(initiatives).where(eq(initiatives.id, id))
}

interface Restoring {
  id: string
  before: Before
  importId: string
  by: By
  now: Date
}

/** As it was before the import changed it. */
export function restored(tx: Writer, { id, before, importId, by, now }: Restoring): Step[] {
  const { row, expected, themeIds, territoryIds, solutionIds, links } = before
  const plans = expected.map(({ recordedAt, ...one }) => ({ ...one, recordedAt: new Date(recordedAt) }))
  return [
    tx
      .update(initiatives)
      .set({ ...row, changedAt: now, version: sql`${initiatives.version} + 1` })
      .where(eq(initiatives.id, id)),
    tx.delete(moves).where(and(eq(moves.initiativeId, id), eq(moves.importId, importId))),
    tx.delete(participations).where(and(eq(participations.initiativeId, id), eq(participations.importId, importId))),
    tx.delete(expectedMoves).where(and(eq(expectedMoves.initiativeId, id), isNotNull(expectedMoves.importId))),
    ...(plans.length > 0 ? [tx.insert(expectedMoves).values(plans)] : []),
    tx
      .delete(initiativeThemes)
      .where(and(eq(initiativeThemes.initiativeId, id), notInArray(initiativeThemes.themeId, themeIds))),
    tx
      .delete(initiativeTerritories)
      .where(
        and(eq(initiativeTerritories.initiativeId, id), notInArray(initiativeTerritories.territoryId, territoryIds)),
      ),
    ...(solutionIds
      ? [
          tx
            .delete(existingSolutions)
            .where(and(eq(existingSolutions.initiativeId, id), notInArray(existingSolutions.id, solutionIds))),
        ]
      : []),
    tx.delete(initiativeLinks).where(and(eq(initiativeLinks.initiativeId, id), notInArray(initiativeLinks.url, links))),
    alsoRecorded(tx, by, now, {
      what: 'import_undone',
      subject: { kind: 'initiative', id },
      initiativeId: id,
      as: 'coordinator',
      particulars: { import: importId },
    }),
  ]
}

/** The actors that the import brought, unless something else has come to need them. */
export function actorsLeft(tx: Writer, db: Reader, importId: string): Step {
  const needed = [
    db.select({ id: participations.actorId }).from(participations),
    db.select({ id: memberships.personId }).from(memberships),
    db.select({ id: memberships.organisationId }).from(memberships),
    db.select({ id: identifiers.actorId }).from(identifiers),
    db.select({ id: moves.takenOverById }).from(moves).where(isNotNull(moves.takenOverById)),
    db.select({ id: journal.subjectId }).from(journal).where(eq(journal.subjectKind, 'actor')),
    db.select({ id: actors.mergedIntoId }).from(actors).where(isNotNull(actors.mergedIntoId)),
  ]
  const isUntouched = and(eq(actors.importId, importId), eq(actors.version, 1), isNull(actors.accountId))
  return tx
    .delete(actors)
    .where(and(isUntouched, ...needed.map((those) => notInArray(actors.id, those as unknown as string[]))))
}

/** The themes that the import brought and that nothing bears any more. */
export function themesLeft(tx: Writer, db: Reader, importId: string): Step {
  const borne = db.select({ id: initiativeThemes.themeId }).from(initiativeThemes)
  return tx.delete(themes).where(and(eq(themes.importId, importId), notInArray(themes.id, borne)))
}
