import { zipSync, type Zippable } from 'fflate'
import { introductionText } from '../platform/writing/prose.ts'
import { delimitedText, forFrenchExcel } from '../platform/writing/delimited.ts'
import type { ColumnKind } from '../platform/writing/table.ts'
import { type BookCell, type BookSheet, workbook } from '../platform/writing/workbook.ts'
import { aboutOf, type Outgoing } from './about.ts'
import { allGrids, type Grid, gridsOf, sectionsIn } from './grids.ts'

const cell = (value: string, style: BookCell['style'] = 'text'): BookCell => ({ value, style })

/** A report as a workbook: what it is, one sheet per section, and what each figure means. */
export function bookOf(outgoing: Outgoing): Uint8Array {
  const { content, words } = outgoing
  const sections = sectionsIn(content).map((section) => {
    const name = words.t(`figures.section.${section.code}.title`)
    const notes = section.notes.map(({ key, params }) => words.t(`figures.note.${key}`, params))
    return sheetOf(name, gridsOf(section, content, words), notes)
  })
  return workbook([readMe(outgoing), ...sections, definitionsSheet(outgoing)], outgoing.today)
}

function readMe(outgoing: Outgoing): BookSheet {
  const { t } = outgoing.words
  const texts = outgoing.content.query.blocks.flatMap((block) =>
    'words' in block ? [introductionText(block.words, 30_000)] : [],
  )
  return {
    name: t('sharing.sheet.read_me'),
    widths: [28, 90],
    frozen: 1,
    rows: [
      [cell(outgoing.title, 'title')],
      ...aboutOf(outgoing).map(({ term, text }) => [cell(term, 'header'), cell(text, 'prose')]),
      ...texts.map((text) => [cell(t('sharing.sheet.words'), 'header'), cell(text, 'prose')]),
    ],
  }
}

/** Every grid under its caption; what stays in sight is the head of the only table, or the title of the sheet. */
function sheetOf(name: string, grids: readonly Grid[], notes: readonly string[]): BookSheet {
  const rows: BookCell[][] = [[cell(name, 'title')]]
  for (const { caption, headings, rows: own } of grids) {
    if (grids.length > 1) rows.push([], [cell(caption, 'header')])
    rows.push(headings.map((heading) => cell(heading.name, 'header')))
    for (const row of own) rows.push(row.map(inExcel))
  }
  if (notes.length > 0) rows.push([], ...notes.map((note) => [cell(note)]))
  return { name, widths: widthsOf(grids), frozen: grids.length === 1 ? 2 : 1, rows }
}

/** Excel shows a fraction of one as a percentage. */
const inExcel = ({ value, style }: BookCell): BookCell => ({
  value: style === 'percent' && typeof value === 'number' ? value / 100 : value,
  style,
})

const [NARROWEST, WIDEST] = [12, 60]

function widthsOf(grids: readonly Grid[]): number[] {
  const widths: number[] = []
  const seen = (index: number, length: number) => {
    widths[index] = Math.min(WIDEST, Math.max(widths[index] ?? NARROWEST, length + 2))
  }
  for (const { headings, rows } of grids) {
    headings.forEach(({ name }, index) => seen(index, name.length))
    for (const row of rows) row.forEach(({ value }, index) => seen(index, String(value ?? '').length))
  }
  return widths
}

function definitionsSheet({ definitions, language, words: { t } }: Outgoing): BookSheet {
  const heads = ['figure', 'formula', 'unit', 'source'] as const
  return {
    name: t('sharing.sheet.definitions'),
    widths: [32, 90, 16, 40],
    frozen: 1,
    rows: [
      heads.map((key) => cell(t(`sharing.column.${key}`), 'header')),
      ...definitions.map(({ unit, source, ...one }) => [
        cell(one[language].name, 'prose'),
        cell(one[language].formula, 'prose'),
        cell(t(`sharing.unit.${unit}`), 'prose'),
        cell(t(`figures.source.${source}`), 'prose'),
      ]),
    ],
  }
}

/** One table as French Excel opens it. */
export async function delimitedGrid({ headings, rows }: Grid): Promise<string> {
  const columns = headings.map(({ name, style }) => ({ name, kind: kindOf(style) }))
  const page = rows.map((row) => row.map(({ value }) => value ?? undefined))
  const written: string[] = []
  for await (const some of delimitedText(columns, once(page), forFrenchExcel)) written.push(some)
  return written.join('')
}

const kindOf = (style: string): ColumnKind =>
  style === 'day' || style === 'integer' || style === 'text' ? style : 'decimal'

/** All tables, each a file of its own. */
export async function delimitedGrids({ content, words, today }: Outgoing): Promise<Uint8Array> {
  const files: Zippable = {}
  for (const grid of allGrids(content, words)) {
    const text = Buffer.from(await delimitedGrid(grid))
    files[`${grid.code}.csv`] = [text, { level: 6, mtime: `${today}T12:00:00` }]
  }
  return zipSync(files)
}

async function* once<Page>(page: Page): AsyncGenerator<Page> {
  yield await Promise.resolve(page)
}
