import { and, asc, eq, exists, getTableColumns, isNull, or, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { actors, memberships } from '../actors/tables.ts'
import { type Assessment, type Attested, assess, type Evidence, type Gate } from '../domain/gates.ts'
import { isUseMaintained } from '../domain/adoptions.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { isHeld, type Role } from '../domain/roles.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { listed } from '../platform/db/listed.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import type { Attestation, Initiative, Participation } from './queries.ts'
import { attestations, existingSolutions, initiativeProofs, initiativeTerritories, participations } from './tables.ts'
import { isHeldOn, isMemberOn } from './visible.ts'

type Link = Pick<Participation, 'actorId' | 'role' | 'isLead' | 'state' | 'since' | 'until'>

/** What was read of one initiative; `reachable` holds at least those of its leads who have an account. */
export interface Known {
  links: readonly Link[]
  /** In the order they were recorded. */
  statements: readonly Pick<Attestation, 'code' | 'statement' | 'attestedOn' | 'documentVersionId'>[]
  territories: number
  solutions: number
  /** What documents, contributions, money, pilots and adoptions prove; nothing until there are any. */
  proofs: Proofs | undefined
  reachable: ReadonlySet<string>
}

type Proofs = Omit<typeof initiativeProofs.$inferSelect, 'initiativeId'>

/** What the sheet itself says to the gates. */
export type Stated = Pick<Initiative, 'id' | 'stage' | 'need' | 'change' | 'benefit' | 'population'>

/** What the gates are told of an initiative. */
export function evidenceIn(initiative: Stated, known: Known, today: string): Evidence {
  return evidenceHeld(initiative, { ...known, links: known.links.filter((link) => isHeld(link, today)) }, today)
}

/** The same, where only links that are held today were read. */
export function evidenceHeld(
  initiative: Stated,
  known: Omit<Known, 'links'> & { links: readonly Pick<Link, 'actorId' | 'role' | 'isLead'>[] },
  today: string,
): Evidence {
  const many = (role: Role) => known.links.filter((link) => link.role === role).length
  return {
    facts: {
      need: initiative.need !== '',
      change: initiative.change !== '',
      benefit: initiative.benefit !== '',
      population: initiative.population !== '',
      territories: known.territories,
      solutions: known.solutions,
      reachableLead: known.links.some(
        (link) => link.role === 'carrier' && link.isLead && known.reachable.has(link.actorId),
      ),
      supportPartners: many('support_partner'),
      takers: many('taker'),
      ...proven(known.proofs, today),
    },
    attested: known.statements.map(
      ({ code, statement, attestedOn, documentVersionId }): Attested => ({
        code,
        statement,
        on: attestedOn,
        documentVersionId,
      }),
    ),
  }
}

function proven(proofs: Proofs | undefined, today: string) {
  const since = proofs?.beneficiaryUseSince
  return {
    agreements: proofs?.agreements ?? 0,
    guides: proofs?.guides ?? 0,
    knowledgeKinds: proofs?.knowledgeKinds ?? 0,
    fundingSources: proofs?.fundingSources ?? 0,
    pilotsPlanned: proofs?.pilotsPlanned ?? 0,
    pilotsFinished: proofs?.pilotsFinished ?? 0,
    feedbackAdopters: proofs?.feedbackAdopters ?? 0,
    feedbackBeneficiaries: proofs?.feedbackBeneficiaries ?? 0,
    adjustmentsTraced: proofs?.adjustmentsTraced ?? 0,
    indicatorsCompared: proofs?.indicatorsCompared ?? 0,
    collectiveResults: proofs?.collectiveResults ?? 0,
    negativeEffects: proofs?.negativeEffects ?? 0,
    adoptionIntents: proofs?.adoptionIntents ?? 0,
    adoptionTrials: proofs?.adoptionTrials ?? 0,
    adoptionsIntegrated: proofs?.adoptionsIntegrated ?? 0,
    isUseMaintained: since ? isUseMaintained(since, today) : false,
  }
}

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

/** The gate that each initiative stands before, judged. */
export function assessmentOf(
  gates: Record<Stage, Gate>,
  { stage }: Pick<Stated, 'stage'>,
  evidence: Evidence,
): Assessment {
  return assess(gates[stage], evidence)
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

// Who holds a link, by the same rule as `reachableAmong`.
function isReachable(db: Reader) {
  const hasAccount = and(eq(accounts.id, actors.accountId), isNull(accounts.disabledAt))
  const { actorId } = participations
  return or(
    exists(db.select({ id: actors.id }).from(actors).innerJoin(accounts, hasAccount).where(eq(actors.id, actorId))),
    exists(
      db
        .select({ id: memberships.id })
        .from(memberships)
        .innerJoin(actors, eq(actors.id, memberships.personId))
        .innerJoin(accounts, hasAccount)
        .where(and(eq(memberships.organisationId, actorId), isMemberOn(blank('today')))),
    ),
  )
}

/**
 * Those who lead, as far as somebody with an account can be reached there: a person by their own account,
 * an organisation or a group by that of somebody who speaks for it.
 */
export async function reachableAmong(
  db: Reader,
  links: readonly (Pick<Link, 'isLead' | 'actorId'> & Partial<Pick<Link, 'state'>>)[],
  today: string,
): Promise<Set<string>> {
  const leads = links
    .filter(({ isLead, state = 'accepted' }) => isLead && state === 'accepted')
    .map(({ actorId }) => actorId)
  if (leads.length === 0) return new Set()
  const rows = await withAccounts(db).execute({ leads: JSON.stringify([...new Set(leads)]), today })
  return new Set(rows.flatMap(({ personId, organisationId }) => [personId, organisationId ?? personId]))
}

// Asked apart: one condition on both would look through everybody who has an account.
const withAccounts = prepared((db) => {
  const hasAccount = and(eq(accounts.id, actors.accountId), isNull(accounts.disabledAt))
  return db
    .select({ personId: actors.id, organisationId: sql<string | null>`null` })
    .from(actors)
    .innerJoin(accounts, hasAccount)
    .where(oneOf(actors.id, blank('leads')))
    .unionAll(
      db
        .select({ personId: actors.id, organisationId: sql<string | null>`${memberships.organisationId}` })
        .from(memberships)
        .innerJoin(actors, eq(actors.id, memberships.personId))
        .innerJoin(accounts, hasAccount)
        .where(and(oneOf(memberships.organisationId, blank('leads')), isMemberOn(blank('today')))),
    )
})
