import { type CriterionCode, criteriaOf, type Lack, rules } from './criteria.ts'
import type { Facts } from './facts.ts'
import type { Stage } from './lifecycle.ts'
import type { Role } from './roles.ts'

// The four gates, and the one function that says what is met, by what, what is missing, and who can supply it.

export {
  canBeAttested,
  canBeProven,
  type CriterionCode,
  criteriaOf,
  criterionCodes,
  gateOf,
  type Lack,
  suppliersOf,
} from './criteria.ts'

/** What somebody stated, and points to. */
export interface Attested {
  code: CriterionCode
  statement: string
  on: string
  /** The version of a document that proves it; '' when that document was purged since. */
  documentVersionId?: string | null
}

export interface Evidence {
  facts: Facts
  attested: readonly Attested[]
}

export const gateModes = ['require', 'advise'] as const
export type GateMode = (typeof gateModes)[number]

/** A network's gate as one version of it stands. A criterion that is off is not asked for. */
export interface Gate {
  stage: Stage
  version: number
  mode: GateMode
  criteria: readonly { code: CriterionCode; on: boolean; fr?: string; en?: string }[]
}

/** The gate of a network that changed nothing: all six criteria, required. */
export function originalGate(stage: Stage): Gate {
  return { stage, version: 1, mode: 'require', criteria: criteriaOf(stage).map((code) => ({ code, on: true })) }
}

export interface CriterionState {
  code: CriterionCode
  fr?: string
  en?: string
  met: boolean
  lacks: Lack[]
  /** The statement that met it or a part of it, when there is one. */
  attested?: Attested
  /** What is on record that met it, and how many of it: nothing as long as it is not met, or by a statement alone. */
  shownBy: { fact: keyof Facts; count: number }[]
  suppliers: readonly Role[]
}

export interface Assessment {
  gate: Stage
  version: number
  mode: GateMode
  /** Whether a move through this gate passes: all met, or the gate only advises. */
  open: boolean
  met: number
  of: number
  criteria: CriterionState[]
}

/** The same pure function answers the page, the server and the API. */
export function assess(gate: Gate, evidence: Evidence): Assessment {
  const criteria = gate.criteria
    .filter(({ on }) => on)
    .map(
      ({ code, fr, en }): CriterionState => ({
        ...(fr ? { fr } : {}),
        ...(en ? { en } : {}),
        ...criterionState(code, evidence),
      }),
    )
  const met = criteria.filter((criterion) => criterion.met).length
  return {
    gate: gate.stage,
    version: gate.version,
    mode: gate.mode,
    open: gate.mode === 'advise' || met === criteria.length,
    met,
    of: criteria.length,
    criteria,
  }
}

/** How one criterion stands, whatever gate asks for it. */
export function criterionState(code: CriterionCode, { facts, attested }: Evidence): CriterionState {
  const { computed, isAttested, proven, shownBy = [], suppliers } = rules[code]
  const statement = attested.findLast((one) => one.code === code)
  const isProven = proven?.by(facts) ?? false
  const lacks = [
    ...(computed?.(facts) ?? []),
    ...(isAttested && !statement && !isProven ? [proven?.lack ?? 'attestation'] : []),
  ]
  // What is on record but not enough by itself says nothing where a statement met it.
  const isByFacts = lacks.length === 0 && (computed !== undefined || isProven)
  return {
    code,
    met: lacks.length === 0,
    lacks,
    ...(statement ? { attested: statement } : {}),
    shownBy: isByFacts
      ? shownBy.map((fact) => ({ fact, count: Number(facts[fact]) })).filter(({ count }) => count > 0)
      : [],
    suppliers,
  }
}
