import { and, eq, inArray } from 'drizzle-orm'
import { alsoRecorded, recorded } from '../activity/recorded.ts'
import { type Capacity, may } from '../domain/permissions.ts'
import { NEW_VERSION } from '../domain/pilots.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse, type Initiative } from '../initiatives/queries.ts'
import { granted, orStale, touch } from '../initiatives/writing.ts'
import { versionsOf } from '../pilots/queries.ts'
import { nextNumber, versionAdded, versionStands } from '../pilots/steps.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Reader, type Step, type Writer } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, type Issue, NotFound, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { type Adjustment, answerable, answersOf, findAdjustment } from './queries.ts'
import type { AdjustmentEdit, AdjustmentInput } from './schema.ts'
import { adjustmentFeedbacks, adjustments } from './tables.ts'
import { tellingOf } from './telling-back.ts'

/** Decides what is changed, or not, because of what was said. A gate counts those that answer feedback (R3). */
export async function decide(db: Database, slug: string, input: AdjustmentInput, by: By, when: Moment) {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('adjustment.decide', capacities))
  const found = (await answerable(db, by, when.today, initiative.id)).map(({ id }) => id)
  const made = await checked(db, initiative, input, found, when)
  const id = newId()
  const telling = await tellingOf(db, { id, ...made.columns }, input.feedbacks)
  await db.commit((tx): Step[] => [
    touch(tx, initiative.id, when.at),
    ...newVersion(tx, initiative, made, { by, when, as }),
    ...versionStands(tx, made.columns.solutionVersionId),
    tx.insert(adjustments).values({
      id,
      initiativeId: initiative.id,
      number: nextNumber('adjustments', initiative.id),
      ...made.columns,
      byAccountId: by.accountId,
      capacity: as,
      createdAt: when.at,
      changedAt: when.at,
    }),
    ...linked(tx, id, input.feedbacks),
    ...telling(tx, when.at),
    recorded(tx, by, when.at, {
      what: 'adjustment_decided',
      subject: { kind: 'adjustment', id },
      initiativeId: initiative.id,
      as,
      particulars: { state: input.state, answers: input.feedbacks.length },
    }),
  ])
  return id
}

/** Changes an adjustment, as when it is done. Feedback that was taken back since, or that is not seen, stays as it is. Throws Stale. */
export async function readjust(db: Database, id: string, input: AdjustmentEdit, by: By, when: Moment) {
  const met = await findAdjustment(db, by, when.today, id)
  if (!met) throw new NotFound()
  const { adjustment, initiative, capacities } = met
  const as = granted(may('adjustment.decide', capacities))
  const found = (await answerable(db, by, when.today, initiative.id)).map((one) => one.id)
  const before = await answersOf(db, by, when.today, initiative.id)
  if (input.version !== adjustment.version) throw stale(input, adjustment)
  const made = await checked(db, initiative, input, found, when)
  const had = before.filter(({ adjustmentId }) => adjustmentId === id).map(({ feedbackId }) => feedbackId)
  const telling = await tellingOf(db, { id, ...made.columns }, input.feedbacks)
  const left = had.filter((one) => !input.feedbacks.includes(one))
  const steps = (tx: Writer): Step[] => [
    exactlyOne(
      tx
        .update(adjustments)
        .set({ ...made.columns, version: input.version + 1, changedAt: when.at })
        .where(and(eq(adjustments.id, id), eq(adjustments.version, input.version)))
        .returning({ id: adjustments.id }),
      () => new Stale(),
    ),
    touch(tx, initiative.id, when.at),
    ...newVersion(tx, initiative, made, { by, when, as }),
    ...versionStands(tx, made.columns.solutionVersionId),
    ...(left.length > 0 ? [unlinked(tx, id, left)] : []),
    ...linked(tx, id, input.feedbacks),
    ...telling(tx, when.at),
    recorded(tx, by, when.at, {
      what: 'adjustment_changed',
      subject: { kind: 'adjustment', id },
      initiativeId: initiative.id,
      as,
      particulars: { from: adjustment.state, state: input.state, answers: input.feedbacks.length },
    }),
  ]
  await orStale(db.commit(steps), async () => {
    const now = await findAdjustment(db, by, when.today, id)
    return now ? stale(input, now.adjustment) : new Stale()
  })
}

type Columns = Pick<
  Adjustment,
  'what' | 'state' | 'reason' | 'decidedOn' | 'doneOn' | 'solutionVersionId' | 'visibility'
>

interface Made {
  columns: Columns
  /** The version that is made with it. */
  version?: Parameters<typeof versionAdded>[1]
}

async function checked(
  db: Reader,
  { id: initiativeId }: Initiative,
  input: AdjustmentInput,
  found: readonly string[],
  { today }: Moment,
): Promise<Made> {
  const { what, state, reason, decidedOn, visibility } = input
  const isDone = state === 'done'
  const issues: Issue[] = []
  if (decidedOn > today) issues.push({ field: 'decidedOn', key: 'in_the_future' })
  if (isDone && input.doneOn && input.doneOn > today) issues.push({ field: 'doneOn', key: 'in_the_future' })
  if (input.feedbacks.some((id) => !found.includes(id))) issues.push({ field: 'feedbacks', key: 'not_in_list' })
  const isNew = input.solutionVersion === NEW_VERSION
  const versions = isDone && !isNew ? await versionsOf(db, initiativeId) : []
  if (isDone && !isNew && !versions.some(({ id }) => id === input.solutionVersion)) {
    issues.push({ field: 'solutionVersion', key: 'not_in_list' })
  }
  if (issues.length > 0) throw new InvalidInput(issues)
  const doneOn = isDone ? (input.doneOn ?? null) : null
  const id = isNew ? newId() : input.solutionVersion
  const version = {
    id,
    initiativeId,
    name: input.newVersionName,
    description: input.newVersionText || what,
    since: doneOn ?? today,
  }
  return {
    columns: { what, state, reason, decidedOn, visibility, doneOn, solutionVersionId: isDone ? id : null },
    ...(isDone && isNew ? { version } : {}),
  }
}

function newVersion(
  tx: Writer,
  initiative: Initiative,
  { version }: Made,
  { by, when, as }: { by: By; when: Moment; as: Capacity },
): Step[] {
  if (!version) return []
  return [
    versionAdded(tx, version, by, when.at),
    alsoRecorded(tx, by, when.at, {
      what: 'version_added',
      subject: { kind: 'solution_version', id: version.id },
      initiativeId: initiative.id,
      as,
    }),
  ]
}

function linked(tx: Writer, adjustmentId: string, ids: readonly string[]): Step[] {
  if (ids.length === 0) return []
  const rows = [...new Set(ids)].map((feedbackId) => ({ adjustmentId, feedbackId }))
  return [tx.insert(adjustmentFeedbacks).values(rows).onConflictDoNothing()]
}

function unlinked(tx: Writer, adjustmentId: string, ids: string[]) {
  return tx
    .delete(adjustmentFeedbacks)
    .where(and(eq(adjustmentFeedbacks.adjustmentId, adjustmentId), inArray(adjustmentFeedbacks.feedbackId, ids)))
}

const stale = ({ feedbacks: _feedbacks, version: _version, ...mine }: AdjustmentEdit, now: Adjustment) =>
  outdated(
    { ...mine, doneOn: mine.doneOn ?? '' },
    { ...now, doneOn: now.doneOn ?? '', solutionVersion: now.solutionVersionId ?? '' },
    now.version,
  )
