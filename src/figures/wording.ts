import type { Figure } from '../domain/report.ts'
import type { Words } from '../platform/http/pages.ts'
import type { WordedDefinition } from './definitions.ts'
import { drawn } from './drawing.ts'
import type { Shown, ShownTable } from './parts.ts'
import {
  cellText,
  comparedText,
  differenceText,
  figureText,
  headingOf,
  isQuantity,
  quantity,
  remarkText,
} from './telling.ts'

/** What a page needs besides the content: the reader's words, and where figures lead. */
export interface Telling extends Words {
  language: 'fr' | 'en'
  /** The initiatives behind a figure. */
  hrefOf: (slice: string) => string
  /** Where a question about a figure is asked; none where nobody asks. */
  askAbout?: ((about: string) => string) | undefined
}

/** A content in words, in the order of its blocks: what the views of reports show. `words` are texts as safe HTML. */
export function worded(
  content: Shown,
  definitions: readonly WordedDefinition[],
  wordsOf: (written: string) => string,
  telling: Telling,
) {
  const known = new Map(definitions.map((one) => [one.code, one]))
  const sections = new Map(content.sections.map((one) => [one.code, one]))
  const blocks = content.query.blocks.flatMap((block, index): ToldBlock[] => {
    if ('words' in block) return [{ kind: 'words', index, html: wordsOf(block.words) }]
    const section = sections.get(block.section)
    return section ? [{ kind: 'section', index, ...sectionOf(section, content, known, telling) }] : []
  })
  return {
    blocks,
    contents: blocks.flatMap((block) => (block.kind === 'section' ? [{ id: block.id, title: block.title }] : [])),
    definitions: definitions.map((one) => ({
      code: one.code,
      ...one[telling.language],
      source: sourceOf(one, telling),
    })),
  }
}

type ToldBlock =
  | { kind: 'words'; index: number; html: string }
  | ({ kind: 'section'; index: number } & ReturnType<typeof sectionOf>)

function sectionOf(
  section: Shown['sections'][number],
  content: Shown,
  known: Map<string, WordedDefinition>,
  telling: Telling,
) {
  const { t, hrefOf } = telling
  const tables = new Map(section.tables.map((table) => [table.code, table]))
  const charts = section.charts.flatMap((chart) => {
    const table = tables.get(chart.table)
    const drawing = table && dated(drawn(chart, table, telling, hrefOf), content, telling)
    if (!drawing) return []
    const [title, description] = [t(`figures.chart.${chart.code}.title`), t(`figures.chart.${chart.code}.description`)]
    return [{ code: chart.code, title, description, table: chart.table, drawing }]
  })
  return {
    code: section.code,
    id: `section-${section.code}`,
    title: t(`figures.section.${section.code}.title`),
    lead: t(`figures.section.${section.code}.lead`),
    notes: section.notes.map(({ key, params }) => t(`figures.note.${key}`, params)),
    figures: section.figures.map((figure) => figureOf(figure, content, known, telling)),
    charts,
    tables: section.tables.map((table) => ({
      ...tableOf(table, telling, content.query.compare?.asOf),
      // What is drawn above is one click away; what is not is shown.
      isFolded: charts.some((chart) => chart.table === table.code),
    })),
    isEmpty:
      section.figures.every(({ value }) => value === null || value === 0) &&
      section.tables.every(({ rows }) => rows.length === 0),
  }
}

function figureOf(
  figure: Figure,
  { query }: Pick<Shown, 'query'>,
  known: Map<string, WordedDefinition>,
  telling: Telling,
) {
  const { t, language, hrefOf, askAbout } = telling
  const definition = known.get(figure.code)
  return {
    code: figure.code,
    name: definition?.[language].name ?? t(`figures.${figure.code}.name`),
    text: figureText(figure, telling),
    remark: remarkText(figure, telling),
    compared:
      query.compare && figure.compared !== undefined
        ? {
            text: wasOn(query.compare.asOf, quantity(figure.compared, figure.unit, figure.currency, telling), telling),
            difference: differenceText(figure, telling),
          }
        : undefined,
    href: figure.slice && figure.value ? hrefOf(figure.slice) : undefined,
    ask: askAbout?.(figure.code),
    definition: definition && { ...definition[language], source: sourceOf(definition, telling) },
  }
}

function tableOf(table: ShownTable, telling: Telling, comparedOn?: string) {
  const { t, format, hrefOf } = telling
  const isCompared = table.rows.some((row) => row.some(({ compared }) => compared !== undefined))
  const cellOf = (cell: ShownTable['rows'][number][number], index: number) => {
    const column = table.columns[index]!
    const label = cell.label && 'initiative' in cell.label ? cell.label.initiative : undefined
    return {
      text: cellText(cell, column, telling),
      compared: comparedText(cell, column, telling),
      href: label ? `/initiatives/${label.slug}` : cell.slice && cell.value !== 0 ? hrefOf(cell.slice) : undefined,
      isQuantity: isQuantity(column),
      stage: cell.label && 'word' in cell.label ? /^words\.stage\.(\w+)$/.exec(cell.label.word)?.[1] : undefined,
    }
  }
  return {
    code: table.code,
    caption: t(`figures.table.${table.code}`),
    columns: table.columns.map((column) => ({ heading: headingOf(column, telling), isQuantity: isQuantity(column) })),
    rows: table.rows.map((row) => row.map(cellOf)),
    total: table.total?.map(cellOf),
    left:
      table.rowsInAll === undefined
        ? undefined
        : t('figures.content.left', { shown: format.number(table.rows.length), all: format.number(table.rowsInAll) }),
    note: comparedOn && isCompared ? t('figures.compared.note', { day: format.day(comparedOn) }) : undefined,
  }
}

/** A drawing whose comparison says of which day it is. */
function dated(drawing: ReturnType<typeof drawn>, { query }: Pick<Shown, 'query'>, telling: Telling) {
  const { compare } = query
  if (drawing?.kind !== 'bars' || !compare) return drawing
  const rows = drawing.rows.map(({ compared, ...row }) =>
    compared ? { ...row, compared: { ...compared, text: wasOn(compare.asOf, compared.text, telling) } } : row,
  )
  return { ...drawing, rows }
}

function wasOn(day: string, text: string, { t, format }: Telling): string {
  return t('figures.compared.was', { day: format.shortDay(day), text })
}

function sourceOf({ source }: WordedDefinition, { t }: Telling): string {
  return t(`figures.source.${source}`)
}
