import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { InitiativeFacts, MoveFact } from '../domain/figures/facts.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { moves } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Found } from './facts-asked.ts'
import { sameTexts, told } from './told.ts'

/** Every move, as it was recorded; answers what was learned from those that ended, by initiative and day. */
export async function readMoves(
  db: Reader,
  byId: Found,
  few: readonly string[] | undefined,
): Promise<Map<string, string>> {
  const rows = await told(
    db,
    [
      moves.initiativeId,
      moves.event,
      moves.toStage,
      moves.toStatus,
      moves.effectiveOn,
      moves.sequence,
      moves.endingKind,
      moves.recordedAt,
    ],
    moves,
    few && inArray(moves.initiativeId, [...few]),
  )
  const same = sameTexts()
  let it: InitiativeFacts | undefined
  for (const [initiativeId, event, stage, status, on, sequence, endingKind, recordedAt] of rows) {
    // Most histories lie together.
    if (it?.id !== initiativeId) it = byId.get(initiativeId!)
    it?.moves.push({
      event: same(event!) as MoveFact['event'],
      stage: same(stage!) as Stage,
      status: same(status!) as MoveFact['status'],
      on: same(on!),
      sequence: Number(sequence),
      endingKind: endingKind ? (same(endingKind) as MoveFact['endingKind']) : null,
      recordedAt: Number(recordedAt),
      voidAt: null,
    })
  }
  await readCorrected(db, byId, few)
  const learned = await db
    .select({ initiativeId: moves.initiativeId, on: moves.effectiveOn, lessons: moves.lessons })
    .from(moves)
    .where(
      and(eq(moves.event, 'discontinue'), sql`${moves.lessons} <> ''`, few && inArray(moves.initiativeId, [...few])),
    )
    .orderBy(moves.id)
  return new Map(
    learned.filter((one) => byId.has(one.initiativeId)).map((one) => [`${one.initiativeId} ${one.on}`, one.lessons]),
  )
}

/** Corrections are few: histories that hold one are read again, row by row, to know what took the place of what. */
async function readCorrected(db: Reader, byId: Found, few: readonly string[] | undefined): Promise<void> {
  const corrected = db
    .select({ id: moves.initiativeId })
    .from(moves)
    .where(and(isNotNull(moves.supersedesId), few && inArray(moves.initiativeId, [...few])))
  const rows = await db.select(ofMove).from(moves).where(inArray(moves.initiativeId, corrected)).orderBy(moves.id)
  const facts = new Map<string, MoveFact>()
  for (const { id, event, stage, status, on, sequence, endingKind, recordedAt } of rows) {
    const row = { event, stage, status, on, sequence, endingKind }
    facts.set(id, { ...row, recordedAt: recordedAt.getTime(), voidAt: null })
  }
  for (const { id, supersedesId } of rows) {
    const earlier = supersedesId === null ? undefined : facts.get(supersedesId)
    if (!earlier) continue
    const move = facts.get(id)!
    earlier.voidAt = move.recordedAt
    move.insteadOf = earlier
  }
  for (const [initiativeId, own] of Map.groupBy(rows, (row) => row.initiativeId)) {
    const it = byId.get(initiativeId)
    if (it) it.moves = own.map(({ id }) => facts.get(id)!)
  }
}

const ofMove = {
  id: moves.id,
  initiativeId: moves.initiativeId,
  event: moves.event,
  stage: moves.toStage,
  status: moves.toStatus,
  on: moves.effectiveOn,
  sequence: moves.sequence,
  endingKind: moves.endingKind,
  recordedAt: moves.recordedAt,
  supersedesId: moves.supersedesId,
}
