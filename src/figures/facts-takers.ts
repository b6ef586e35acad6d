import { and, eq, inArray, isNull, min } from 'drizzle-orm'
import { adjustmentsVisibleTo } from '../adjustments/queries.ts'
import { adjustmentFeedbacks, adjustments } from '../adjustments/tables.ts'
import type { PilotFact } from '../domain/figures/facts.ts'
import { feedbacks } from '../feedback/tables.ts'
import { initiatives } from '../initiatives/tables.ts'
import { pilots } from '../pilots/tables.ts'
import { pilotsVisibleTo } from '../pilots/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { adoptionsIn } from './facts-adoptions.ts'
import { indicatorsIn } from './facts-indicators.ts'
import { type Asked, type Found, only } from './facts-asked.ts'
import { statementsIn } from './facts-statements.ts'
import { sameTexts, told } from './told.ts'

/** What takers tried, said and adopted, of initiatives that these eyes may see: one statement for each table. */
export async function takersOf(db: Reader, byId: Found, asked: Asked): Promise<void> {
  const piloted = await pilotsIn(db, byId, asked)
  if (piloted.size > 0) await feedbackOn(db, piloted, asked)
  await adjustmentsIn(db, byId, piloted, asked)
  await indicatorsIn(db, byId, asked)
  await adoptionsIn(db, byId, asked)
  await statementsIn(db, byId, asked)
}

async function pilotsIn(db: Reader, byId: Found, { eyes, today, dayAt, few }: Asked): Promise<Map<string, PilotFact>> {
  const rows = await db
    .select({
      id: pilots.id,
      initiativeId: pilots.initiativeId,
      state: pilots.state,
      startsOn: pilots.startsOn,
      endsOn: pilots.endsOn,
      createdAt: pilots.createdAt,
      changedAt: pilots.changedAt,
    })
    .from(pilots)
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(and(pilotsVisibleTo(db, eyes, today), only(few)))
    .orderBy(pilots.id)
  const found = new Map<string, PilotFact>()
  for (const { id, initiativeId, state, startsOn, endsOn, createdAt, changedAt } of rows) {
    const it = byId.get(initiativeId)
    if (!it) continue
    // Who gives up what never began leaves its days as planned.
    const changedOn = state === 'given_up' ? dayAt(changedAt.getTime()) : endsOn
    const pilot: PilotFact = {
      state,
      hasBegun: state !== 'planned' && endsOn <= changedOn,
      startsOn,
      endsOn: endsOn < changedOn ? endsOn : changedOn,
      recordedAt: createdAt.getTime(),
      feedback: [],
    }
    it.pilots.push(pilot)
    found.set(id, pilot)
  }
  return found
}

/** Codes, days and instants alone: nothing that anybody said is read. */
async function feedbackOn(db: Reader, piloted: ReadonlyMap<string, PilotFact>, { few }: Asked): Promise<void> {
  const rows = await told(
    db,
    [
      feedbacks.pilotId,
      feedbacks.takerKind,
      feedbacks.way,
      feedbacks.adequacy,
      feedbacks.givenOn,
      feedbacks.receivedAt,
      feedbacks.withdrawnAt,
    ],
    feedbacks,
    few &&
      inArray(
        feedbacks.pilotId,
        db
          .select({ id: pilots.id })
          .from(pilots)
          .where(inArray(pilots.initiativeId, [...few])),
      ),
  )
  const same = sameTexts()
  for (const [pilotId, takerKind, way, adequacy, on, receivedAt, withdrawnAt] of rows) {
    piloted.get(pilotId!)?.feedback.push({
      takerKind: same(takerKind!) as PilotFact['feedback'][number]['takerKind'],
      way: same(way!) as PilotFact['feedback'][number]['way'],
      adequacy: adequacy ? (Number(adequacy) as PilotFact['feedback'][number]['adequacy']) : null,
      on: same(on!),
      recordedAt: Number(receivedAt),
      voidAt: withdrawnAt ? Number(withdrawnAt) : null,
    })
  }
}

async function adjustmentsIn(
  db: Reader,
  byId: Found,
  piloted: ReadonlyMap<string, PilotFact>,
  { eyes, today, few }: Asked,
): Promise<void> {
  const rows = await db
    .select({
      id: adjustments.id,
      initiativeId: adjustments.initiativeId,
      state: adjustments.state,
      decidedOn: adjustments.decidedOn,
      doneOn: adjustments.doneOn,
      createdAt: adjustments.createdAt,
    })
    .from(adjustments)
    .innerJoin(initiatives, eq(initiatives.id, adjustments.initiativeId))
    .where(and(adjustmentsVisibleTo(db, eyes, today), only(few)))
    .orderBy(adjustments.id)
  if (rows.length === 0) return
  // Only what was said in pilots that these eyes see is an answer's question to them.
  const answers = await db
    .select({ id: adjustmentFeedbacks.adjustmentId, pilotId: feedbacks.pilotId, saidOn: min(feedbacks.givenOn) })
    .from(adjustmentFeedbacks)
    .innerJoin(feedbacks, eq(feedbacks.id, adjustmentFeedbacks.feedbackId))
    .where(isNull(feedbacks.withdrawnAt))
    .groupBy(adjustmentFeedbacks.adjustmentId, feedbacks.pilotId)
  const saidOn = new Map<string, string>()
  for (const answer of answers) {
    const before = saidOn.get(answer.id)
    if (piloted.has(answer.pilotId) && answer.saidOn && (!before || answer.saidOn < before)) {
      saidOn.set(answer.id, answer.saidOn)
    }
  }
  for (const { id, initiativeId, createdAt, ...row } of rows) {
    byId
      .get(initiativeId)
      ?.adjustments.push({ ...row, recordedAt: createdAt.getTime(), saidOn: saidOn.get(id) ?? null })
  }
}
