import { and } from 'drizzle-orm'
import type { Standing } from '../domain/report.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'

/**
 * The initiatives behind a figure, as they stood. What the reader may not see today (it was hidden or merged since) is
 * counted, so that the figure stays what it was, but not named. Throws NotFound for a slice that is not there.
 */
export async function behind(
  db: Reader,
  viewer: Viewer,
  today: string,
  slice: string,
  all: readonly Standing[] | null,
) {
  if (!all) throw new NotFound()
  const seen = await db
    .select({ id: initiatives.id, slug: initiatives.slug, title: initiatives.title })
    .from(initiatives)
    .where(
      and(
        oneOf(
          initiatives.id,
          all.map(({ id }) => id),
        ),
        visibleTo(db, viewer, today),
      ),
    )
  const named = new Map(seen.map((one) => [one.id, one]))
  return {
    slice,
    shown: all.flatMap((one) => {
      const now = named.get(one.id)
      return now ? [{ ...one, slug: now.slug, title: now.title }] : []
    }),
    hidden: all.length - named.size,
  }
}
