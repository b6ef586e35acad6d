import { dayIn } from '../platform/clock.ts'
import type { Words } from '../platform/http/pages.ts'
import type { Column, Value } from '../platform/writing/table.ts'
import type { Purge } from './retention.ts'

const columns = [
  ['day', 'day'],
  ['at', 'text'],
  ['kind', 'text'],
  ['rows', 'integer'],
  ['before', 'text'],
] as const

export const columnsOf = ({ t }: Words): Column[] =>
  columns.map(([name, kind]) => ({ name: t(`privacy.retention.log.column.${name}`), kind }))

export function rowOf({ at, kind, rows, before }: Purge, { t }: Words, timeZone: string): Value[] {
  return [dayIn(timeZone, at), at.toISOString(), t(`privacy.retention.kind.${kind}.what`), rows, before.toISOString()]
}
