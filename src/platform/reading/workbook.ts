export interface Problem {
  /** Where it is in the file, counted as people count: the first line is 1. */
  line: number
  key: 'columns-differ' | 'error-cell' | 'damaged-number'
}

/** A table of text. All rows have the same width; nothing is understood yet, nothing is trimmed. */
export interface Sheet {
  name: string
  rows: string[][]
  /** For each row, the line of the file (or the row of the spreadsheet) where it begins; the first is 1. */
  lines: number[]
  problems: Problem[]
}

export type Delimiter = ',' | ';' | '\t' | '|'
export type Encoding = 'utf-8' | 'utf-16' | 'windows-1252' | 'mixed'
export type Kind = 'csv' | 'xlsx' | 'ods' | 'xls' | 'json'

export interface Workbook {
  kind: Kind
  encoding?: Encoding
  /** Absent from a CSV of one column. */
  delimiter?: Delimiter
  /** Only sheets that hold something. */
  sheets: Sheet[]
}

export type UnreadableKey =
  | 'unreadable'
  | 'too-large'
  | 'too-slow'
  | 'empty'
  | 'not-a-table'
  | 'encrypted'
  | 'unsupported'
  | 'quote-not-closed'
  | 'json-broken'
  | 'json-not-rows'
  | 'json-nested'

/** The whole file is refused. `line` says where, when one place is to blame. */
export class UnreadableFile extends Error {
  readonly key: UnreadableKey
  readonly line: number | undefined

  constructor(key: UnreadableKey, line?: number, options?: ErrorOptions) {
    super(line === undefined ? key : `${key} (line ${line})`, options)
    this.name = 'UnreadableFile'
    this.key = key
    this.line = line
  }
}

/** What one import may weigh. `unzipped` and `characters` stop small files that unfold into enormous ones. */
export const LIMITS = {
  bytes: 20 * 1024 * 1024,
  rows: 200_000,
  columns: 200,
  unzipped: 256 * 1024 * 1024,
  characters: 100_000_000,
  heapMegabytes: 512,
  milliseconds: 30_000,
} as const
