import type { Database } from '../db/database.ts'

/** Makes a text once and gives it again under the same key, as long as nobody has written anything to the database. */
export type Keep = (key: string, make: () => Promise<string>) => Promise<string>

/** Characters in all: some forty boards, or many more pages of initiatives. Those that were not asked for lately go first. */
const MOST_KEPT = 8_000_000

/**
 * What was read cannot be old: everything goes as soon as anybody, in any process, commits anything. What a text was
 * made of besides the database (who reads, which day, which words) must be in its key.
 */
export function keptWhileUnwritten(db: Pick<Database, 'revision'>, most = MOST_KEPT): Keep {
  const texts = new Map<string, string>()
  let revision = ''
  let length = 0

  return async (key, make) => {
    const now = await db.revision()
    if (now !== revision) {
      texts.clear()
      length = 0
      revision = now
    }
    const known = texts.get(key)
    if (known !== undefined) {
      texts.delete(key)
      texts.set(key, known)
      return known
    }
    const made = await make()
    // Asked before anything was read: whoever wrote meanwhile has made this one old, and it is not kept.
    if (revision === now && !texts.has(key)) {
      texts.set(key, made)
      length += made.length
    }
    for (const [oldest, text] of texts) {
      if (length <= most) break
      texts.delete(oldest)
      length -= text.length
    }
    return made
  }
}
