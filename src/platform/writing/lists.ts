const NEEDS_QUOTES = /[|;\r\n]|^\s*"/u

/** Several items in one cell, as `readList` parts them: one that holds a separator stands between quotation marks. */
export function listed(items: readonly string[]): string {
  return items.map((item) => (NEEDS_QUOTES.test(item) ? `"${item.replaceAll('"', '""')}"` : item)).join(' | ')
}
