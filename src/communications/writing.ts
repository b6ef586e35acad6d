import { dayIn } from '../platform/clock.ts'
import type { Words } from '../platform/http/pages.ts'
import type { Column, Value } from '../platform/writing/table.ts'
import type { Registered } from './queries.ts'

const columns = [
  ['day', 'day'],
  ['at', 'text'],
  ['who', 'text'],
  ['capacity', 'text'],
  ['what', 'text'],
  ['format', 'text'],
  ['filter', 'text'],
  ['purpose', 'text'],
  ['recipients', 'text'],
  ['persons', 'text'],
  ['rows', 'integer'],
] as const

export const columnsOf = ({ t }: Words): Column[] =>
  columns.map(([name, kind]) => ({ name: t(`communications.column.${name}`), kind }))

export function rowOf({ row, who }: Registered, { t }: Words, timeZone: string): Value[] {
  return [
    dayIn(timeZone, row.at),
    row.at.toISOString(),
    who ?? t('communications.nobody'),
    row.capacity ? t(`words.capacity.${row.capacity}`) : '',
    t(`words.communication.${row.what}`),
    row.format,
    row.filter,
    row.purpose,
    row.recipients,
    t(row.holdsPersons ? 'communications.yes' : 'communications.no'),
    row.rows ?? undefined,
  ]
}
