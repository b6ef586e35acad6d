import { and, desc, eq, type SQL } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Eyes } from '../platform/db/prepared.ts'
import { literal } from '../platform/db/sql.ts'
import { editions, programmes } from './tables.ts'

export type Edition = typeof editions.$inferSelect

/** Programmes that a reader may see; their editions are seen as they are. For queries that join `programmes`. */
export function programmesVisibleTo({ networkRole }: Pick<Eyes, 'networkRole'>): SQL | undefined {
  return networkRole ? undefined : eq(programmes.visibility, literal('public'))
}

export async function findEdition(db: Reader, viewer: Viewer, slug: string): Promise<Edition | undefined> {
  const [row] = await db
    .select({ edition: editions })
    .from(editions)
    .innerJoin(programmes, eq(programmes.id, editions.programmeId))
    .where(and(eq(editions.slug, slug), programmesVisibleTo(viewer)))
  return row?.edition
}

/** Every edition, to be chosen from: the latest first. */
export function editionChoices(db: Reader, viewer: Viewer) {
  return db
    .select({ slug: editions.slug, name: editions.name, programme: programmes.name })
    .from(editions)
    .innerJoin(programmes, eq(programmes.id, editions.programmeId))
    .where(programmesVisibleTo(viewer))
    .orderBy(desc(editions.startsOn), editions.name)
}
