import { type AnyColumn, inArray, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { dialect } from './dialect.ts'

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

/** A place in a prepared statement that is filled in each time. */
export type Blank = SQL | Placeholder

/**
 * A place in a prepared statement that is filled in each time, with a text. SQLite looks into a bare one to choose a
 * plan, and so plans every join and every sort anew, each time: ten times what it takes to answer.
 */
export function blank(name: string): Blank {
  return dialect === 'sqlite' ? sql`(select ${sql.placeholder(name)})` : sql.placeholder(name)
}

/** A constant, written into the words of the statement: SQLite looks into what drizzle would hand it as a value, as above. */
export function literal(text: string): SQL {
  return sql.raw(`'${text.replaceAll("'", "''")}'`)
}

/**
 * The column is one of these values. A blank is filled in with one JSON array of texts, however many there are:
 * the words of a prepared statement do not change with what it is asked.
 */
export function oneOf(column: AnyColumn, values: readonly string[] | Blank): SQL {
  if ('length' in values) return inArray(column, [...values])
  return dialect === 'postgresql'
    ? sql`${column} = any(array(select jsonb_array_elements_text(${values}::jsonb)))`
    : sql`${column} in (select value from json_each(${values}))`
}

/** The middle one of a group's texts, the last of them first: of an even number, the one before the middle. */
export function middleOf(column: AnyColumn): SQL {
  return dialect === 'postgresql'
    ? sql`percentile_disc(0.5) within group (order by ${column} desc)`
    : sql`json_group_array(${column} order by ${column} desc) ->> ((count(*) - 1) / 2)`
}
