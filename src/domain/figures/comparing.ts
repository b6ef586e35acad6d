import type { Cell, Figure, Section, SectionCode, Table } from '../report.ts'

// Told of one moment only: rows of years, months or single initiatives say the other one by themselves.
const alone: readonly SectionCode[] = ['cumulative', 'forecast', 'corrections', 'annex']
const aloneTables = ['stock_by_year', 'oldest', 'endings_lessons', 'cohorts', 'rates', 'spread']

/** The same section with what it says at the other moment beside each figure. */
export function withCompared(section: Section, other: Section): Section {
  if (alone.includes(section.code)) return section
  return {
    ...section,
    figures: section.figures.map((figure) => {
      const same = other.figures.find((one) => one.code === figure.code && one.currency === figure.currency)
      return same ? { ...figure, compared: same.value } : withoutOther(figure)
    }),
    tables: section.tables.map((table) => {
      const same = other.tables.find((one) => one.code === table.code)
      return same && !aloneTables.includes(table.code) ? comparedTable(table, same) : table
    }),
  }
}

/** What was not there at the other moment was nought then, if it is a count. */
function withoutOther(figure: Figure): Figure {
  return figure.unit === 'cents' ? { ...figure, compared: 0 } : figure
}

function comparedTable(table: Table, other: Table): Table {
  const rows = new Map(other.rows.map((row) => [nameOf(row), row]))
  const beside = (row: readonly Cell[], same: readonly Cell[] | undefined) =>
    row.map((cell, index) => {
      if (typeof cell.value !== 'number') return cell
      const code = table.columns[index]?.code
      const there = other.columns.findIndex((one) => one.code === code)
      const value = same?.[there]?.value
      return { ...cell, compared: typeof value === 'number' ? value : null }
    })
  return {
    ...table,
    rows: table.rows.map((row) => beside(row, rows.get(nameOf(row)))),
    ...(table.total ? { total: beside(table.total, other.total) } : {}),
  }
}

const nameOf = (row: readonly Cell[]) =>
  JSON.stringify(
    row
      .filter(({ value }) => typeof value !== 'number' && value !== null)
      .map(({ label, value, currency }) => [label, value, currency]),
  )
