import { type Assessment, type Attested, assess, type Evidence, type Gate } from '../domain/gates.ts'
import { isUseMaintained } from '../domain/adoptions.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { isHeld, type Role } from '../domain/roles.ts'
import type { Attestation, Initiative, Participation } from './queries.ts'
import type { initiativeProofs } from './tables.ts'

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

/** The gate that each initiative stands before, judged. */
export function assessmentOf(
  gates: Record<Stage, Gate>,
  { stage }: Pick<Stated, 'stage'>,
  evidence: Evidence,
): Assessment {
  return assess(gates[stage], evidence)
}
