import type { Cell, Column, Figure, Label, Unit } from '../domain/report.ts'
import type { Words } from '../platform/http/pages.ts'

// Content holds keys and numbers; here they become words, for the page, paper, spreadsheets and charts alike.

function labelText(label: Label, { t, format }: Words): string {
  if ('word' in label) return t(label.word, label.params)
  if ('day' in label) return format.day(label.day)
  if ('month' in label) return format.dated(label.month)
  if ('initiative' in label) return label.initiative.title
  return label.text
}

/** A number with its unit, as it is written in a sentence; an empty sign for what nobody knows. */
export function quantity(value: number | null | undefined, unit: Unit, currency: string | undefined, words: Words) {
  const { t, format } = words
  if (value === null || value === undefined) return '—'
  if (unit === 'cents') return currency ? format.money(value, currency) : format.number(value / 100)
  if (unit === 'percent') return t('figures.unit.percent', { value: format.number(rounded(value)) })
  if (unit === 'days')
    return t('figures.unit.days', { count: Math.round(value), value: format.number(Math.round(value)) })
  if (unit === 'score') return t('figures.unit.score', { value: format.number(rounded(value)) })
  if (unit === 'ratio') return format.number(Math.round(value * 100) / 100)
  return format.number(rounded(value))
}

export function figureText({ value, unit, currency }: Figure, words: Words): string {
  return quantity(value, unit, currency, words)
}

/** What a figure's number means in words, or why there is none; undefined for most, which need no word. */
export function remarkText({ value, why, said }: Figure, words: Words): string | undefined {
  if (value === null) return why && words.t(`figures.why.${why}`)
  return said && labelText(said, words)
}

/** How far a figure is from what it was at the other date, with its sign; undefined when there is nothing to compare. */
export function differenceText({ value, compared, unit, currency }: Figure, words: Words): string | undefined {
  if (value === null || compared === null || compared === undefined) return undefined
  const difference = value - compared
  if (difference === 0) return words.t('figures.compared.same')
  const said = quantity(Math.abs(difference), unit, currency, words)
  return words.t(difference > 0 ? 'figures.compared.more' : 'figures.compared.less', { said })
}

export function cellText(cell: Cell, column: Column, words: Words): string {
  if (cell.label) return labelText(cell.label, words)
  return valueText(cell.value, column, cell.currency, words)
}

/** The same cell at the other date. */
export function comparedText(cell: Cell, column: Column, words: Words): string | undefined {
  return cell.compared === undefined ? undefined : valueText(cell.compared, column, cell.currency, words)
}

function valueText(value: Cell['value'], { unit }: Column, currency: string | undefined, words: Words): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'string') return unit === 'day' ? words.format.day(value) : value
  // In a table the heading says what is counted: days stand as bare numbers.
  if (unit === 'days') return words.format.number(Math.round(value))
  return unit === 'label' || unit === 'day' || unit === 'text'
    ? words.format.number(value)
    : quantity(value, unit, currency, words)
}

export function headingOf({ code, label }: Column, words: Words): string {
  return label ? labelText(label, words) : words.t(`figures.column.${code}`)
}

/** Whether a column holds quantities, which stand to the right. */
export function isQuantity({ unit }: Column): boolean {
  return unit !== 'label' && unit !== 'day' && unit !== 'text'
}

const rounded = (value: number) => Math.round(value * 10) / 10
