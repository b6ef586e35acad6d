import { and, desc, eq } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { similarToEach } from './likeness.ts'
import { initiatives } from './tables.ts'
import { visibleTo } from './visible.ts'

const SHOWN = 50

/** Spotted initiatives, newest first, each with the titles that look like its own. */
export async function inbox(db: Reader, viewer: Viewer, today: string) {
  const found = await db
    .select()
    .from(initiatives)
    .where(and(eq(initiatives.status, 'spotted'), visibleTo(db, viewer, today)))
    .orderBy(desc(initiatives.changedAt), desc(initiatives.id))
    .limit(SHOWN)
  const similar = await similarToEach(
    db,
    viewer,
    today,
    found.map(({ id, title }) => ({ title, exceptId: id })),
  )
  return found.map((initiative, n) => ({ initiative, similar: similar[n]! }))
}
