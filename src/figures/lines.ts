/**
 * The fields of lines that the database told, one after the other, each ended by `|`: cutting a hundred thousand lines
 * into texts of their own takes several times as long, and most say the same few hundred words.
 */
export interface Lines {
  hasMore(): boolean
  /** A word that many say: the same text for the same letters, which stays when the lines are gone. */
  word(): string
  /** Null for an empty field. */
  wordOrNull(): string | null
  /** A text that few say, for looking something up: it would keep all of the lines alive. */
  id(): string
  /** The same, of that to which the line belongs: lines of one lie together, mostly. */
  owner(): string
  skip(): undefined
  /** A whole number; 0 for an empty field. */
  number(): number
}

const [BAR, DASH, ZERO] = [124, 45, 48]

export function linesOf(told: string): Lines {
  const words = new Map<number, string[]>()
  const { length } = told
  let at = 0
  let last = ''

  const end = () => {
    const bar = told.indexOf('|', at)
    return bar < 0 ? length : bar
  }
  const id = () => {
    const until = end()
    const found = told.slice(at, until)
    at = until + 1
    return found
  }
  const word = () => {
    const from = at
    let hash = 0x811c9dc5
    for (; at < length; at++) {
      const code = told.charCodeAt(at)
      if (code === BAR) break
      hash = Math.imul(hash ^ code, 0x01000193)
    }
    const until = at++
    let among = words.get(hash)
    if (!among) words.set(hash, (among = []))
    for (const one of among) if (one.length === until - from && told.startsWith(one, from)) return one
    const own = copied(told, from, until)
    among.push(own)
    return own
  }

  return {
    hasMore: () => at < length,
    word,
    wordOrNull: () => word() || null,
    id,
    owner() {
      if (last !== '' && told.startsWith(last, at) && told.charCodeAt(at + last.length) === BAR) at += last.length + 1
      else last = id()
      return last
    },
    skip() {
      at = end() + 1
    },
    number() {
      const isNegative = told.charCodeAt(at) === DASH
      if (isNegative) at += 1
      let value = 0
      for (; at < length; at++) {
        const code = told.charCodeAt(at)
        if (code === BAR) break
        value = value * 10 + code - ZERO
      }
      at += 1
      return isNegative ? -value : value
    },
  }
}

/** A piece of a text is a view of the whole, as long as it is not written letter by letter. */
function copied(told: string, from: number, until: number): string {
  const codes: number[] = []
  for (let at = from; at < until; at++) codes.push(told.charCodeAt(at))
  return String.fromCharCode(...codes)
}
