import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { mayAssess, mayDecide } from '../domain/permissions.ts'
import { type Found, type GridCriterion, summaryOf } from '../domain/qualification.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, exactlyOne, type Reader } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, NotAllowed, NotFound, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type * as z from 'zod'
import type { Grid } from './originals.ts'
import { assessmentsOn, decisionsOn, gridOrRefuse } from './queries.ts'
import type { AssessmentInput, DecisionForm, RemarkForm } from './schema.ts'
import { ownAmong, seesAssessments, standingAmong } from './sight.ts'
import { gridKept } from './steps.ts'
import { gridAssessments, gridDecisions, gridRemarks } from './tables.ts'

/** Keeps what one person finds, as a draft or submitted; once it is submitted, it stays so, and may still be changed. */
export async function assess(
  db: Database,
  slug: string,
  gridSlug: string,
  input: AssessmentInput,
  by: By & { accountId: string },
  when: Moment,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(mayAssess(capacities))
  const grid = await versionOrRefuse(db, gridSlug, input.number)
  const own = ownAmong(await assessmentsOn(db, initiative.id), by, grid.id)
  if (grid.archivedAt && !own) throw new NotFound()
  const { found: scores } = input
  const isSubmitted = input.deed === 'submit' || own?.isSubmitted === true
  if (isSubmitted) refuseUnanswered(grid.criteria, scores)
  const version = own?.version ?? 0
  const stale = (theirs = own) => outdated(flatFound(scores), flatFound(theirs?.scores ?? {}), theirs?.version ?? 0)
  if (version !== input.version) throw stale()

  const id = own?.id ?? newId()
  const row = { scores, isSubmitted, capacity: as, version: version + 1, changedAt: when.at }
  const asRead = and(eq(gridAssessments.id, id), eq(gridAssessments.version, version))
  try {
    await db.commit((tx) => [
      gridKept(tx, grid, when.at),
      own
        ? exactlyOne(tx.update(gridAssessments).set(row).where(asRead).returning({ id: gridAssessments.id }), stale)
        : tx
            .insert(gridAssessments)
            .values({ ...row, id, initiativeId: initiative.id, gridId: grid.id, byAccountId: by.accountId }),
      // Who assesses what is not told to the team: the row hangs on the assessment, not on the initiative.
      recorded(tx, by, when.at, {
        what: isSubmitted ? 'assessment_submitted' : 'assessment_drafted',
        subject: { kind: 'assessment', id },
        as,
        particulars: { initiativeId: initiative.id, grid: gridSlug, number: grid.number },
      }),
    ])
  } catch (error) {
    if (!(error instanceof Stale) && !(error instanceof Duplicate && /grid_assessments/.test(error.on))) throw error
    throw stale(ownAmong(await assessmentsOn(db, initiative.id), by, grid.id))
  }
}

function refuseUnanswered(criteria: readonly GridCriterion[], found: Found) {
  const unanswered = criteria.filter(({ code }) => found[code]?.score === undefined)
  if (unanswered.length === 0) return
  throw new InvalidInput(unanswered.map(({ code }) => ({ field: `score_${code}`, key: 'unanswered' })))
}

/** What somebody found, as its form holds it. */
export function flatFound(found: Found): Record<string, string> {
  const fields = Object.entries(found).flatMap(([code, { score, words }]) => [
    [`score_${code}`, score === undefined ? '' : score === null ? 'unsaid' : String(score)],
    [`words_${code}`, words],
  ])
  return Object.fromEntries(fields) as Record<string, string>
}

async function versionOrRefuse(db: Reader, slug: string, number: number): Promise<Grid> {
  const grid = (await gridOrRefuse(db, slug)).versions.find((one) => one.number === number)
  if (!grid) throw new NotFound()
  return grid
}

/** A word in the discussion between those who assess. Throws NotAllowed for who does not read it. */
export async function remark(
  db: Database,
  slug: string,
  gridSlug: string,
  { number, words }: z.output<typeof RemarkForm>,
  by: By & { accountId: string },
  when: Moment,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const grid = await versionOrRefuse(db, gridSlug, number)
  const permission = mayAssess(capacities)
  const reads = seesAssessments(by, capacities, await assessmentsOn(db, initiative.id), grid.id)
  if (!reads) throw new NotAllowed(permission.allowed ? ['coordinator'] : permission.reserved)
  const id = newId()
  const as = permission.allowed ? permission.as : 'coordinator'
  await db.commit((tx) => [
    gridKept(tx, grid, when.at),
    tx.insert(gridRemarks).values({
      id,
      initiativeId: initiative.id,
      gridId: grid.id,
      words,
      byAccountId: by.accountId,
      capacity: as,
      writtenAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: 'assessment_discussed',
      subject: { kind: 'grid_remark', id },
      as,
      particulars: { initiativeId: initiative.id, grid: gridSlug, number },
    }),
  ])
}

/**
 * Decides, and keeps what the scores were. A later decision stands over an earlier one, which stays in the history.
 * Throws Stale when somebody decided since the form was opened.
 */
export async function decide(
  db: Database,
  slug: string,
  gridSlug: string,
  input: z.output<typeof DecisionForm>,
  by: By,
  when: Moment,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(mayDecide(capacities))
  const { versions } = await gridOrRefuse(db, gridSlug)
  const grid = versions.find((one) => one.number === input.number)
  if (!grid) throw new NotFound()
  const slugs = new Map(versions.map((one) => [one.id, one.slug]))
  const decisions = await decisionsOn(db, initiative.id)
  const standing = standingAmong(decisions, initiative.id, (id) => slugs.get(id) ?? '').get(gridSlug)?.decision
  if ((standing?.id ?? '') !== input.standing) throw new Stale()
  const { outcome, reason, decidedOn, isPublic } = input
  if (decidedOn > when.today) throw new InvalidInput([{ field: 'decidedOn', key: 'in_the_future' }])
  if (standing && decidedOn < standing.decidedOn) {
    const params = { day: standing.decidedOn }
    throw new InvalidInput([{ field: 'decidedOn', key: 'before_last_decision', params }])
  }
  if (outcome === 'withdrawn' && standing?.outcome !== 'granted') {
    throw new InvalidInput([{ field: 'outcome', key: 'nothing_to_withdraw' }])
  }
  const id = newId()
  const submitted = (await assessmentsOn(db, initiative.id)).filter((one) => one.gridId === grid.id && one.isSubmitted)
  const { assessed, criteria } = summaryOf(
    grid.criteria,
    submitted.map(({ scores }) => scores),
  )
  const means = Object.fromEntries(criteria.flatMap(({ code, mean }) => (mean === null ? [] : [[code, mean]])))
  await db.commit((tx) => [
    gridKept(tx, grid, when.at),
    tx.insert(gridDecisions).values({
      id,
      initiativeId: initiative.id,
      gridId: grid.id,
      outcome,
      reason,
      decidedOn,
      isPublic,
      summary: { assessed, means: means as Record<string, number> },
      byAccountId: by.accountId,
      capacity: as,
      recordedAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: 'qualification_decided',
      subject: { kind: 'grid_decision', id },
      initiativeId: initiative.id,
      as,
      particulars: { grid: gridSlug, number: grid.number, outcome, isPublic },
    }),
  ])
}
