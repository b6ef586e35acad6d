import { type SQL, sql } from 'drizzle-orm'
import { dialect } from './dialect.ts'
import { folded } from './sql.ts'

/** Who asks: which words may answer. Words that somebody may not know are not in what is searched for them. */
export type Audience = 'public' | 'network' | 'all'

/** Something that is found by words: the table that triggers keep, the full text upon it, and whose words each part holds. */
export interface Findable {
  /** The plain table; `number` is its key. */
  table: string
  /** FTS5's table, on SQLite. On PostgreSQL the plain table has a `vector`. */
  fullText: string
  /** The column that names what is found. */
  subject: string
  /** Columns that each audience may search (FTS5), and the weights that say the same (tsvector). */
  parts: Record<Audience, { columns: string[]; weights: string }>
  /** Rows hold long texts: on SQLite what is found is read off indexes, rather than each row be looked at. */
  isLong?: boolean
}

const MOST_TERMS = 12

/** The words that are searched, folded. None when nothing but signs was typed; further ones than twelve are left out. */
export function termsOf(words: string): string[] {
  return [...new Set(folded(words).split(' ').filter(Boolean))].slice(0, MOST_TERMS)
}

/**
 * A subquery of the subjects in which each word begins a word that this audience may know; undefined when there is no
 * word to search. Plurals find singulars on both engines; PostgreSQL also compares French stems.
 */
export function foundBy(findable: Findable, words: string, audience: Audience): SQL | undefined {
  const terms = termsOf(words)
  if (terms.length === 0) return undefined
  const { table, fullText, subject, parts, isLong = false } = findable
  const { columns, weights } = parts[audience]
  const [plain, full, found] = [sql.identifier(table), sql.identifier(fullText), sql.identifier(subject)]
  if (dialect === 'postgresql') {
    const within = (only: string) =>
      sql.join(
        terms.map((term) => {
          return sql`(to_tsquery('simple', ${lexeme(singularOf(term), only)}) || to_tsquery('french', ${lexeme(term, only)}))`
        }),
        sql` && `,
      )
    // Of words it knows to be common PostgreSQL would rather unpack all texts than ask its index: here it does not know
    // them when it plans. The index knows no weights: only rows that hold more than this audience may know are unpacked.
    const isTheirs = parts.all.columns
      .filter((column) => !columns.includes(column))
      .map((column) => sql`${sql.identifier(column)} = ''`)
    const isSeen =
      isTheirs.length > 0 ? sql` and (${sql.join(isTheirs, sql` and `)} or vector @@ (${within(weights)}))` : sql``
    return sql`(select ${found} from ${plain} where vector @@ (select ${within('')})${isSeen})`
  }
  const match = `{${columns.join(' ')}} : (${terms.map((term) => matching(singularOf(term))).join(' AND ')})`
  if (isLong) {
    return sql`(select ${plain}.${found} from ${plain} where +${plain}.number in (select rowid from ${full} where ${full} match ${match}))`
  }
  return sql`(select ${plain}.${found} from ${full} join ${plain} on ${plain}.number = ${full}.rowid where ${full} match ${match})`
}

// One letter begins too many words: it is looked for as a word.
const lexeme = (term: string, weights: string) => {
  const marks = `${term.length > 1 ? '*' : ''}${weights}`
  return marks ? `${term}:${marks}` : term
}
const matching = (term: string) => (term.length > 1 ? `"${term}"*` : `"${term}"`)

/** « jardins » finds « jardin », « bateaux » « bateau ». */
export function singularOf(term: string): string {
  return /^\p{L}{3,}[sx]$/u.test(term) ? term.slice(0, -1) : term
}
