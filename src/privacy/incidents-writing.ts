import type { Words } from '../platform/http/pages.ts'
import type { Column, Value } from '../platform/writing/table.ts'
import type { IncidentRow } from './incidents-queries.ts'

const columns = [
  ['number', 'integer'],
  ['noticedOn', 'day'],
  ['circumstances', 'text'],
  ['happenedFrom', 'day'],
  ['happenedUntil', 'day'],
  ['data', 'text'],
  ['peopleConcerned', 'integer'],
  ['isEstimate', 'text'],
  ['sensitivity', 'text'],
  ['consequences', 'text'],
  ['likelihood', 'text'],
  ['isSerious', 'text'],
  ['authority', 'text'],
  ['authorityToldOn', 'day'],
  ['peopleToldOn', 'day'],
  ['tellingNote', 'text'],
  ['measures', 'text'],
  ['closedOn', 'day'],
] as const

export const columnsOf = ({ t }: Words): Column[] =>
  columns.map(([name, kind]) => ({ name: t(`privacy.incidents.field.${name}`), kind }))

export function rowOf(incident: IncidentRow, words: Words): Value[] {
  const said = {
    ...incident,
    isEstimate: incident.isEstimate ? words.t('privacy.incidents.estimate') : '',
    isSerious: verdictIn(words, incident.isSerious),
  }
  return columns.map(([name]) => said[name] ?? undefined)
}

/** « Risque de préjudice sérieux », « pas sérieux », « en évaluation » */
export function verdictIn({ t }: Words, isSerious: boolean | null): string {
  return t(`privacy.incidents.verdict.${isSerious === null ? 'weighed' : isSerious ? 'serious' : 'not_serious'}`)
}

/** The fields of the form, for whoever meets what somebody else saved meanwhile. */
export function sidesIn(words: Words) {
  const { t, format } = words
  const yes = (value: string) => value === 'on' || value === 'true'
  const texts: Partial<Record<string, (value: string) => string>> = {
    isSerious: (value) => verdictIn(words, value === '' ? null : yes(value)),
    isEstimate: (value) => t(yes(value) ? 'privacy.incidents.yes' : 'privacy.incidents.no'),
  }
  const said = (kind: string) => (value: string) => (kind === 'day' && value ? format.day(value) : value)
  return columns
    .filter(([name]) => name !== 'number' && name !== 'closedOn')
    .map(([name, kind]) => ({
      name,
      label: t(`privacy.incidents.field.${name}`),
      text: texts[name] ?? said(kind),
    }))
}
