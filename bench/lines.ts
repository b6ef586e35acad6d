import type { EngineName, Histories, Loaded } from './engines.ts'
import type { Server } from './server.ts'

/** One figure, beside what it is judged against. */
export interface Row {
  line: string
  engine: EngineName
  size: number
  value: number
  unit: string
  /** In the same unit, measured in the same run; null where there is nothing to compare with. */
  baseline: number | null
  ratio: number | null
  /** Processor time of the server's process, and of the baseline's, for one answer, in milliseconds. */
  cpu?: [number, number]
}

/** As a line reports it; without a baseline there is no ratio. */
export type Figure = Pick<Row, 'line' | 'value' | 'unit' | 'cpu'> & Partial<Pick<Row, 'baseline' | 'ratio'>>

/** What a line measures with. */
export interface Bench {
  engine: EngineName
  size: number
  loaded: Loaded
  /** Another network of the same size, of which the line takes care. */
  load: (histories: Histories) => Promise<Loaded>
  server: Server
  seconds: number
  rounds: number
  report: (figure: Figure) => void
  leftOut: (line: string, why: string) => void
}

/** Some lines that are measured together, and by which names they are chosen. */
export interface Lines {
  names: readonly string[]
  measure(bench: Bench, chosen: (name: string) => boolean): Promise<void>
}

export interface Bar {
  least?: number
  most?: number
  of: 'value' | 'ratio'
}

/** What is to be reached. Lines without a bar are measured for what they teach. */
export const bars: Record<string, Bar> = {
  board: { of: 'ratio', least: 0.03 },
  'board, coordinator': { of: 'ratio', least: 0.03 },
  'board, visitor': { of: 'ratio', least: 0.03 },
  initiative: { of: 'ratio', least: 0.05 },
  actor: { of: 'ratio', least: 0.05 },
  'board, time beside the smallest network': { of: 'value', most: 1.5 },
  move: { of: 'ratio', least: 0.3 },
  'moves a second': { of: 'value', least: 300 },
  'move, p99 beside p50': { of: 'ratio', most: 10 },
  'search, common word': { of: 'ratio', most: 3 },
  'search, rare word': { of: 'ratio', most: 3 },
  'search, two words': { of: 'ratio', most: 3 },
  // Only SQLite's answers are held to a time: PostgreSQL is a process of its own.
  'library, 20,000 documents': { of: 'value', most: 60 },
  'library, 20,000 documents, rarer word': { of: 'value', most: 60 },
  'library, 20,000 documents, two words': { of: 'value', most: 60 },
  'export, rows': { of: 'value', least: 20_000 },
  'export, memory': { of: 'value', most: 50 },
  'live, seen by all': { of: 'value', most: 1_000 },
  'live, memory of a page': { of: 'value', most: 30 },
  'start to ready': { of: 'value', most: 1_000 },
  'memory, idle': { of: 'value', most: 120 },
  'memory, after mixed load': { of: 'value', most: 350 },
  'event loop, p99 late': { of: 'value', most: 50 },
  // Of a day that nobody asked for yet, everything counted again; after a write, everything read again, too.
  report: { of: 'value', most: 300 },
  'report, after a write': { of: 'value', most: 300 },
  'report, pages meanwhile': { of: 'ratio', most: 2 },
  'page weight': { of: 'value', most: 150 },
  'page weight, third parties': { of: 'value', most: 0 },
}

export function reaches({ line, value, ratio }: Row): boolean | undefined {
  const bar = bars[line]
  if (!bar) return undefined
  const figure = bar.of === 'value' ? value : ratio
  if (figure === null) return undefined
  return figure >= (bar.least ?? -Infinity) && figure <= (bar.most ?? Infinity)
}
