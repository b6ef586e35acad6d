/** What the cells of a column hold, and so how each kind of file writes them. Days are YYYY-MM-DD. */
export type ColumnKind = 'text' | 'list' | 'day' | 'integer' | 'decimal'

export interface Column {
  name: string
  kind: ColumnKind
}

export type Value = string | number | readonly string[] | undefined

/** The rows of a table, a page at a time: whoever writes asks for the next page once this one is gone. */
export type Pages = AsyncIterable<readonly (readonly Value[])[]>
