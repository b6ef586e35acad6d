import type { Translate } from '../platform/i18n/i18n.ts'
import { guarded } from '../platform/writing/guarded.ts'

export const PER_PAGE = 50

interface Shown {
  outcome?: string | undefined
  page: number
}

/** What `parts/pager` shows; none when everything is on the page. */
export function pagerFor(path: string, { outcome, page }: Shown, total: number) {
  if (total <= PER_PAGE) return undefined
  const to = Math.min(total, page * PER_PAGE)
  const link = (at: number) =>
    `${path}?${new URLSearchParams({ ...(outcome ? { outcome } : {}), page: String(at) }).toString()}`
  return {
    from: Math.min(total, (page - 1) * PER_PAGE + 1),
    to,
    total,
    ...(page > 1 ? { previous: link(page - 1) } : {}),
    ...(to < total ? { next: link(page + 1) } : {}),
  }
}

interface RefusedRow {
  line: number
  column: string | null
  value: string | null
  reason: string | null
}

/**
 * The rows that were not taken in, with the reason and their own cells, for a spreadsheet: a cell that one would take
 * for a formula is preceded by an apostrophe.
 */
export function refusedCsv(
  t: Translate,
  rows: readonly RefusedRow[],
  names: string[],
  cellsAt: (line: number) => string[],
) {
  const head = ['line', 'reason', 'column', 'value'].map((name) => t(`imports.table.${name}`))
  const body = rows.map(({ line, column, value, reason }) => [
    String(line),
    reason ? t(`imports.reason.${reason}`) : '',
    column ?? '',
    value ?? '',
    ...cellsAt(line),
  ])
  // With a mark of order of bytes, without which one spreadsheet mistakes the accents.
  return `\ufeff${[[...head, ...names], ...body].map((cells) => cells.map(quoted).join(';')).join('\r\n')}\r\n`
}

function quoted(cell: string): string {
  return `"${guarded(cell).replaceAll('"', '""')}"`
}
