import { recorded } from '../activity/recorded.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { maySee } from '../domain/visibility.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted, orStale, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { findIndicator } from './indicators.ts'
import { pilotsOf } from './queries.ts'
import type { IndicatorInput, NewIndicatorInput } from './schema.ts'
import { indicatorAdded, measuredBy } from './steps.ts'
import { indicatorChanged } from './tending.ts'

/** Adds an indicator to an initiative, with its baseline and target if they are known. Returns its id. */
export async function addIndicator(
  db: Database,
  slug: string,
  input: NewIndicatorInput,
  by: By,
  when: Moment,
): Promise<string> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('indicator.tend', capacities))
  refuseHidden(input, capacities)
  const { name, unit, benefits, better, visibility, baseline, target } = input
  const baselineOn = input.baselineOn || when.today
  if (baselineOn > when.today) throw new InvalidInput([{ field: 'baselineOn', key: 'in_the_future' }])
  const pilot = input.pilot ? await pilotAmong(db, by, when, initiative.id, input.pilot) : undefined
  const id = newId()
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    ...indicatorAdded(
      tx,
      { id, name, unit, benefits, isMoreBetter: better === 'more', visibility },
      { baseline, baselineOn, target, targetOn: pilot?.endsOn ?? when.today },
      { initiativeId: initiative.id, by, as, at: when.at },
    ),
    ...(pilot ? measuredBy(tx, pilot.id, [id]) : []),
    recorded(tx, by, when.at, {
      what: 'indicator_added',
      subject: { kind: 'indicator', id },
      initiativeId: initiative.id,
      as,
      particulars: { benefits },
    }),
  ])
  return id
}

async function pilotAmong(db: Reader, by: By, { today }: Moment, initiativeId: string, id: string) {
  const pilot = (await pilotsOf(db, by, today, initiativeId)).find((one) => one.id === id)
  if (!pilot) throw new InvalidInput([{ field: 'pilot', key: 'not_in_list' }])
  return pilot
}

// Nobody writes what they could not read again.
function refuseHidden({ visibility }: Pick<IndicatorInput, 'visibility'>, capacities: Parameters<typeof maySee>[1]) {
  if (!maySee(visibility, capacities)) throw new InvalidInput([{ field: 'visibility', key: 'not_in_list' }])
}

/** Says otherwise what is measured, not how much. Throws Stale with both versions. */
export async function editIndicator(db: Database, id: string, input: IndicatorInput, by: By, when: Moment) {
  const { indicator, initiative, capacities } = await findIndicator(db, by, when.today, id)
  const as = granted(may('indicator.tend', capacities))
  const stale = async () => {
    const { indicator: now } = await findIndicator(db, by, when.today, id)
    const { version: _version, ...mine } = input
    return outdated(mine, { ...now, better: now.isMoreBetter ? 'more' : 'less' }, now.version)
  }
  if (indicator.version !== input.version) throw await stale()
  refuseHidden(input, capacities)
  const { name, unit, benefits, better, visibility } = input
  const commit = db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    indicatorChanged(tx, indicator, { name, unit, benefits, isMoreBetter: better === 'more', visibility }),
    recorded(tx, by, when.at, {
      what: 'indicator_edited',
      subject: { kind: 'indicator', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
  await orStale(commit, stale)
}

/** Takes an indicator back, with all its values: it counts no longer and is shown to nobody. The journal keeps that it was. */
export async function withdrawIndicator(db: Database, id: string, by: By, when: Moment): Promise<{ slug: string }> {
  const { indicator, initiative, capacities } = await findIndicator(db, by, when.today, id)
  const as = granted(may('indicator.tend', capacities))
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    indicatorChanged(tx, indicator, { withdrawnAt: when.at }),
    recorded(tx, by, when.at, {
      what: 'indicator_withdrawn',
      subject: { kind: 'indicator', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
  return initiative
}
