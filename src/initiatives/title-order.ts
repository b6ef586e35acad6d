import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { dialect } from '../platform/db/dialect.ts'

// What is written in French. Neither database puts « É » beside « E » by itself, and by code point it comes after « Z ».
const signs = 'àâäçéèêëîïôöùûüÿ'
const plain = 'aaaceeeeiioouuuy'
const pairs = [
  ['œ', 'oe'],
  ['æ', 'ae'],
] as const
const from = signs + signs.toUpperCase()
const all: readonly (readonly [string, string])[] = [
  ...[...from].map((sign, n) => [sign, plain[n % plain.length]!] as const),
  ...pairs.flatMap(([sign, two]) => [[sign, two] as const, [sign.toUpperCase(), two] as const]),
]
const known = new Map(all)

/** What a title is put in order by: as a French reader looks for it. */
export function titleKey(title: string): string {
  return title
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[À-Ÿœæ]/g, (sign) => known.get(sign) ?? sign)
}

/** The same in SQL, word for word what the index is made of: both databases compare it so. */
export function titleKeyOf(title: AnyColumn): SQL<string> {
  if (dialect === 'postgresql') {
    const single = sql`translate(lower(${title} collate "C"), ${sql.raw(`'${from}', '${plain.repeat(2)}'`)})`
    return replaced(single, all.slice(from.length))
  }
  return replaced(sql`lower(${title})`, all)
}

const replaced = (text: SQL, some: typeof all): SQL<string> =>
  some.reduce<SQL<string>>(
    (inner, [sign, by]) => sql`replace(${inner}, ${sql.raw(`'${sign}', '${by}'`)})`,
    text as SQL<string>,
  )
