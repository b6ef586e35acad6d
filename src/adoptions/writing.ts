import type { Reading } from '../initiatives/cards.ts'
import type { Column, Value } from '../platform/writing/table.ts'
import type { AdoptionMet } from './queries.ts'

const columns = [
  ['taker', 'text'],
  ['takerKind', 'text'],
  ['territory', 'text'],
  ['territoryCode', 'text'],
  ['status', 'text'],
  ['since', 'day'],
  ['fidelity', 'text'],
  ['adapted', 'text'],
  ['peopleReached', 'integer'],
  ['visibility', 'text'],
] as const

/** The adoptions of one initiative as a table; cells that a spreadsheet would execute are neutralised where files are written. */
export const columnsOf = ({ t }: Pick<Reading, 't'>): Column[] =>
  columns.map(([name, kind]) => ({ name: t(`adoptions.field.${name}`), kind }))

export function rowOf({ adoption, taker, place }: AdoptionMet, { t }: Pick<Reading, 't'>): Value[] {
  const { takerKind, status, since, fidelity, adapted, peopleReached, visibility } = adoption
  return [
    taker?.name ?? t('adoptions.somebody'),
    t(`words.taker_kind.${takerKind}`),
    place?.name ?? '',
    place?.code ?? '',
    t(`words.adoption_status.${status}`),
    since,
    fidelity ? t(`words.fidelity.${fidelity}`) : '',
    adapted,
    peopleReached ?? undefined,
    t(`words.visibility.${visibility}`),
  ]
}
