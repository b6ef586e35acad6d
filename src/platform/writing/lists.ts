import { plainText } from '../reading/markup.ts'

const NEEDS_QUOTES = /[|;\r\n]|^\s*"/u

/**
 * Several items in one cell, as `readList` parts them: one that holds a separator stands between quotation marks. What
 * counts is what is read: the semicolon that ends `&lt;` is none.
 */
export function listed(items: readonly string[]): string {
  return items
    .map((item) => (NEEDS_QUOTES.test(plainText(item)) ? `"${item.replaceAll('"', '""')}"` : item))
    .join(' | ')
}
