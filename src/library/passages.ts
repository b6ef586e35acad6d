import { inArray, sql } from 'drizzle-orm'
import { documents, documentTexts } from '../documents/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { dialect } from '../platform/db/dialect.ts'
import { folded } from '../platform/db/sql.ts'
import { singularOf, termsOf } from '../platform/db/words.ts'

/** A piece of a text that is shown, and whether it is one of the words that were searched. */
export interface Piece {
  text: string
  isMarked: boolean
}

/** Characters of a passage, about. */
const LENGTH = 260
/** Characters that are read around the place where a word is expected. */
const AROUND = 1500

/**
 * For each of these documents, the part of its text around the first of the words that is in it. Where that is, is
 * known of the folded text, and reckoned from there: only so much of the original is read, however long it is.
 */
export async function partsAround(db: Reader, ids: readonly string[], words: string): Promise<Map<string, string>> {
  // The longest says most.
  const terms = termsOf(words)
    .map(singularOf)
    .sort((a, b) => b.length - a.length)
  if (ids.length === 0 || terms.length === 0) return new Map()
  const at = sql.raw(dialect === 'postgresql' ? 'strpos' : 'instr')
  const places = [...terms, ...otherForms(terms)].map(
    (term) => sql`nullif(${at}(' ' || ${documentTexts.words}, ${` ${term}`}), 0)`,
  )
  const folds = sql`coalesce(${sql.join([...places, sql`null`], sql`, `)})`
  const { text, words: kept, documentId } = documentTexts
  // A limit keeps both databases from writing the place out wherever it is spoken of: each would look for it again.
  const placed = sql`(select ${documentId} as id, ${text} as whole,
      cast(${folds} * (1.0 * length(${text}) / length(${kept})) as integer) as place
    from ${documentTexts} where ${inArray(documentId, [...ids])} and ${documentTexts.versionId} in
      (select ${documents.currentVersionId} from ${documents} where ${inArray(documents.id, [...ids])})
    limit ${ids.length}) as placed`
  const margin = sql`(${AROUND} + place / 20)`
  const from = sql`case when place > ${margin} then place - ${margin} else 1 end`
  const rows = await db
    .select({ id: sql<string>`id`, part: sql<string>`substr(whole, ${from}, 2 * ${margin})` })
    .from(placed)
    .where(sql`place is not null`)
  return new Map(rows.map(({ id, part }) => [id, part]))
}

/** A text with the words that were searched told apart: what it says, unchanged, in pieces. */
export function marked(text: string, words: string): Piece[] {
  return pieces(text, hitsIn(text, termsOf(words).map(singularOf)))
}

/** The passage of a text in which most of the words stand together; undefined when there is none of them in it. */
export function passageIn(text: string, words: string): Piece[] | undefined {
  const terms = termsOf(words).map(singularOf)
  const hits = [terms, otherForms(terms)].map((some) => hitsIn(text, some)).find((some) => some.length > 0)
  if (!hits) return undefined
  const first = hits.reduce((best, hit) => (togetherFrom(hits, hit) > togetherFrom(hits, best) ? hit : best))
  const last = hits.findLast(({ to }) => to <= first.from + LENGTH)!
  const spare = Math.max(40, Math.floor((LENGTH - (last.to - first.from)) / 2))
  const [from, to] = [wordBegin(text, first.from - spare), wordEnd(text, last.to + spare)]
  const shown = hits
    .filter((hit) => hit.from >= from && hit.to <= to)
    .map((hit) => ({ ...hit, from: hit.from - from, to: hit.to - from }))
  const passage = pieces(text.slice(from, to), shown)
  const cut = (isCut: boolean): Piece[] => (isCut ? [{ text: '…', isMarked: false }] : [])
  return [...cut(from > 0), ...passage, ...cut(to < text.length)]
}

interface Hit {
  from: number
  to: number
  term: string
}

/** Words of the text that one of the terms begins, accents and case apart. */
function hitsIn(text: string, terms: readonly string[]): Hit[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].flatMap(({ 0: word, index }) => {
    const plain = folded(word)
    const term = terms.find((one) => (one.length > 1 ? plain.startsWith(one) : plain === one))
    return term === undefined ? [] : [{ from: index, to: index + word.length, term }]
  })
}

/** How many different words stand in a passage that begins with this one. */
function togetherFrom(hits: readonly Hit[], first: Hit): number {
  return new Set(hits.filter(({ from, to }) => from >= first.from && to <= first.from + LENGTH).map(({ term }) => term))
    .size
}

// PostgreSQL finds other forms of a French word: they begin alike.
function otherForms(terms: readonly string[]): string[] {
  return dialect === 'postgresql' ? terms.map((term) => term.slice(0, Math.max(4, term.length - 3))) : []
}

function pieces(text: string, hits: readonly Hit[]): Piece[] {
  const all: Piece[] = []
  let at = 0
  for (const { from, to } of hits) {
    all.push({ text: text.slice(at, from), isMarked: false }, { text: text.slice(from, to), isMarked: true })
    at = to
  }
  return [...all, { text: text.slice(at), isMarked: false }]
    .filter((piece) => piece.text !== '')
    .map((piece) => ({ ...piece, text: piece.text.toWellFormed() }))
}

function wordBegin(text: string, at: number): number {
  if (at <= 0) return 0
  const space = text.slice(at).search(/\s/)
  return space < 0 || space > 30 ? at : at + space + 1
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.slice(Math.max(0, at - 30), at).search(/\s\S*$/)
  return space < 0 ? at : Math.max(0, at - 30) + space
}
