import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { InitiativeFacts, MoveFact } from '../domain/figures/facts.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { moves } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Found } from './facts-asked.ts'
import type { Lines } from './lines.ts'
import { told, toldLines } from './told.ts'

const among = (few: readonly string[] | undefined): SQL | undefined => few && inArray(moves.initiativeId, [...few])

/** Every move, as it was recorded; answers what was learned from those that ended, by initiative and day. */
export async function readMoves(
  db: Reader,
  byId: Found,
  few: readonly string[] | undefined,
): Promise<Map<string, string>> {
  const corrected = await readCorrections(db, few)
  const rows = await toldLines(
    db,
    [
      moves.initiativeId,
      moves.id,
      moves.event,
      moves.toStage,
      moves.toStatus,
      moves.effectiveOn,
      moves.sequence,
      moves.endingKind,
      moves.recordedAt,
    ],
    moves,
    among(few),
  )
  let it: InitiativeFacts | undefined
  let history: Corrected | undefined
  for (let lastId = ''; rows.hasMore(); ) {
    // Most histories lie together.
    const initiativeId = rows.owner()
    if (lastId !== initiativeId) {
      lastId = initiativeId
      it = byId.get(initiativeId)
      history = corrected.get(initiativeId)
    }
    const id = history ? rows.id() : rows.skip()
    const move = moveIn(rows)
    if (id !== undefined) history?.rows.push({ id, move })
    else it?.moves.push(move)
  }
  for (const [initiativeId, one] of corrected) {
    const own = byId.get(initiativeId)
    if (own) own.moves = movesOf(one)
  }
  const learned = await db
    .select({ initiativeId: moves.initiativeId, on: moves.effectiveOn, lessons: moves.lessons })
    .from(moves)
    .where(and(eq(moves.event, 'discontinue'), sql`${moves.lessons} <> ''`, among(few)))
    .orderBy(moves.id)
  return new Map(
    learned.filter((one) => byId.has(one.initiativeId)).map((one) => [`${one.initiativeId} ${one.on}`, one.lessons]),
  )
}

function moveIn(rows: Lines): MoveFact {
  return {
    event: rows.word() as MoveFact['event'],
    stage: rows.word() as Stage,
    status: rows.word() as MoveFact['status'],
    on: rows.word(),
    sequence: rows.number(),
    endingKind: rows.wordOrNull() as MoveFact['endingKind'],
    recordedAt: rows.number(),
    voidAt: null,
  }
}

/** A history in which something was corrected. */
interface Corrected {
  rows: { id: string; move: MoveFact }[]
  /** What a row took the place of, by its id. */
  insteadOf: Map<string, string>
}

/** Corrections are few: only in histories that hold one must it be known what took the place of what. */
async function readCorrections(db: Reader, few: readonly string[] | undefined): Promise<Map<string, Corrected>> {
  const rows = await told(
    db,
    [moves.initiativeId, moves.id, moves.supersedesId],
    moves,
    and(isNotNull(moves.supersedesId), among(few)),
  )
  const found = new Map<string, Corrected>()
  for (const [initiativeId, id, supersedesId] of rows) {
    const one = found.get(initiativeId!) ?? { rows: [], insteadOf: new Map() }
    found.set(initiativeId!, one)
    one.insteadOf.set(id!, supersedesId!)
  }
  return found
}

/** By id, which is the order in which they were entered. */
function movesOf({ rows, insteadOf }: Corrected): MoveFact[] {
  const facts = new Map(rows.map(({ id, move }) => [id, move]))
  for (const { id, move } of rows) {
    const earlier = facts.get(insteadOf.get(id) ?? '')
    if (!earlier) continue
    earlier.voidAt = move.recordedAt
    move.insteadOf = earlier
  }
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ move }) => move)
}
