import { and, count, eq, inArray, isNull, or } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { actors, memberships } from '../actors/tables.ts'
import { type Assessment, type Attested, type Evidence, assess, type Gate } from '../domain/gates.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { isHeld, type Role } from '../domain/roles.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Initiative } from './queries.ts'
import { attestations, existingSolutions, initiativeTerritories, participations } from './tables.ts'
import { isMemberOn } from './visible.ts'

/** What is known of some initiatives, for the gates: five statements whatever their number. */
export async function evidenceFor(
  db: Reader,
  some: readonly Initiative[],
  today: string,
): Promise<Map<string, Evidence>> {
  const ids = some.map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const [links, statements, solutions, places] = await Promise.all([
    rolesOf(db, ids),
    db
      .select({
        initiativeId: attestations.initiativeId,
        code: attestations.code,
        statement: attestations.statement,
        on: attestations.attestedOn,
      })
      .from(attestations)
      .where(and(inArray(attestations.initiativeId, ids), isNull(attestations.withdrawnAt)))
      .orderBy(attestations.recordedAt),
    db
      .select({ initiativeId: existingSolutions.initiativeId, many: count() })
      .from(existingSolutions)
      .where(inArray(existingSolutions.initiativeId, ids))
      .groupBy(existingSolutions.initiativeId),
    db
      .select({ initiativeId: initiativeTerritories.initiativeId, many: count() })
      .from(initiativeTerritories)
      .where(inArray(initiativeTerritories.initiativeId, ids))
      .groupBy(initiativeTerritories.initiativeId),
  ])
  const reachable = await withAccounts(db, links, today)
  const by = <Row extends { initiativeId: string }>(rows: Row[]) => Map.groupBy(rows, (row) => row.initiativeId)
  const [linksBy, statementsBy, solutionsBy, placesBy] = [by(links), by(statements), by(solutions), by(places)]

  return new Map(
    some.map((initiative) => {
      const { id } = initiative
      const held = (linksBy.get(id) ?? []).filter((link) => isHeld(link, today))
      const inRole = (role: Role) => held.filter((link) => link.role === role)
      const evidence: Evidence = {
        facts: {
          need: initiative.need !== '',
          change: initiative.change !== '',
          benefit: initiative.benefit !== '',
          population: initiative.population !== '',
          territories: placesBy.get(id)?.[0]?.many ?? 0,
          solutions: solutionsBy.get(id)?.[0]?.many ?? 0,
          reachableLead: inRole('carrier').some((link) => link.isLead && reachable.has(link.actorId)),
          supportPartners: inRole('support_partner').length,
          takers: inRole('taker').length,
        },
        attested: (statementsBy.get(id) ?? []).map(({ code, statement, on }): Attested => ({ code, statement, on })),
      }
      return [id, evidence]
    }),
  )
}

/** The gate that each initiative stands before, judged. */
export function assessmentOf(gates: Record<Stage, Gate>, initiative: Initiative, evidence: Evidence): Assessment {
  return assess(gates[initiative.stage], evidence)
}

/** Accepted links of some initiatives, with who holds them. */
export function rolesOf(db: Reader, ids: string[]) {
  return db
    .select({
      initiativeId: participations.initiativeId,
      actorId: participations.actorId,
      actorName: actors.name,
      actorVisibility: actors.visibility,
      accountId: actors.accountId,
      role: participations.role,
      isLead: participations.isLead,
      state: participations.state,
      since: participations.since,
      until: participations.until,
    })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(and(inArray(participations.initiativeId, ids), eq(participations.state, 'accepted')))
    .orderBy(participations.since)
}

// A person is reachable by their own account; an organisation or a group, by that of somebody who speaks for it.
async function withAccounts(
  db: Reader,
  links: Awaited<ReturnType<typeof rolesOf>>,
  today: string,
): Promise<Set<string>> {
  const leads = links.filter((link) => link.isLead).map(({ actorId }) => actorId)
  if (leads.length === 0) return new Set()
  const rows = await db
    .select({ personId: actors.id, organisationId: memberships.organisationId })
    .from(actors)
    .innerJoin(accounts, and(eq(accounts.id, actors.accountId), isNull(accounts.disabledAt)))
    .leftJoin(memberships, and(eq(memberships.personId, actors.id), isMemberOn(today)))
    .where(or(inArray(actors.id, leads), inArray(memberships.organisationId, leads)))
  return new Set(rows.flatMap(({ personId, organisationId }) => [personId, organisationId ?? personId]))
}
