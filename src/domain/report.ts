import type { EndingKind, Stage, Status } from './lifecycle.ts'
import type { Currency, LeverageFormula } from './money.ts'

// What a report asks, and what it answers: the same shape for the page, paper, spreadsheets and what is frozen.

/** With whose eyes it is computed, and so who may read it: nobody reads a figure made of what they may not see. */
export const sights = ['public', 'network', 'actor', 'coordination'] as const
export type ReportSight = (typeof sights)[number]

export const sectionCodes = [
  'summary',
  'stock',
  'flow',
  'times',
  'ages',
  'cohorts',
  'cumulative',
  'forecast',
  'money',
  'leverage',
  'coverage',
  'sectors',
  'knowledge',
  'pilots',
  'feedback',
  'adjustments',
  'indicators',
  'adoptions',
  'endings',
  'spotted',
  'corrections',
  'annex',
] as const
export type SectionCode = (typeof sectionCodes)[number]

/** In the order of the page: a section, or words between (Markdown). */
export type Block = { section: SectionCode } | { words: string }

export interface ReportFilter {
  stage?: Stage
  status?: Status
  /** Code of a territory: what lies inside it counts. */
  territory?: string
  /** Slug of a theme. */
  theme?: string
  /** Slug of an actor who funds. */
  funder?: string
  /** Slug of an edition in which they are enrolled. */
  edition?: string
}

/** Days are YYYY-MM-DD; periods hold both of their days. */
export interface Period {
  from: string
  until: string
}

/** The moment that figures speak of. */
export interface When {
  period: Period
  /** Stock and ages are those of the end of this day. */
  asOf: string
}

export interface ReportQuery extends When {
  filter: ReportFilter
  /** As known at this instant (ISO 8601): what was recorded later does not exist for it. Undefined: as known now. */
  knownAt?: string
  compare?: When
  /** MM-DD: the first day of the fiscal year by which years are told. */
  fiscalStart: string
  leverage: LeverageFormula
  /** Everything converted into this currency, at the network's latest rates of the as-of day; undefined: each apart. */
  currency?: Currency
  blocks: readonly Block[]
}

export type Unit =
  | 'initiatives'
  | 'moves'
  | 'days'
  | 'cents'
  | 'percent'
  | 'ratio'
  | 'roles'
  | 'contributions'
  | 'actors'
  | 'pilots'
  | 'feedbacks'
  | 'adjustments'
  | 'indicators'
  | 'adoptions'
  | 'people'
  /** From 1 to 5. */
  | 'score'
  | 'number'

/** A name that is shown: by a key of the catalogues (`words.stage.emergence`), as it is, or a date. */
export type Label =
  | { word: string; params?: Record<string, string | number> }
  | { text: string }
  | { day: string }
  | { month: string }
  | { initiative: { slug: string; title: string } }

export interface Figure {
  /** Names its definition: `figures.<code>.name`, `.formula`, `.source` of the catalogues. */
  code: string
  unit: Unit
  currency?: Currency
  /** Null when there is nothing to say; `why` says why (`figures.why.<why>`). Percentages are 0–100. */
  value: number | null
  why?: string
  /** What the number means, in words. */
  said?: Label
  /** The same at the other date, when two are compared. */
  compared?: number | null
  /** What initiatives are behind it: the name of a slice. */
  slice?: string
}

export interface Column {
  /** Names its heading: `figures.column.<code>`, unless `label` does. */
  code: string
  label?: Label
  unit: Unit | 'label' | 'day' | 'text'
  /** The figure whose definition it follows. */
  figure?: string
}

export interface Cell {
  value?: number | string | null
  label?: Label
  currency?: Currency
  slice?: string
  compared?: number | null
}

export interface Table {
  /** Names its caption: `figures.table.<code>`. */
  code: string
  columns: readonly Column[]
  rows: readonly (readonly Cell[])[]
  total?: readonly Cell[]
}

/** Drawn of a table of the same section: its figures stand under it. */
export interface Chart {
  /** Names its title and description: `figures.chart.<code>.title`, `.description`. */
  code: string
  kind: 'bars' | 'stacked' | 'area' | 'lines' | 'steps'
  table: string
  /** Column of the categories or days. */
  x: string
  /** Columns drawn, in order. */
  series: readonly string[]
}

export interface Section {
  code: SectionCode
  figures: readonly Figure[]
  tables: readonly Table[]
  charts: readonly Chart[]
  /** Sentences of the catalogues (`figures.note.<key>`): what the reader should know before reading the figures. */
  notes: readonly { key: string; params?: Record<string, string | number> }[]
}

/** Where an initiative stood at the as-of date. */
export interface Standing {
  id: string
  slug: string
  title: string
  stage: Stage
  status: Status
  stageSince: string
  endingKind: EndingKind | null
}

/** A computed report: words appear as keys, so that it is read in any language; the same query gives the same bytes. */
export interface Content {
  query: ReportQuery
  /** The instant as of which things were known, ISO 8601. */
  knownAt: string
  /** How many initiatives the filter and the sight leave. */
  population: number
  sections: readonly Section[]
  /** The initiatives that any figure or cell speaks of: what slices point into. */
  initiatives: readonly Standing[]
  /** Positions in `initiatives`, by name of slice. */
  slices: Readonly<Record<string, readonly number[]>>
  /** Versions of the gates in force, by stage. */
  gates: Readonly<Record<Stage, number>>
}
