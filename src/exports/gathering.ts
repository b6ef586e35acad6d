import { setImmediate as breathe } from 'node:timers/promises'
import { type Stage, type Status, stages, statuses } from '../domain/lifecycle.ts'
import { type Look, placesOf, recentPlaceOf, statusOf } from '../initiatives/board.ts'
import type { Reader } from '../platform/db/database.ts'

const PART = 1000

/** The statuses that an export is about. Spotted initiatives wait in their own inbox, and are in no list. */
export function statusesOf({ filter }: Look, which: 'shown' | 'all'): readonly Status[] {
  return which === 'all' ? statuses.filter((one) => one !== 'spotted') : [statusOf(filter)]
}

/**
 * All that the list shows, page after page, in its order: by id. Gathered in parts, so that nobody else waits; what is
 * changed meanwhile goes to the top of the latest, and is looked for there before the end.
 */
export async function gathered(db: Reader, look: Look, which: 'shown' | 'all'): Promise<string[]> {
  const found: Found = new Map()
  const columns = statusesOf(look, which).flatMap((status) =>
    (look.filter.stage ? [look.filter.stage] : stages).map((stage) => ({ stage, status })),
  )
  for (const column of columns) await walk(db, look, column, found, () => true)
  for (const column of columns) await walk(db, look, column, found, (news) => news > 0)
  return sorted(found, look.filter.sort === 'recent' ? -1 : 1)
}

/** By id, what the list is put in order by: as little as can be, since they may be a hundred thousand. */
type Found = Map<string, string | number>
type Column = { stage: Stage; status: Status }

async function walk(
  db: Reader,
  look: Look,
  column: Column,
  found: Found,
  goesOn: (news: number) => boolean,
): Promise<void> {
  const { sort: by } = look.filter
  const filter = { ...look.filter, sort: 'recent' as const }
  let after: string | undefined
  for (;;) {
    const part = await placesOf(db, { ...look, filter: { ...filter, after } }, column, { limit: PART, by })
    const before = found.size
    for (const { id, value } of part)
      if (!found.has(id)) found.set(id, typeof value === 'object' ? value.getTime() : value)
    const last = part.at(-1)
    if (!last || part.length < PART || !goesOn(found.size - before)) return
    after = recentPlaceOf(last)
    await breathe()
  }
}

function sorted(found: Found, sign: 1 | -1): string[] {
  return [...found.keys()].sort((id, otherId) => {
    const [value, other] = [found.get(id)!, found.get(otherId)!]
    if (value !== other) return value < other ? -sign : sign
    return id < otherId ? -sign : sign
  })
}
