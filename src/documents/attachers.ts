import { and, asc, eq } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Role } from '../domain/roles.ts'
import type { Viewer } from '../domain/viewer.ts'
import { participations } from '../initiatives/tables.ts'
import { isHeldOn } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, seenBy } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'

const inOrder: readonly Role[] = ['support_partner', 'carrier', 'taker', 'funder']

/** Those for whom this reader holds a role on an initiative today, whoever documents most first. */
export async function attachersOn(db: Reader, viewer: Viewer, today: string, initiativeId: string) {
  if (viewer.actorIds.length === 0) return []
  const held = await heldFor(db).execute({ initiativeId, ...seenBy(viewer, today) })
  const sorted = held.toSorted((a, b) => inOrder.indexOf(a.role) - inOrder.indexOf(b.role))
  return sorted.filter((one, n) => sorted.findIndex(({ id }) => id === one.id) === n)
}

const heldFor = prepared((db) =>
  db
    .select({ id: actors.id, name: actors.name, role: participations.role })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(
      and(
        eq(participations.initiativeId, blank('initiativeId')),
        oneOf(participations.actorId, blank('actorIds')),
        isHeldOn(blank('today')),
      ),
    )
    .orderBy(asc(participations.since), asc(participations.id)),
)
