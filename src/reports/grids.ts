import type { Cell, Column, Content, Section, Table } from '../domain/report.ts'
import { cellText, headingOf, isQuantity, remarkText } from '../figures/telling.ts'
import type { Words } from '../platform/http/pages.ts'
import type { Style } from '../platform/writing/sheet-xml.ts'

/** A table as spreadsheets hold it: numbers are numbers, days are days, and each amount has its currency beside it. */
export interface Grid {
  /** `section.table`, as `?table=` names it. */
  code: string
  caption: string
  headings: { name: string; style: Style }[]
  rows: GridCell[][]
}

export interface GridCell {
  /** Amounts are in units of their currency, percentages from 0 to 100. */
  value: string | number | null
  style: Style
}

/** The grids of a section: its figures first, then its tables. */
export function gridsOf(section: Section, content: Content, words: Words): Grid[] {
  const figures = section.figures.length > 0 ? [figuresGrid(section, content, words)] : []
  return [...figures, ...section.tables.map((table) => tableGrid(section, table, words))]
}

/** Every grid of a content, in the order of its blocks. */
export function allGrids(content: Content, words: Words): Grid[] {
  return sectionsIn(content).flatMap((section) => gridsOf(section, content, words))
}

/** Sections in the order in which they are read. */
export function sectionsIn({ query, sections }: Content): Section[] {
  const byCode = new Map(sections.map((section) => [section.code, section]))
  return query.blocks.flatMap((block) => ('section' in block ? (byCode.get(block.section) ?? []) : []))
}

function figuresGrid({ code, figures }: Section, { query }: Content, words: Words): Grid {
  const { t } = words
  const isCompared = query.compare !== undefined && figures.some(({ compared }) => compared !== undefined)
  const heading = (key: string, style: Style = 'text') => ({ name: t(`sharing.column.${key}`), style })
  return {
    code: `${code}.figures`,
    caption: t('sharing.column.figures'),
    headings: [
      heading('figure'),
      heading('value', 'decimal'),
      ...(isCompared ? [heading('compared', 'decimal')] : []),
      heading('unit'),
      heading('remark'),
    ],
    rows: figures.map((figure) => {
      const { code: name, unit, value, currency, compared } = figure
      return [
        text(t(`figures.${name}.name`)),
        amount(value, unit, currency),
        ...(isCompared ? [amount(compared ?? null, unit, currency)] : []),
        text(unit === 'cents' ? (currency ?? '') : t(`sharing.unit.${unit}`)),
        text(remarkText(figure, words) ?? ''),
      ]
    }),
  }
}

function tableGrid(section: Section, table: Table, words: Words): Grid {
  const { t } = words
  const all = table.total ? [...table.rows, table.total] : table.rows
  const columns = table.columns.map((column, index) => ({
    column,
    index,
    isCompared: isQuantity(column) && all.some((row) => row[index]?.compared !== undefined),
    hasCurrency: column.unit === 'cents' && all.some((row) => row[index]?.currency !== undefined),
  }))
  return {
    code: `${section.code}.${table.code}`,
    caption: t(`figures.table.${table.code}`),
    headings: columns.flatMap(({ column, isCompared, hasCurrency }) => {
      const name = headingOf(column, words)
      const style = styleOf(column, undefined)
      return [
        { name: column.unit === 'percent' ? t('sharing.column.percent', { name }) : name, style },
        ...(isCompared ? [{ name: t('sharing.column.other', { name }), style }] : []),
        ...(hasCurrency ? [{ name: t('sharing.column.currency'), style: 'text' as const }] : []),
      ]
    }),
    rows: all.map((row) =>
      columns.flatMap(({ column, index, isCompared, hasCurrency }) => {
        const cell = row[index] ?? {}
        return [
          cellOf(cell, column, words),
          ...(isCompared ? [amountOf(cell.compared ?? null, column, cell.currency)] : []),
          ...(hasCurrency ? [text(cell.currency ?? '')] : []),
        ]
      }),
    ),
  }
}

function cellOf(cell: Cell, column: Column, words: Words): GridCell {
  if (cell.label) {
    return 'day' in cell.label ? { value: cell.label.day, style: 'day' } : text(cellText(cell, column, words))
  }
  if (cell.value === undefined || cell.value === null) return text('')
  if (typeof cell.value === 'string')
    return column.unit === 'day' ? { value: cell.value, style: 'day' } : text(cell.value)
  return amountOf(cell.value, column, cell.currency)
}

const text = (value: string): GridCell => ({ value, style: 'text' })

const amountOf = (value: number | null, { unit }: Column, currency?: string): GridCell =>
  unit === 'label' || unit === 'day' || unit === 'text' ? { value, style: 'integer' } : amount(value, unit, currency)

function amount(value: number | null, unit: Column['unit'], currency: string | undefined): GridCell {
  const style = styleOf({ unit }, currency)
  return { value: value === null ? null : unit === 'cents' ? value / 100 : value, style }
}

function styleOf({ unit }: Pick<Column, 'unit'>, currency: string | undefined): Style {
  if (unit === 'cents') return (currency as Style | undefined) ?? 'decimal'
  if (unit === 'percent') return 'percent'
  if (unit === 'day') return 'day'
  if (unit === 'ratio' || unit === 'score') return 'decimal'
  return unit === 'label' || unit === 'text' ? 'text' : 'integer'
}
