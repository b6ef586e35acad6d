import type { Reader } from '../platform/db/database.ts'
import { found, type Look, sortOf } from './listing.ts'
import { marked, partsAround, passageIn, type Piece } from './passages.ts'
import { collectionsSeen, featured, type Shelved, shelved } from './queries.ts'

const PER_PAGE = 20

/** A document as a list shows it. */
export interface Row extends Shelved {
  /** Its title, with the words that were searched told apart. */
  title: Piece[]
  /** Where those words are written: in what is said of it or inside; nothing when the title has them all. */
  passage: { isInside: boolean; pieces: Piece[] } | undefined
}

/** One page of what the filter shows, and how many there are in all. */
export async function resultsPage(db: Reader, look: Look) {
  const { viewer, today, filter } = look
  const { ids, total } = await found(db, look, PER_PAGE, (filter.page - 1) * PER_PAGE)
  const from = (filter.page - 1) * PER_PAGE + 1
  return {
    rows: await rowsOf(db, await shelved(db, viewer, today, ids), filter.q),
    total,
    from,
    to: from + ids.length - 1,
    isLast: from + ids.length > total,
    sort: sortOf(filter),
  }
}

/** These documents with the passages that answer to the words: looked for in what the page shows, and nowhere else. */
export async function rowsOf(db: Reader, some: readonly Shelved[], words: string): Promise<Row[]> {
  const parts = await partsAround(
    db,
    some.map(({ document }) => document.id),
    words,
  )
  return some.map((one): Row => {
    const { id, title, description } = one.document
    const part = parts.get(id)
    const inside = part === undefined ? undefined : passageIn(part, words)
    const said = inside ? undefined : passageIn(description, words)
    const pieces = inside ?? said
    return {
      ...one,
      title: marked(title, words),
      passage: pieces && { isInside: inside !== undefined, pieces },
    }
  })
}

/** What the library shows before anybody searches: what is put forward, and the collections. */
export async function frontOf(db: Reader, { viewer, today }: Look) {
  const [forward, collections] = await Promise.all([featured(db, viewer, today, 6), collectionsSeen(db, viewer, today)])
  return { featured: await rowsOf(db, forward, ''), collections }
}
