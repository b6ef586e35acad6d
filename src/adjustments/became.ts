import { and, desc, eq, getTableColumns, isNull, ne } from 'drizzle-orm'
import { feedbacks } from '../feedback/tables.ts'
import type { MakeWaiting } from '../initiatives/sections.ts'
import type { Reading } from '../initiatives/cards.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { MakePilotPart } from '../pilots/parts.ts'
import { pilots } from '../pilots/tables.ts'
import { pilotsVisibleTo } from '../pilots/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { adjustmentsVisibleTo } from './queries.ts'
import { adjustmentFeedbacks, adjustments } from './tables.ts'

const MOST = 10

/** On « Ma page »: what became of what one's own said. */
export function becameWaiting(db: Reader): MakeWaiting {
  return async (reading) => {
    const became = await becameOf(db, reading)
    return became.length > 0 ? { view: '/adjustments/became', data: { became } } : undefined
  }
}

/** On a pilot's page, under what was said there. */
export function becamePart(db: Reader): MakePilotPart {
  return async ({ pilot }, reading) => {
    const became = await becameOf(db, reading, pilot.id)
    return became.length > 0 ? { name: 'became', view: '/adjustments/became-part', data: { became } } : undefined
  }
}

/** What became of what the reader's own organisations and groups said, latest first: what was done, and what was refused. */
async function becameOf(db: Reader, { viewer, today }: Pick<Reading, 'viewer' | 'today'>, pilotId?: string) {
  if (viewer.actorIds.length === 0) return []
  const rows = await settled(db, viewer).execute(seenBy(viewer, today))
  const own = rows.filter((row) => pilotId === undefined || row.pilotId === pilotId)
  return [...new Map(own.map((row) => [row.id, row])).values()].slice(0, MOST)
}

const settled = preparedFor((db, eyes, today) =>
  db
    .select({
      ...getTableColumns(adjustments),
      pilotId: pilots.id,
      pilotTitle: pilots.title,
      feedbackNumber: feedbacks.number,
    })
    .from(feedbacks)
    .innerJoin(adjustmentFeedbacks, eq(adjustmentFeedbacks.feedbackId, feedbacks.id))
    .innerJoin(adjustments, eq(adjustments.id, adjustmentFeedbacks.adjustmentId))
    .innerJoin(pilots, eq(pilots.id, feedbacks.pilotId))
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(
      and(
        oneOf(feedbacks.actorId, blank('actorIds')),
        isNull(feedbacks.withdrawnAt),
        ne(adjustments.state, 'decided'),
        pilotsVisibleTo(db, eyes, today),
        adjustmentsVisibleTo(db, eyes, today),
      ),
    )
    .orderBy(desc(adjustments.changedAt), desc(adjustments.number))
    .limit(200),
)
