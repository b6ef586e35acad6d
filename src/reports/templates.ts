import { periodNamed } from '../domain/periods.ts'
import type { Block, ReportQuery, SectionCode } from '../domain/report.ts'
import type { NewReportInput } from './schema.ts'

type Template = NewReportInput['template']

const sections: Record<Template, readonly SectionCode[]> = {
  year: [
    'summary',
    'stock',
    'flow',
    'cumulative',
    'times',
    'cohorts',
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
  ],
  quarter: ['summary', 'stock', 'flow', 'ages', 'forecast', 'pilots', 'feedback', 'endings', 'corrections', 'annex'],
  funder: [
    'summary',
    'stock',
    'flow',
    'money',
    'leverage',
    'times',
    'pilots',
    'feedback',
    'adjustments',
    'indicators',
    'adoptions',
    'endings',
    'corrections',
    'annex',
  ],
  blank: ['summary'],
}

/** What a new report asks, until its author says otherwise. */
export function begunWith(
  { template, fiscalStart, stage, status, theme, territory }: NewReportInput,
  today: string,
): ReportQuery {
  const period = periodNamed(template === 'quarter' ? 'quarter_before' : 'fiscal_year_before', today, fiscalStart)
  return {
    filter: {
      ...(stage ? { stage } : {}),
      ...(status ? { status } : {}),
      ...(theme ? { theme } : {}),
      ...(territory ? { territory } : {}),
    },
    period,
    asOf: period.until,
    fiscalStart,
    leverage: 'others_on_own',
    blocks: sections[template].map((section): Block => ({ section })),
  }
}
