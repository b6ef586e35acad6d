import { and, desc, eq } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { similarTo } from './likeness.ts'
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
  return Promise.all(
    found.map(async (initiative) => ({
      initiative,
      similar: await similarTo(db, viewer, today, initiative.title, initiative.id),
    })),
  )
}
