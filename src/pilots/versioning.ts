import { createHash } from 'node:crypto'
import { and, eq, not, type SQL } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted, orStale, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, Refusal, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { findVersion, isReferredTo, type SolutionVersion, type VersionRefs } from './queries.ts'
import type { VersionCorrection, VersionInput } from './schema.ts'
import { versionAdded } from './steps.ts'
import { solutionVersions } from './tables.ts'

/** Says that the solution stands otherwise from a day on. */
export async function addVersion(db: Database, slug: string, input: VersionInput, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('pilot.tend', capacities))
  refuseLater(input, when)
  const id = newId()
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    versionAdded(tx, { ...input, id, initiativeId: initiative.id }, by, when.at),
    recorded(tx, by, when.at, {
      what: 'version_added',
      subject: { kind: 'solution_version', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
}

const parts = ['name', 'description', 'since'] as const

/** What a form about a version was filled in against: a number that changes with what the version says, as the table keeps none. */
export function standOf(version: Pick<SolutionVersion, (typeof parts)[number]>): number {
  const said = JSON.stringify(parts.map((part) => version[part]))
  return createHash('sha256').update(said).digest().readUInt32BE() >>> 2
}

/** Says otherwise what a version was: its number stays, and what points to it. Throws Stale with both, InvalidInput. */
export async function correctVersion(
  db: Database,
  slug: string,
  id: string,
  { version: readAs, ...input }: VersionCorrection,
  by: By,
  when: Moment,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('pilot.tend', capacities))
  const was = await findVersion(db, initiative.id, id)
  const stale = async () => {
    const now = await findVersion(db, initiative.id, id)
    return outdated(input, now, standOf(now))
  }
  if (standOf(was) !== readAs) throw await stale()
  refuseLater(input, when)
  const fields = parts.filter((part) => input[part] !== was[part])
  if (fields.length === 0) return
  const commit = db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    exactlyOne(
      tx.update(solutionVersions).set(input).where(saysStill(was)).returning({ id: solutionVersions.id }),
      () => new Stale(),
    ),
    recorded(tx, by, when.at, {
      what: 'version_corrected',
      subject: { kind: 'solution_version', id },
      initiativeId: initiative.id,
      as,
      // The words themselves are not kept: they may have been corrected for what they gave away.
      particulars: { on: when.today, fields, ...(fields.includes('since') ? { since: was.since } : {}) },
    }),
  ])
  await orStale(commit, stale)
}

/** Takes back a version that nothing points to. Throws Refusal when something does. */
export async function removeVersion(
  db: Database,
  slug: string,
  id: string,
  by: By,
  when: Moment,
  refs: VersionRefs,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('pilot.tend', capacities))
  const { number } = await findVersion(db, initiative.id, id)
  const isFree = and(eq(solutionVersions.id, id), not(isReferredTo(db, refs)))
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    exactlyOne(
      tx.delete(solutionVersions).where(isFree).returning({ id: solutionVersions.id }),
      () => new Refusal(409, 'version_referred_to'),
    ),
    recorded(tx, by, when.at, {
      what: 'version_removed',
      subject: { kind: 'solution_version', id },
      initiativeId: initiative.id,
      as,
      particulars: { number },
    }),
  ])
}

function refuseLater({ since }: { since: string }, { today }: Moment): void {
  if (since > today) throw new InvalidInput([{ field: 'since', key: 'in_the_future' }])
}

function saysStill({ id, name, description, since }: SolutionVersion): SQL | undefined {
  return and(
    eq(solutionVersions.id, id),
    eq(solutionVersions.name, name),
    eq(solutionVersions.description, description),
    eq(solutionVersions.since, since),
  )
}
