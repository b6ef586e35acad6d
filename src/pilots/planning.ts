import { eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { difference } from '../domain/indicators.ts'
import { may } from '../domain/permissions.ts'
import { isAtOnce } from '../domain/pilots.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted, orStale, touch } from '../initiatives/writing.ts'
import { territoryNamed } from '../network/queries.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { InvalidInput, type Issue, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { indicatorsOf } from './indicators.ts'
import type { Pilot } from './parts.ts'
import { findPilot, pilotsOf, versionsOf } from './queries.ts'
import type { PilotInput, PlanInput } from './schema.ts'
import { stalePilot } from './stale.ts'
import { indicatorAdded, measuredBy, nextNumber, versionAdded, versionStands } from './steps.ts'
import { pilotIndicators, pilots } from './tables.ts'
import { pilotChanged } from './tending.ts'

/** Plans a pilot. What M4 asks for may still be missing: its page says so. Returns its id. */
export async function planPilot(db: Database, slug: string, input: PlanInput, by: By, when: Moment): Promise<string> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('pilot.tend', capacities))
  const known = await knownIn(db, initiative.id, input, by, when)
  const id = newId()
  const about = { initiativeId: initiative.id, by, as, at: when.at }
  const made = input.newName ? newId() : undefined
  // What is measured at the start is measured before the pilot begins, and not in the future.
  const baselineOn = input.startsOn < when.today ? input.startsOn : when.today
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    ...(known.newVersion ? [versionAdded(tx, known.newVersion, by, when.at)] : []),
    ...versionStands(tx, known.solutionVersionId),
    tx.insert(pilots).values({
      id,
      initiativeId: initiative.id,
      number: nextNumber('pilots', initiative.id),
      state: 'planned',
      ...columnsOf(input, known),
      byAccountId: by.accountId,
      capacity: as,
      createdAt: when.at,
      changedAt: when.at,
    }),
    ...(made
      ? indicatorAdded(
          tx,
          {
            id: made,
            name: input.newName,
            unit: input.newUnit,
            benefits: input.newBenefits,
            isMoreBetter: !aimsLower(input.newBaseline, input.newTarget),
            visibility: input.visibility,
          },
          { baseline: input.newBaseline, baselineOn, target: input.newTarget, targetOn: input.endsOn },
          about,
        )
      : []),
    ...measuredBy(tx, id, [...known.indicatorIds, ...(made ? [made] : [])]),
    recorded(tx, by, when.at, {
      what: 'pilot_planned',
      subject: { kind: 'pilot', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
  return id
}

/** Says otherwise what was planned; of a pilot that is over, also what came out. Throws Stale with both versions. */
export async function editPilot(db: Database, id: string, input: PilotInput, by: By, when: Moment): Promise<void> {
  const met = await findPilot(db, by, when.today, id)
  if (!met) throw new NotFound()
  const { pilot, initiative, capacities } = met
  const as = granted(may('pilot.tend', capacities))
  const stale = () => stalePilot(db, id, { ...input }, by, when)
  if (pilot.version !== input.version) throw await stale()
  refuseAgainst(pilot, input, when.today)
  const known = await knownIn(db, initiative.id, input, by, when, pilot)
  const isOver = pilot.state === 'finished'
  const { findings = '', negativeEffects = '' } = input
  const commit = db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    ...(known.newVersion ? [versionAdded(tx, known.newVersion, by, when.at)] : []),
    ...versionStands(tx, known.solutionVersionId),
    pilotChanged(tx, pilot, { ...columnsOf(input, known), ...(isOver ? { findings, negativeEffects } : {}) }, when.at),
    tx.delete(pilotIndicators).where(eq(pilotIndicators.pilotId, id)),
    ...measuredBy(tx, id, known.indicatorIds),
    recorded(tx, by, when.at, {
      what: 'pilot_edited',
      subject: { kind: 'pilot', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
  await orStale(commit, stale)
}

// What has begun began in the past, and what is over is over.
function refuseAgainst({ state }: Pilot, { startsOn, endsOn, findings, negativeEffects }: PilotInput, today: string) {
  const issues: Issue[] = []
  const isOver = state === 'finished'
  if ((state === 'running' || isOver) && startsOn > today) issues.push({ field: 'startsOn', key: 'in_the_future' })
  if (isOver && endsOn > today) issues.push({ field: 'endsOn', key: 'in_the_future' })
  if (isOver && !findings) issues.push({ field: 'findings', key: 'required' })
  if (isOver && !negativeEffects) issues.push({ field: 'negativeEffects', key: 'required' })
  if (issues.length > 0) throw new InvalidInput(issues)
}

interface Known {
  territoryId: string | null
  solutionVersionId: string | null
  newVersion: { id: string; initiativeId: string; name: string; description: string; since: string } | undefined
  indicatorIds: string[]
}

const columnsOf = (input: PlanInput | PilotInput, { territoryId, solutionVersionId }: Known) => ({
  title: input.title,
  startsOn: input.startsOn,
  endsOn: input.endsOn,
  place: input.place,
  territoryId,
  responsible: input.responsible,
  ethics: input.ethics,
  consent: input.consent,
  solutionVersionId,
  visibility: input.visibility,
})

// What the form names, found again among what its writer sees. Throws InvalidInput, at the field.
async function knownIn(
  db: Reader,
  initiativeId: string,
  input: PlanInput | PilotInput,
  by: By,
  when: Moment,
  edited?: Pilot,
): Promise<Known> {
  const issues: Issue[] = []
  const [others, versions, measures, place] = await Promise.all([
    pilotsOf(db, by, when.today, initiativeId),
    versionsOf(db, initiativeId),
    indicatorsOf(db, by, when.today, initiativeId),
    input.territory === '' ? undefined : territoryNamed(db, input.territory),
  ])
  const params = { typed: input.territory }
  if (place === 'unknown') issues.push({ field: 'territory', key: 'unknown_territory', params })
  if (place === 'several') issues.push({ field: 'territory', key: 'several_territories', params })
  const indicatorIds = [...new Set(input.indicators)]
  if (indicatorIds.some((one) => !measures.some(({ indicator }) => indicator.id === one))) {
    issues.push({ field: 'indicators', key: 'not_in_list' })
  }
  const { newVersion: name, solutionVersion } = input
  if (
    solutionVersion &&
    solutionVersion !== edited?.solutionVersionId &&
    !versions.some(({ id }) => id === solutionVersion)
  ) {
    issues.push({ field: 'solutionVersion', key: 'not_in_list' })
  }
  const isMoved = edited?.startsOn !== input.startsOn || edited.endsOn !== input.endsOn
  const atOnce = others.find((one) => one.id !== edited?.id && one.state !== 'given_up' && isAtOnce(one, input))
  if (atOnce && isMoved && !input.overlap && edited?.state !== 'given_up') {
    issues.push({ field: 'overlap', key: 'pilot_at_once', params: { title: atOnce.title, day: atOnce.startsOn } })
  }
  if (issues.length > 0) throw new InvalidInput(issues)
  const versionId = name ? newId() : solutionVersion || null
  const since = input.startsOn < when.today ? input.startsOn : when.today
  return {
    territoryId: typeof place === 'object' ? place.id : null,
    solutionVersionId: versionId,
    newVersion: name && versionId ? { id: versionId, initiativeId, name, description: '', since } : undefined,
    indicatorIds,
  }
}

/** Who aims lower than where they start wants less of it. */
const aimsLower = (baseline: string | undefined, target: string | undefined): boolean =>
  Boolean(baseline && target) && difference(target ?? '', baseline ?? '').startsWith('-')
