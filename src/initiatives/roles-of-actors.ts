import { and, asc, desc, eq, exists, type SQL } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Role } from '../domain/roles.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader, Writer } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, literal } from '../platform/db/sql.ts'
import { initiatives, moves, participations } from './tables.ts'
import { isHeldOn, visibleTo } from './visible.ts'

// What the page and the list of actors ask of this room: which roles they hold, as far as the reader may see.

/** In which roles, where, since when. Links that wait for an answer are shown to nobody here. */
async function of(db: Reader, actorId: string, viewer: Viewer, today: string) {
  const rows = await heldByActor(db, viewer).execute({ actorId, ...seenBy(viewer, today) })
  return rows.map(({ slug, title, stage, status, ...role }) => ({
    initiative: { slug, title, stage, status },
    ...role,
  }))
}

const heldByActor = preparedFor((db, eyes, today) =>
  db
    .select({
      slug: initiatives.slug,
      title: initiatives.title,
      stage: initiatives.stage,
      status: initiatives.status,
      role: participations.role,
      takerKind: participations.takerKind,
      isLead: participations.isLead,
      state: participations.state,
      since: participations.since,
      until: participations.until,
    })
    .from(participations)
    .innerJoin(initiatives, eq(initiatives.id, participations.initiativeId))
    .where(
      and(
        eq(participations.actorId, blank('actorId')),
        eq(participations.state, literal('accepted')),
        visibleTo(db, eyes, today),
      ),
    )
    .orderBy(desc(participations.since), asc(participations.id)),
)

/** For a query that selects from `actors`: those who hold this role today on an initiative that the reader may see. */
function holding(db: Reader, role: Role, viewer: Viewer, today: string): SQL {
  return exists(
    db
      .select({ id: participations.id })
      .from(participations)
      .innerJoin(initiatives, eq(initiatives.id, participations.initiativeId))
      .where(
        and(
          eq(participations.actorId, actors.id),
          eq(participations.role, role),
          isHeldOn(today),
          visibleTo(db, viewer, today),
        ),
      ),
  )
}

/** Two actors turn out to be one: what one held, and what it took over, the other does. */
function moved(tx: Writer, fromId: string, toId: string) {
  return [
    tx.update(participations).set({ actorId: toId }).where(eq(participations.actorId, fromId)),
    tx.update(moves).set({ takenOverById: toId }).where(eq(moves.takenOverById, fromId)),
  ]
}

export const rolesOfActors = { of, holding, moved }
