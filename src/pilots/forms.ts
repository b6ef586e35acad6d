import { documentsOf } from '../documents/queries.ts'
import { benefitKinds } from '../domain/pilots.ts'
import type { Capacity } from '../domain/permissions.ts'
import { maySee, visibilities } from '../domain/visibility.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Reader } from '../platform/db/database.ts'
import { territoryLabel, territoryOptions } from '../network/queries.ts'
import type { Return } from '../platform/http/floor.ts'
import { indicatorsOf } from './indicators.ts'
import type { PilotMet } from './parts.ts'
import { pilotsOf, versionsOf } from './queries.ts'

type On = Pick<PilotMet, 'initiative' | 'capacities'>

const valued = (value: string, label: string) => ({ value, label })

/** The levels that somebody may give to what they write: those at which they read it again. */
function levelsFor(capacities: readonly Capacity[], { t }: Reading) {
  return visibilities
    .filter((level) => maySee(level, capacities))
    .map((level) => valued(level, t(`words.visibility.${level}`)))
}

/** What the fields of a plan may be filled in with. */
export async function planChoices(db: Reader, { initiative, capacities }: On, reading: Reading) {
  const { viewer, today, t } = reading
  const [versions, measures, places] = await Promise.all([
    versionsOf(db, initiative.id),
    indicatorsOf(db, viewer, today, initiative.id),
    territoryOptions(db),
  ])
  return {
    versions: versions.map(({ id, number, name }) => valued(id, t('pilots.version.numbered', { number, name }))),
    indicators: measures.map(({ indicator }) => valued(indicator.id, indicator.name)),
    places: places.map(territoryLabel),
    ...indicatorChoices(capacities, reading),
  }
}

export function indicatorChoices(capacities: readonly Capacity[], reading: Reading) {
  return {
    benefits: benefitKinds.map((kind) => valued(kind, reading.t(`words.benefit_kind.${kind}`))),
    levels: levelsFor(capacities, reading),
  }
}

/** What a value may point to. */
export async function valueChoices(db: Reader, { initiative }: On, { viewer, today }: Reading) {
  const [documents, pilots] = await Promise.all([
    documentsOf(db, viewer, today, initiative.id),
    pilotsOf(db, viewer, today, initiative.id),
  ])
  return {
    documents: documents.map(({ document }) => valued(document.id, document.title)),
    pilots: pilots.map(({ id, title }) => valued(id, title)),
  }
}

const families: Record<string, string> = { visibility: 'visibility', benefits: 'benefit_kind', state: 'pilot_state' }

/** Both versions side by side, in words; undefined when nobody saved first. */
export function bothOf(back: Return | undefined, { t, format }: Reading) {
  return back?.stale?.differences.map(({ field, mine, theirs }) => {
    const said = (value: string) => {
      if (!value) return ''
      if (field.endsWith('On') && /^\d{4}-\d\d-\d\d$/.test(value)) return format.day(value)
      if (field === 'better') return t(`pilots.better.${value}`)
      return families[field] ? t(`words.${families[field]}.${value}`) : value
    }
    return { label: t(`pilots.field.${field}`), mine: said(mine), theirs: said(theirs) }
  })
}
