import type { Content, Section, Standing, Table } from '../domain/report.ts'

// A content of ten thousand initiatives is eight megabytes, of which a page shows a hundredth.

/** As many rows as a page shows of a table: more than there are months in twenty years. The others are in the files. */
export const MOST_ROWS = 250

/** A table as a page shows it. */
export interface ShownTable extends Table {
  /** How many rows there are, when not all of them are here. */
  rowsInAll?: number
}

/** What a page shows of a content: neither who stands behind each figure nor the rest of long tables. */
export interface Shown extends Omit<Content, 'initiatives' | 'slices' | 'sections'> {
  sections: readonly (Omit<Section, 'tables'> & { tables: readonly ShownTable[] })[]
}

/** What is asked of a content: all of it, what a page shows, or the initiatives of one slice. */
export type Part = 'whole' | 'shown' | { slice: string }
export type Given<P extends Part> = P extends 'whole' ? Content : P extends 'shown' ? Shown : readonly Standing[] | null

export function partOf<P extends Part>(content: Content, part: P): Given<P> {
  const given = part === 'whole' ? content : part === 'shown' ? shownOf(content) : sliceOf(content, part.slice)
  return given as Given<P>
}

export function shownOf({ initiatives: _initiatives, slices: _slices, ...content }: Content): Shown {
  return {
    ...content,
    sections: content.sections.map((section) => ({
      ...section,
      tables: section.tables.map((table) =>
        table.rows.length > MOST_ROWS
          ? { ...table, rows: table.rows.slice(0, MOST_ROWS), rowsInAll: table.rows.length }
          : table,
      ),
    })),
  }
}

/** The initiatives of a slice, in their order; null when there is no such slice. */
export function sliceOf({ slices, initiatives }: Content, slice: string): readonly Standing[] | null {
  const positions = Object.hasOwn(slices, slice) ? slices[slice] : undefined
  if (!positions) return null
  return positions.map((position) => initiatives[position]).filter((one): one is Standing => one !== undefined)
}
