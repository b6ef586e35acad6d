import { and, count, eq, isNull } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import { pilots } from '../pilots/tables.ts'
import { pilotsVisibleTo } from '../pilots/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { feedbacks } from './tables.ts'

/** How many spoke in each pilot of an initiative that this reader may see; pilots where nobody did are left out. */
export async function countsSaid(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await counted(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
  return new Map(rows.map(({ pilotId, many }) => [pilotId, many]))
}

const counted = preparedFor((db, eyes, today) =>
  db
    .select({ pilotId: feedbacks.pilotId, many: count() })
    .from(feedbacks)
    .innerJoin(pilots, eq(pilots.id, feedbacks.pilotId))
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(
      and(
        eq(pilots.initiativeId, blank('initiativeId')),
        isNull(feedbacks.withdrawnAt),
        pilotsVisibleTo(db, eyes, today),
      ),
    )
    .groupBy(feedbacks.pilotId),
)
