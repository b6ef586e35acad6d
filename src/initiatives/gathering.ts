import { asc, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Evidence } from '../domain/gates.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { listed } from '../platform/db/listed.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { evidenceIn, type Stated } from './evidence.ts'
import type { Initiative } from './queries.ts'
import { isReachable } from './reachable.ts'
import { attestations, existingSolutions, initiativeProofs, initiativeTerritories, participations } from './tables.ts'
import { isHeldOn } from './visible.ts'

/** What is known of some initiatives, for the gates. */
export async function evidenceFor(
  db: Reader,
  some: readonly Initiative[],
  today: string,
): Promise<Map<string, Evidence>> {
  const gathered = await gather(db, some, today)
  return new Map(some.map((initiative) => [initiative.id, gathered.evidence(initiative)]))
}

/** What cards and gates are made of, read for some initiatives together: one statement whatever their number. */
export async function gather(db: Reader, some: readonly Pick<Initiative, 'id'>[], today: string) {
  const ids = JSON.stringify(some.map(({ id }) => id))
  const [found] = some.length > 0 ? await gathered(db).execute({ ids, today }) : []
  const { links, reached, statements, solutions, places, proofs } = found ?? noRows
  const reachable = new Set(reached.map(({ actorId }) => actorId))
  const [linksBy, statementsBy] = [byInitiative(links), byInitiative(statements)]
  const [solutionsBy, placesBy, proofsBy] = [byInitiative(solutions), byInitiative(places), byInitiative(proofs)]

  return {
    /** Links that are held today, with who holds them, earliest first. */
    links: (id: string) => linksBy.get(id) ?? [],
    /** Names of places, in the order of names. */
    places: (id: string) => (placesBy.get(id) ?? []).map(({ name }) => name),
    evidence: (initiative: Stated): Evidence =>
      evidenceIn(
        initiative,
        {
          links: linksBy.get(initiative.id) ?? [],
          statements: statementsBy.get(initiative.id) ?? [],
          territories: placesBy.get(initiative.id)?.length ?? 0,
          solutions: solutionsBy.get(initiative.id)?.length ?? 0,
          proofs: proofsBy.get(initiative.id)?.[0],
          reachable,
        },
        today,
      ),
  }
}

const noRows = { links: [], reached: [], statements: [], solutions: [], places: [], proofs: [] }

/** The rows that belong to each initiative, in their order. */
function byInitiative<Row extends { initiativeId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const by = new Map<string, Row[]>()
  for (const row of rows) {
    const some = by.get(row.initiativeId)
    if (some) some.push(row)
    else by.set(row.initiativeId, [row])
  }
  return by
}

const gathered = prepared((db) => {
  const ids = blank('ids')
  const { initiativeId, actorId, role, isLead, state, since, until } = participations
  const { code, statement, attestedOn, documentVersionId } = attestations
  return db
    .select({
      links: listed(
        {
          initiativeId,
          actorId,
          role,
          isLead,
          state,
          since,
          until,
          actorName: actors.name,
          actorKind: actors.kind,
          actorVisibility: actors.visibility,
        },
        sql`from ${participations} join ${actors} on ${eq(actors.id, actorId)}
          where ${oneOf(initiativeId, ids)} and ${isHeldOn(blank('today'))}`,
        asc(since),
      ),
      reached: listed(
        { actorId },
        sql`from ${participations}
          where ${oneOf(initiativeId, ids)} and ${isLead} and ${isHeldOn(blank('today'))} and ${isReachable(db)}`,
      ),
      statements: listed(
        { initiativeId: attestations.initiativeId, code, statement, attestedOn, documentVersionId },
        sql`from ${attestations} where ${oneOf(attestations.initiativeId, ids)} and ${isNull(attestations.withdrawnAt)}`,
        asc(attestations.recordedAt),
      ),
      solutions: listed(
        { initiativeId: existingSolutions.initiativeId },
        sql`from ${existingSolutions} where ${oneOf(existingSolutions.initiativeId, ids)}`,
      ),
      places: listed(
        { initiativeId: initiativeTerritories.initiativeId, name: territories.name },
        sql`from ${initiativeTerritories} join ${territories} on ${eq(territories.id, initiativeTerritories.territoryId)}
          where ${oneOf(initiativeTerritories.initiativeId, ids)}`,
        asc(territories.name),
      ),
      proofs: listed(
        getTableColumns(initiativeProofs),
        sql`from ${initiativeProofs} where ${oneOf(initiativeProofs.initiativeId, ids)}`,
      ),
    })
    .from(sql`(select 1) as once`)
})
