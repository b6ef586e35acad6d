import { actors } from '../actors/tables.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'

export interface Named {
  name: string
  kind: typeof actors.$inferSelect.kind
  visibility: typeof actors.$inferSelect.visibility
}

/** Actors of one page are mostly those of the pages before. More than so many are forgotten. */
const MOST = 50_000

/**
 * Who actors are, read once as long as nobody writes: to look each up for every role would be a quarter of what an
 * export reads. `fresh` is asked before a page is read, and the rest after.
 */
export function naming(db: Pick<Database, 'revision'> & Reader) {
  let known = new Map<string, Named>()
  let revision = ''
  return {
    async fresh(): Promise<void> {
      const now = await db.revision()
      if (now !== revision || known.size > MOST) known = new Map()
      revision = now
    },
    async named(ids: Iterable<string>): Promise<ReadonlyMap<string, Named>> {
      const its = known
      const unknown = new Set<string>()
      for (const id of ids) if (!its.has(id)) unknown.add(id)
      if (unknown.size > 0) {
        const found = await byIds(db).execute({ ids: JSON.stringify([...unknown]) })
        for (const { id, name, kind, visibility } of found) its.set(id, { name, kind, visibility })
      }
      return its
    },
  }
}

const byIds = prepared((db) =>
  db
    .select({ id: actors.id, name: actors.name, kind: actors.kind, visibility: actors.visibility })
    .from(actors)
    .where(oneOf(actors.id, blank('ids'))),
)
