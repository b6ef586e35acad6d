import type { Database } from '../db/database.ts'

/**
 * Makes a value once and gives it again under the same key, as long as nobody has written anything to the database.
 * `asked` is the revision that was asked for before anything was read; without it, it is asked for now.
 */
export type Keep = <Value>(key: string, make: () => Promise<Value>, asked?: string) => Promise<Value>

/** Characters in all: some forty boards, or many more pages of initiatives. Those that were not asked for lately go first. */
const MOST_KEPT = 8_000_000
/** What something that is no text counts for: a row of a table, or a few. */
const A_ROW = 2_000

/**
 * What was read cannot be old: everything goes as soon as anybody, in any process, commits anything. What a value was
 * made of besides the database (who reads, which day, which words) must be in its key. What was not found is not kept.
 */
export function keptWhileUnwritten(db: Pick<Database, 'revision'>, most = MOST_KEPT): Keep {
  const values = new Map<string, unknown>()
  let revision = ''
  let length = 0

  return async <Value>(key: string, make: () => Promise<Value>, asked?: string) => {
    const now = asked ?? (await db.revision())
    if (now !== revision) {
      values.clear()
      length = 0
      revision = now
    }
    const known = values.get(key)
    if (known !== undefined) {
      values.delete(key)
      values.set(key, known)
      return known as Value
    }
    const made = await make()
    // Asked before anything was read: whoever wrote meanwhile has made this one old, and it is not kept.
    if (made !== undefined && revision === now && !values.has(key)) {
      values.set(key, made)
      length += lengthOf(made)
    }
    for (const [oldest, value] of values) {
      if (length <= most) break
      values.delete(oldest)
      length -= lengthOf(value)
    }
    return made
  }
}

const lengthOf = (value: unknown) => (typeof value === 'string' ? value.length : A_ROW)
