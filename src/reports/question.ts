import { actorNamed, findActorById } from '../actors/queries.ts'
import { periodBefore, periodNamed, yearBefore } from '../domain/periods.ts'
import type { Period, ReportFilter, ReportQuery, When } from '../domain/report.ts'
import type { Viewer } from '../domain/viewer.ts'
import { territoryNamed, themesInUse } from '../network/queries.ts'
import { endOf } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { InvalidInput, type Issue } from '../platform/http/refusal.ts'
import { findEdition } from '../programmes/queries.ts'
import type { ReportInput } from './schema.ts'

/** What was typed, as the query that a report asks. Throws InvalidInput, with all that is wrong at once. */
export async function queryOf(
  db: Reader,
  viewer: Viewer,
  input: ReportInput,
  { today, timeZone }: { today: string; timeZone: string },
): Promise<Omit<ReportQuery, 'blocks'>> {
  const issues: Issue[] = []
  const refuse: Refuse = (field, key) => {
    issues.push({ field, key })
    return undefined
  }

  const period = periodIn(input, today, refuse)
  const asOf = input.asOf ?? period?.until
  if (input.asOf && input.asOf > today) refuse('asOf', 'in_the_future')
  if (input.knownOn && input.knownOn > today) refuse('knownOn', 'in_the_future')
  const filter = await filterIn(db, viewer, input, refuse)
  const compare = period && asOf ? await comparisonIn(db, viewer, input, { period, asOf }, today, refuse) : undefined

  if (issues.length > 0 || !period || !asOf) throw new InvalidInput(issues)
  const { fiscalStart, leverage, currency } = input
  return {
    filter,
    period,
    asOf,
    fiscalStart,
    leverage,
    ...(input.knownOn && input.knownOn < today ? { knownAt: endOf(timeZone, input.knownOn).toISOString() } : {}),
    ...(compare ? { compare } : {}),
    ...(currency ? { currency } : {}),
  }
}

/** Notes what is wrong; there is nothing to go on with then. */
type Refuse = (field: string, key: string) => undefined

function periodIn(
  { period, from, until, fiscalStart }: ReportInput,
  today: string,
  refuse: Refuse,
): Period | undefined {
  if (period !== 'free') return periodNamed(period, today, fiscalStart)
  if (!from) refuse('from', 'required')
  if (!until) refuse('until', 'required')
  if (!from || !until) return undefined
  if (until < from) refuse('until', 'until_before_since')
  if (until > today) refuse('until', 'in_the_future')
  return { from, until }
}

async function filterIn(db: Reader, viewer: Viewer, input: ReportInput, refuse: Refuse): Promise<ReportFilter> {
  const { stage, status, theme, edition } = input
  const filter: ReportFilter = { ...(stage ? { stage } : {}), ...(status ? { status } : {}) }
  if (theme !== '') {
    if ((await themesInUse(db)).some(({ slug }) => slug === theme)) filter.theme = theme
    else refuse('theme', 'not_in_list')
  }
  if (input.territory !== '') {
    const territory = await territoryNamed(db, input.territory)
    if (typeof territory === 'string') refuse('territory', `territory_${territory}`)
    else filter.territory = territory.code
  }
  if (input.funder !== '') {
    const funder = await actorNamed(db, viewer, input.funder)
    if (typeof funder === 'string') refuse('funder', `actor_${funder}`)
    else filter.funder = funder.slug
  }
  if (edition !== '') {
    if (await findEdition(db, viewer, edition)) filter.edition = edition
    else refuse('edition', 'not_in_list')
  }
  return filter
}

async function comparisonIn(
  db: Reader,
  viewer: Viewer,
  { comparison, compareOn, compareEdition }: ReportInput,
  { period, asOf }: When,
  today: string,
  refuse: Refuse,
): Promise<When | undefined> {
  if (comparison === 'none') return undefined
  if (comparison === 'edition') {
    const edition = compareEdition === '' ? undefined : await findEdition(db, viewer, compareEdition)
    if (!edition) return refuse('compareEdition', compareEdition === '' ? 'required' : 'not_in_list')
    if (edition.startsOn > today) return refuse('compareEdition', 'in_the_future')
    const until = edition.endsOn && edition.endsOn < today ? edition.endsOn : today
    return { period: { from: edition.startsOn, until }, asOf: until }
  }
  if (comparison !== 'date') {
    const other = comparison === 'before' ? periodBefore(period) : yearBefore(period)
    return { period: other, asOf: other.until }
  }
  if (!compareOn) return refuse('compareOn', 'required')
  if (compareOn > today) return refuse('compareOn', 'in_the_future')
  if (compareOn === asOf) return refuse('compareOn', 'same_day')
  const length = Date.parse(period.until) - Date.parse(period.from)
  const from = new Date(Date.parse(compareOn) - length).toISOString().slice(0, 10)
  return { period: { from, until: compareOn }, asOf: compareOn }
}

/** The actor whose eyes a report is computed with, as it was typed. Throws InvalidInput. */
export async function actorIn(db: Reader, viewer: Viewer, typed: string): Promise<{ id: string; name: string }> {
  if (typed === '') throw new InvalidInput([{ field: 'actor', key: 'required' }])
  const byId = await findActorById(db, viewer, typed)
  if (byId) return byId
  const actor = await actorNamed(db, viewer, typed)
  if (typeof actor === 'string') throw new InvalidInput([{ field: 'actor', key: `actor_${actor}` }])
  return actor
}
