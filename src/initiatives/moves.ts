import { and, eq, inArray } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { actorNamed } from '../actors/queries.ts'
import { type Passage, standing } from '../domain/history.ts'
import type { Assessment } from '../domain/gates.ts'
import { decide, type Judgement, type Move, type Position, type Stage, stages } from '../domain/lifecycle.ts'
import { type Capacity, capacitiesOf, may, mayMove } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { gatesInForce } from '../network/queries.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Reader, Writer } from '../platform/db/database.ts'
import { inserted } from '../platform/db/filled.ts'
import { folded } from '../platform/db/sql.ts'
import { InvalidInput, NotFound, Refusal, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { assessmentOf } from './evidence.ts'
import { gather } from './gathering.ts'
import { courseOf, findOrRefuse, findSeen, type Initiative, passage } from './queries.ts'
import type { MoveInput } from './schema.ts'
import { expectedMoves, moves } from './tables.ts'
import { change, granted, orStale, touch } from './writing.ts'
import { tellingQueued } from './telling.ts'

/** The gate is closed: says what is missing and who can supply it, and lets a coordinator waive it. */
class GateClosed extends InvalidInput {
  assessment: Assessment

  constructor(assessment: Assessment) {
    super([{ field: 'gate', key: 'gate_closed', params: { count: assessment.met, of: assessment.of } }])
    this.assessment = assessment
  }
}

export type Moved = { moved: Position } | { plannedOn: string }

/**
 * Moves an initiative, if the machine knows the move, the gate lets it pass or is waived, and nobody moved it first.
 * A day in the future is kept as expected. Throws NotFound, NotAllowed, Stale, GateClosed, InvalidInput.
 */
export async function move(db: Database, slug: string, input: MoveInput, by: By, when: Moment): Promise<Moved> {
  // The version first, then all that the decision rests on, asked for together.
  const initiative = await findSeen(db, by, when.today, slug)
  if (!initiative) throw new NotFound()
  const [gathered, gates, course] = await Promise.all([
    gather(db, [initiative], when.today),
    gatesInForce(db),
    courseOf(db, initiative.id),
  ])
  const own = gathered.links(initiative.id).filter(({ actorId }) => by.actorIds.includes(actorId))
  const capacities = capacitiesOf(by.networkRole, own)
  const as = granted(mayMove(input.event, capacities))
  const event = eventOf(input)
  if (initiative.version !== input.version) throw stale(initiative, event, input.to)

  const assessment = assessmentOf(gates, initiative, gathered.evidence(initiative))
  const history = course.history.map(passage)
  const isPlanned = input.effectiveOn > when.today
  if (!isPlanned) refuseBefore(history, input.effectiveOn)
  const organisation = await organisationNamed(db, by, input.organisation)

  // What is only expected is judged when it happens.
  const judgement: Judgement = isPlanned ? 'history' : judge(assessment, input, capacities)
  const decision = decide(positionOf(initiative), judgement, event)
  if (!decision.allowed)
    throw decision.why === 'gate_closed' ? new GateClosed(decision.assessment) : impossible(initiative)
  const { next, tell } = decision
  const subject = { kind: 'initiative', id: initiative.id }

  if (isPlanned) {
    await db.commit((tx) => [
      touch(tx, initiative.id, when.at),
      tx.insert(expectedMoves).values({
        id: newId(),
        initiativeId: initiative.id,
        event: input.event,
        toStage: next.stage,
        toStatus: next.status,
        expectedOn: input.effectiveOn,
        note: input.reason,
        byAccountId: by.accountId,
        recordedAt: when.at,
      }),
      recorded(tx, by, when.at, {
        what: 'planned',
        subject,
        initiativeId: initiative.id,
        as,
        particulars: { event: input.event, to: next, on: input.effectiveOn },
      }),
    ])
    return { plannedOn: input.effectiveOn }
  }

  const settled = plansSettledBy(next, course.expected)
  const id = newId()
  const isGated = event.type === 'advance' || event.type === 'sustain'
  const commit = db.commit((tx) => [
    change(tx, initiative, placed(initiative, next, input), when.at),
    inserted(tx, moves, {
      id,
      initiativeId: initiative.id,
      event: input.event,
      fromStage: initiative.stage,
      fromStatus: initiative.status,
      toStage: next.stage,
      toStatus: next.status,
      effectiveOn: input.effectiveOn,
      recordedAt: when.at,
      sequence: nextSequence(history),
      byAccountId: by.accountId,
      capacity: as,
      reason: input.reason,
      lessons: input.lessons,
      endingKind: input.endingKind ?? null,
      reviewOn: input.reviewOn ?? null,
      takenOverById: organisation?.id ?? null,
      gateVersion: isGated ? assessment.version : null,
      judged: isGated ? judged(assessment) : null,
      waiver: isGated && judgement === 'waived' ? input.waiver : null,
      provenance: 'entered',
    }),
    ...(settled.length > 0 ? [withdrawn(tx, initiative.id, settled)] : []),
    recorded(tx, by, when.at, {
      what: 'moved',
      subject,
      initiativeId: initiative.id,
      as,
      particulars: { move: id, event: input.event, from: positionOf(initiative), to: next, on: input.effectiveOn },
    }),
    ...tell.map((audience) => tellingQueued(tx, { move: id, audience }, when.at)),
  ])
  await orStale(commit, async () => stale((await findOrRefuse(db, by, when.today, slug)).initiative, event, input.to))
  return { moved: next }
}

function withdrawn(tx: Writer, initiativeId: string, plans: readonly string[]) {
  return tx
    .delete(expectedMoves)
    .where(and(eq(expectedMoves.initiativeId, initiativeId), inArray(expectedMoves.id, [...plans])))
}

function eventOf({ event, to }: MoveInput): Move {
  return event === 'skip' || event === 'send_back' ? { type: event, to: to! } : { type: event }
}

/** Plans that this move makes true, overtakes, or ends for good. One that only waits for a resumption stays. */
function plansSettledBy(next: Position, plans: Awaited<ReturnType<typeof courseOf>>['expected']): string[] {
  const isOver = ['discontinued', 'sustained', 'transferred'].includes(next.status)
  const isPassed = (stage: Stage) => stages.indexOf(stage) <= stages.indexOf(next.stage)
  return plans
    .filter(({ event, toStage, toStatus }) => {
      const isForward = event === 'advance' || event === 'skip'
      return isOver || (toStage === next.stage && toStatus === next.status) || (isForward && isPassed(toStage))
    })
    .map(({ id }) => id)
}

export const positionOf = ({ stage, status }: Position): Position => ({ stage, status })

// Both states side by side: where it stands now, and where this person wanted it.
function stale(initiative: Initiative, event: Move, to: Stage | undefined): Stale {
  const decision = decide(positionOf(initiative), 'history', event)
  const wanted = decision.allowed ? decision.next : undefined
  return new Stale(
    [
      { field: 'stage', mine: to ?? wanted?.stage ?? '', theirs: initiative.stage },
      { field: 'status', mine: wanted?.status ?? '', theirs: initiative.status },
    ],
    initiative.version,
  )
}

function judge(assessment: Assessment, { waiver }: MoveInput, capacities: Capacity[]): Judgement {
  if (waiver === '' || assessment.open) return assessment
  if (!may('gate.waive', capacities).allowed) throw new InvalidInput([{ field: 'waiver', key: 'waiver_reserved' }])
  return 'waived'
}

function impossible({ stage, status }: Position): Refusal {
  return new Refusal(422, 'impossible_move', { stage, status })
}

function refuseBefore(history: Passage[], effectiveOn: string) {
  const last = standing(history).at(-1)
  if (last && effectiveOn < last.effectiveOn) {
    throw new InvalidInput([{ field: 'effectiveOn', key: 'before_last_move', params: { day: last.effectiveOn } }])
  }
}

// The organisation that takes over is on record before it does.
async function organisationNamed(db: Reader, by: By, name: string) {
  if (name === '') return undefined
  const known = await actorNamed(db, by, name, ['organisation', 'group'])
  if (typeof known === 'string')
    throw new InvalidInput([{ field: 'organisation', key: known === 'several' ? 'several_actors' : 'unknown_actor' }])
  return known
}

/** The columns of an initiative that a move changes. */
function placed(
  initiative: Initiative,
  next: Position,
  { effectiveOn, endingKind, reviewOn, event, lessons }: MoveInput,
): Partial<Initiative> {
  return {
    stage: next.stage,
    status: next.status,
    stageSince: next.stage === initiative.stage ? initiative.stageSince : effectiveOn,
    statusSince: next.status === initiative.status ? initiative.statusSince : effectiveOn,
    endingKind: endingKind ?? null,
    reviewOn: reviewOn ?? null,
    ...(event === 'claim' ? { consent: 'given' as const } : {}),
    // What was learned is found again, for ever.
    ...(lessons ? { searchText: `${initiative.searchText} ${folded(lessons)}` } : {}),
  }
}

export function nextSequence(history: readonly Passage[]): number {
  return history.reduce((highest, { sequence }) => Math.max(highest, sequence), 0) + 1
}

function judged({ criteria }: Assessment) {
  return criteria.map(({ code, met, attested }) => ({
    code,
    met,
    ...(attested ? { statement: attested.statement } : {}),
  }))
}
