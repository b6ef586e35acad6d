import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

// The few places where the databases want care. Everything else is drizzle.

/** Lower case without accents, words separated by one space: what `search_text` columns hold on both databases. */
export function folded(...texts: (string | null | undefined)[]): string {
  return texts
    .join(' ')
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Every word of `words` begins a word of the folded column. No word at all matches everything. */
export function hasWords(column: AnyColumn, words: string): SQL | undefined {
  const terms = folded(words).split(' ').filter(Boolean).slice(0, 12)
  if (terms.length === 0) return undefined
  return sql.join(
    terms.map((term) => sql`' ' || ${column} like ${`% ${term}%`}`),
    sql` and `,
  )
}
