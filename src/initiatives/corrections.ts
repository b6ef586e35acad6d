import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { type Passage, replay, roomFor, standing } from '../domain/history.ts'
import { canStartAt, moveBetween, type Position, type Stage } from '../domain/lifecycle.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, type Issue, NotFound, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { nextSequence } from './moves.ts'
import { findOrRefuse, type MoveRow, movesOf, passage } from './queries.ts'
import type { BackfillInput, CorrectionInput } from './schema.ts'
import { expectedMoves, moves } from './tables.ts'
import { change, granted } from './writing.ts'

/** Takes back what was expected. */
export async function withdrawPlan(db: Database, slug: string, id: string, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('move.correct', capacities))
  const [plan] = await db
    .select()
    .from(expectedMoves)
    .where(and(eq(expectedMoves.id, id), eq(expectedMoves.initiativeId, initiative.id)))
  if (!plan) throw new NotFound()
  await db.commit((tx) => [
    exactlyOne(
      tx.delete(expectedMoves).where(eq(expectedMoves.id, id)).returning({ id: expectedMoves.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, {
      what: 'plan_withdrawn',
      subject: { kind: 'initiative', id: initiative.id },
      initiativeId: initiative.id,
      as,
      particulars: { event: plan.event, on: plan.expectedOn },
    }),
  ])
}

/**
 * Corrects the day or the reason of a move that stands, by a row that supersedes it. The order of moves stays:
 * the new day lies between its neighbours. Changes ages and nothing else.
 */
export async function correct(
  db: Database,
  slug: string,
  moveId: string,
  input: CorrectionInput,
  by: By,
  when: Moment,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('move.correct', capacities))
  if (initiative.version !== input.version) throw new Stale([], initiative.version)
  const history = (await movesOf(db, initiative.id)).map(passage)
  const wrong = standing(history).find(({ id }) => id === moveId)
  if (!wrong) throw new NotFound()
  refuseDay(history, wrong, input, when)

  const right = { ...wrong.row, id: newId(), effectiveOn: input.effectiveOn, reason: input.reason }
  const corrected = [...history, { ...passage(right), supersedesId: wrong.id }]
  const ages = replay(corrected)
  if (!ages) throw new Error(`the history of ${initiative.id} does not follow`)
  await db.commit((tx) => [
    change(tx, initiative, { stageSince: ages.stageSince, statusSince: ages.statusSince }, when.at),
    tx.insert(moves).values({
      ...right,
      recordedAt: when.at,
      byAccountId: by.accountId,
      capacity: as,
      supersedesId: wrong.id,
    }),
    recorded(tx, by, when.at, {
      what: 'corrected',
      subject: { kind: 'initiative', id: initiative.id },
      initiativeId: initiative.id,
      as,
      particulars: { move: right.id, supersedes: wrong.id, was: wrong.effectiveOn, is: input.effectiveOn },
    }),
  ])
}

function refuseDay(
  history: Passage[],
  wrong: ReturnType<typeof passage>,
  { effectiveOn, reason }: CorrectionInput,
  { today }: Moment,
) {
  const { after, before } = roomFor(history, wrong.id)
  const refuse = (key: string, day?: string) => {
    throw new InvalidInput([{ field: 'effectiveOn', key, params: { day } }])
  }
  if (effectiveOn > today) refuse('in_the_future')
  if (after && effectiveOn < after) refuse('before_last_move', after)
  if (before && effectiveOn > before) refuse('after_next_move', before)
  if (effectiveOn === wrong.effectiveOn && reason === wrong.row.reason) refuse('nothing_corrected')
}

/**
 * Adds the stages an initiative went through before Sillon knew it. The row that started it is superseded by the
 * move into the same position; no gate judges the past, but the machine still refuses impossible pairs.
 */
export async function backfill(db: Database, slug: string, input: BackfillInput, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('move.backfill', capacities))
  if (initiative.version !== input.version) throw new Stale([], initiative.version)
  const history = (await movesOf(db, initiative.id)).map(passage)
  const began = standing(history)[0]
  if (!began || began.event !== 'start') throw new NotFound()

  const rows = earlierRows(began.row, stretches(input), nextSequence(history))
  const ages = replay([...history, ...rows.map((row) => passage(row))])
  if (!ages) throw new InvalidInput([{ field: 'stage.0', key: 'history_does_not_follow' }])
  await db.commit((tx) => [
    change(tx, initiative, { stageSince: ages.stageSince, statusSince: ages.statusSince }, when.at),
    tx.insert(moves).values(
      rows.map((row) => ({
        ...row,
        recordedAt: when.at,
        byAccountId: by.accountId,
        capacity: as,
        reason: input.reason,
      })),
    ),
    recorded(tx, by, when.at, {
      what: 'backfilled',
      subject: { kind: 'initiative', id: initiative.id },
      initiativeId: initiative.id,
      as,
      particulars: { moves: rows.map(({ id }) => id) },
    }),
  ])
}

interface Stretch {
  stage: Stage
  since: string
  field: number
}

function stretches({ stage, since }: BackfillInput): Stretch[] {
  const issues: Issue[] = []
  const given = stage.flatMap((one, field): Stretch[] => {
    const day = since[field] ?? ''
    if (one === '' && day === '') return []
    if (one === '') issues.push({ field: `stage.${field}`, key: 'required' })
    if (day === '') issues.push({ field: `since.${field}`, key: 'required' })
    return one === '' || day === '' ? [] : [{ stage: one, since: day, field }]
  })
  if (given.length === 0) issues.push({ field: 'stage.0', key: 'required' })
  if (issues.length > 0) throw new InvalidInput(issues)
  return given
}

// The first stretch starts; each next one is a move; the row that used to start becomes the last move.
function earlierRows(began: MoveRow, given: Stretch[], sequence: number): MoveRow[] {
  const issues: Issue[] = []
  const rows: MoveRow[] = []
  let at: (Position & { since: string }) | undefined
  const line = [...given, { stage: began.toStage, since: began.effectiveOn, field: given.length - 1 }]
  for (const [index, { stage, since, field }] of line.entries()) {
    const isLast = index === given.length
    const to: Position = { stage, status: isLast ? began.toStatus : 'active' }
    const event = at ? moveBetween(at, to)?.type : canStartAt(to) ? 'start' : undefined
    if (at && since < at.since)
      issues.push({
        field: `since.${field}`,
        key: isLast ? 'after_next_move' : 'before_last_move',
        params: { day: isLast ? since : at.since },
      })
    else if (!event) issues.push({ field: `stage.${field}`, key: 'history_does_not_follow' })
    rows.push({
      ...began,
      id: newId(),
      event: event ?? 'start',
      fromStage: at?.stage ?? null,
      fromStatus: at?.status ?? null,
      toStage: to.stage,
      toStatus: to.status,
      effectiveOn: since,
      sequence: sequence + index,
      provenance: isLast ? began.provenance : 'backfilled',
      supersedesId: isLast ? began.id : null,
    })
    at = { ...to, since }
  }
  if (issues.length > 0) throw new InvalidInput(issues)
  return rows
}
