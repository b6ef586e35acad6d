import * as z from 'zod'
import { stages, statuses } from '../domain/lifecycle.ts'
import { currencies, leverageFormulas } from '../domain/money.ts'
import { periodNames } from '../domain/periods.ts'
import { sectionCodes, sights } from '../domain/report.ts'
import { day, line, optional, paragraph, requiredLine, requiredParagraph, version } from '../platform/http/fields.ts'

export const templates = ['year', 'quarter', 'funder', 'blank'] as const

const fiscalStart = z
  .string()
  .regex(/^\d\d-\d\d$/, 'not_a_month_day')
  .refine((text) => !Number.isNaN(Date.parse(`2024-${text}`)), 'not_a_month_day')

export const NewReportInput = z.object({
  title: requiredLine(160),
  template: z.enum(templates, 'not_in_list'),
  sight: z.enum(sights, 'not_in_list'),
  /** The name of an actor, or the end of its address; asked for sight `actor`. */
  actor: line(160).default(''),
  fiscalStart,
  // What the board that it was begun from was filtered by.
  stage: optional(z.enum(stages, 'not_in_list')),
  status: optional(z.enum(statuses, 'not_in_list')),
  theme: line(80).default(''),
  territory: line(40).default(''),
})
export type NewReportInput = z.output<typeof NewReportInput>

export const comparisons = ['none', 'before', 'year_before', 'edition', 'date'] as const

export const ReportInput = z.object({
  title: requiredLine(160),
  sight: z.enum(sights, 'not_in_list'),
  actor: line(160).default(''),
  stage: optional(z.enum(stages, 'not_in_list')),
  status: optional(z.enum(statuses, 'not_in_list')),
  theme: line(80).default(''),
  territory: line(160).default(''),
  funder: line(160).default(''),
  edition: line(120).default(''),
  period: z.enum(['free', ...periodNames], 'not_in_list'),
  from: optional(day),
  until: optional(day),
  /** Empty: the last day of the period. */
  asOf: optional(day),
  /** Empty: as known whenever it is computed. */
  knownOn: optional(day),
  comparison: z.enum(comparisons, 'not_in_list'),
  compareOn: optional(day),
  compareEdition: line(120).default(''),
  fiscalStart,
  leverage: z.enum(leverageFormulas, 'not_in_list'),
  currency: optional(z.enum(currencies, 'not_in_list')),
  version,
})
export type ReportInput = z.output<typeof ReportInput>

const place = z.coerce.number<string>('stale_form').int('stale_form').min(0, 'stale_form').max(60, 'stale_form')

export const NewBlockInput = z.object({
  /** A section, or `words` for a text. */
  block: z.enum([...sectionCodes, 'words'], 'not_in_list'),
  version,
})
export const WordsInput = z.object({ words: requiredParagraph(20_000), version })
export const PositionInput = z.object({ to: place, version })
export const VersionInput = z.object({ version })

export const PublishInput = z.object({
  /** What changed since the version before; asked for from the second on. */
  changes: paragraph(2000).default(''),
  version,
})

/** `?slice=` of a drill-down: a name that the computing gave. */
export const SliceQuery = z.object({ slice: z.string().max(200).catch('') })
