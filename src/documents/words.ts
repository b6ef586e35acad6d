import { folded } from '../platform/db/sql.ts'

const MOST_CHARACTERS = 400_000
/** PostgreSQL's tsvector holds 1,048,575 bytes; each word is there as it is and by its stem, with where it stands. */
const MOST_BYTES = 700_000
const PER_WORD = 12
const PLACES = 256
const LONGEST = 100

/** The words of a text as they are searched: folded, and no more of them than both databases can hold. */
export function searchableWords(text: string): string {
  const words: string[] = []
  const met = new Map<string, number>()
  let [length, bytes] = [0, 0]
  for (const word of folded(text.slice(0, 2 * MOST_CHARACTERS)).split(' ')) {
    // Codes of pictures and keys, which nobody types.
    if (word.length > LONGEST) continue
    const times = met.get(word) ?? 0
    met.set(word, times + 1)
    bytes += (times === 0 ? 2 * (Buffer.byteLength(word) + PER_WORD) : 0) + (times < PLACES ? 4 : 0)
    length += word.length + 1
    if (length > MOST_CHARACTERS || bytes > MOST_BYTES) break
    words.push(word)
  }
  return words.join(' ')
}
