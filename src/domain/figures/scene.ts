import type { ReportFilter, ReportQuery, When } from '../report.ts'
import type { Facts, InitiativeFacts } from './facts.ts'
import { isHolding } from './holding.ts'
import { isKnown, type Life, lifeOf } from './lives.ts'

/** Everything that a section is made of: the facts, the question, and what was there on that day. */
export interface Scene {
  facts: Facts
  query: ReportQuery
  when: When
  /** Milliseconds. */
  knownAt: number
  /** Those that the filter and the sight leave, spotted ones too. */
  lives: readonly Life[]
  /** Without those that were only spotted from outside. */
  presented: readonly Life[]
  spotted: readonly Life[]
  slices: Slices
}

/** Names what stands behind a figure. Nothing stands behind nothing: an empty slice has no name. */
export interface Slices {
  of(name: string, lives: Iterable<Life>): { slice?: string }
  all: Record<string, readonly number[]>
}

function slicing(): Slices {
  const all: Record<string, readonly number[]> = {}
  return {
    all,
    of(name, lives) {
      const places = inOrder(lives)
      if (places.length === 0) return {}
      all[name] = places
      return { slice: name }
    },
  }
}

/** Each once. Most are asked for in order already. */
function inOrder(lives: Iterable<Life>): number[] {
  const places: number[] = []
  let last = -1
  let isSorted = true
  for (const { place } of lives) {
    if (place === last) continue
    if (place < last) isSorted = false
    places.push(place)
    last = place
  }
  return isSorted ? places : [...new Set(places)].sort((a, b) => a - b)
}

export function sceneOf(facts: Facts, query: ReportQuery, when: When, knownAt: number): Scene {
  const passes = passing(facts, query.filter, when.asOf, knownAt)
  const lives: Life[] = []
  for (const it of facts.initiatives) {
    const life = lifeOf(it, when.asOf, knownAt)
    if (life && passes(it, life)) lives.push({ ...life, place: lives.length })
  }
  return {
    facts,
    query,
    when,
    knownAt,
    lives,
    presented: lives.filter(({ last }) => last.status !== 'spotted'),
    spotted: lives.filter(({ last }) => last.status === 'spotted'),
    slices: slicing(),
  }
}

/** The last day that flows are counted on: what happened after the as-of day is not spoken of. */
export function lastDay({ period, asOf }: When): string {
  return period.until < asOf ? period.until : asOf
}

type Passes = (it: InitiativeFacts, life: Omit<Life, 'place'>) => boolean

function passing(facts: Facts, filter: ReportFilter, asOf: string, knownAt: number): Passes {
  const inside = pathOf(facts, filter.territory)
  const funder = [...facts.actors].find(([, { slug }]) => slug === filter.funder)?.[0]
  const isOn = (it: InitiativeFacts, actorIds: readonly string[]) =>
    it.participations.some(
      (link) => link.role !== 'taker' && actorIds.includes(link.actorId) && isHolding(link, asOf, knownAt),
    )
  const funds = (it: InitiativeFacts, actorIds: readonly string[]) =>
    it.participations.some(
      (link) => link.role === 'funder' && actorIds.includes(link.actorId) && isHolding(link, asOf, knownAt),
    ) || it.money.some((row) => actorIds.includes(row.funderId) && row.on <= asOf && isKnown(row, knownAt))

  return (it, { last }) =>
    (facts.own.length === 0 || isOn(it, facts.own) || funds(it, facts.own)) &&
    (!filter.stage || last.stage === filter.stage) &&
    (!filter.status || last.status === filter.status) &&
    (!filter.territory || it.territories.some((id) => facts.territories.get(id)?.path.startsWith(inside))) &&
    (!filter.theme || it.themes.includes(filter.theme)) &&
    (!filter.funder || (funder !== undefined && funds(it, [funder]))) &&
    (!filter.edition || it.editions.some(({ slug, since }) => slug === filter.edition && since <= asOf))
}

/** A place that is not known holds nothing. */
function pathOf({ territories }: Facts, code: string | undefined): string {
  const found = [...territories.values()].find((one) => one.code === code)
  return found?.path ?? '\0'
}
