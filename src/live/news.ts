import type { Recorded } from '../activity/queries.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { capacitiesOf } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { maySee, type Visibility } from '../domain/visibility.ts'
import { type Initiative, rolesNamedBy } from '../initiatives/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Held, standingNow } from './queries.ts'

type Readable = Pick<Initiative, 'visibility' | 'namedRoles'>

/** An initiative that something happened to: as it stands now, and for whom it was before. */
export interface Changed {
  initiative: Initiative
  held: Held[]
  /** Its levels before, when they changed. */
  was: Readable[]
  /** The stage that a move led to, if one did: said aloud. */
  movedTo: Stage | undefined
}

/** What some rows of the journal mean for whoever looks. */
export interface News {
  changed: Changed[]
  /** Accounts whose rights may have changed: their pages begin anew. */
  accounts: Set<string>
  /** Actors who took up or left a role: what they see may have changed. */
  actors: Set<string>
  /** Persons who speak for others than before, and actors that were merged: who acts for them begins anew. */
  persons: Set<string>
}

interface Particulars {
  actor?: string
  person?: string
  from?: unknown
  merged?: string
  to?: { stage?: Stage }
  was?: { visibility?: Visibility; namedRoles?: string }
}

export async function newsIn(db: Reader, rows: readonly Recorded[], today: string): Promise<News> {
  const told = rows.map((row) => ({ row, particulars: JSON.parse(row.particulars) as Particulars }))
  const ids = new Set(told.flatMap(({ row, particulars }) => [row.initiativeId, particulars.merged ?? null]))
  ids.delete(null)
  const standing = await standingNow(db, [...ids] as string[], today)
  return {
    changed: standing.map(({ initiative, held }): Changed => {
      const its = told.filter(({ row }) => row.initiativeId === initiative.id)
      return {
        initiative,
        held,
        was: its.flatMap(({ row, particulars: { was } }) =>
          row.what === 'edited' && was?.visibility
            ? [{ visibility: was.visibility, namedRoles: was.namedRoles ?? ',' }]
            : [],
        ),
        movedTo: its.findLast(({ row }) => row.what === 'moved')?.particulars.to?.stage,
      }
    }),
    accounts: new Set(rows.filter(({ subjectKind }) => subjectKind === 'account').map(({ subjectId }) => subjectId)),
    actors: new Set(
      told.flatMap(({ row, particulars }) =>
        row.subjectKind === 'participation' && particulars.actor ? [particulars.actor] : [],
      ),
    ),
    persons: new Set(told.flatMap(({ row, particulars }) => regroupedBy(row, particulars))),
  }
}

function regroupedBy({ what }: Recorded, { person, from }: Particulars): string[] {
  if (what === 'membership_begun' || what === 'membership_ended') return person ? [person] : []
  return what === 'actor_merged' && typeof from === 'string' ? [from] : []
}

/** Whether this reader sees it now. A merged one is seen nowhere. */
export function sees(viewer: Viewer, { initiative, held }: Changed): boolean {
  return initiative.mergedIntoId === null && mayRead(viewer, held, initiative)
}

/** Whether this reader saw it until now: what goes from their pages. What they never saw is never told. */
export function saw(viewer: Viewer, { initiative, held, was }: Changed): boolean {
  const levels = was.length > 0 ? was : initiative.mergedIntoId === null ? [] : [initiative]
  return levels.some((level) => mayRead(viewer, held, level))
}

export function mayRead(viewer: Viewer, held: readonly Held[], level: Readable): boolean {
  const own = held.filter(({ actorId }) => viewer.actorIds.includes(actorId))
  return maySee(level.visibility, capacitiesOf(viewer.networkRole, own), rolesNamedBy(level))
}
