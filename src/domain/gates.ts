import type { Stage } from './lifecycle.ts'
import type { Role } from './roles.ts'

// The 24 criteria of the four gates, and the one function that says what is met, by what,
// what is missing, and who can supply it. Source: RQIS 2011; codes and wording in the guide.

export const criterionCodes = [
  ...(['E1', 'E2', 'E3', 'E4', 'E5', 'E6'] as const),
  ...(['M1', 'M2', 'M3', 'M4', 'M5', 'M6'] as const),
  ...(['R1', 'R2', 'R3', 'R4', 'R5', 'R6'] as const),
  ...(['A1', 'A2', 'A3', 'A4', 'A5', 'A6'] as const),
] as const
export type CriterionCode = (typeof criterionCodes)[number]

const gateOfLetter: Record<string, Stage> = { E: 'emergence', M: 'mobilisation', R: 'feedback', A: 'appropriation' }

export function gateOf(code: CriterionCode): Stage {
  return gateOfLetter[code.charAt(0)]!
}

export function criteriaOf(gate: Stage): CriterionCode[] {
  return criterionCodes.filter((code) => gateOf(code) === gate)
}

/** What the database knows of an initiative without asking anybody. */
export interface Facts {
  need: boolean
  change: boolean
  benefit: boolean
  population: boolean
  territories: number
  /** Existing solutions named with their limit. */
  solutions: number
  /** A lead carrier holds the role and has an account. */
  reachableLead: boolean
  supportPartners: number
  takers: number
  /** Agreements and letters of support that are among its documents. */
  agreements: number
  /** Guides that everybody may read, under a licence that lets them be used. */
  guides: number
  /** Different kinds of knowledge that were brought to it. */
  knowledgeKinds: number
  /** Different funders whose money (or gift in kind) is confirmed. */
  fundingSources: number
  /** Pilots planned whole: days, place, who answers, an indicator with its baseline (M4). */
  pilotsPlanned: number
  /** Pilots that are over, with their findings (R1). */
  pilotsFinished: number
  /** What adopting users said (R2). */
  feedbackAdopters: number
  /** What beneficiaries said (R2). */
  feedbackBeneficiaries: number
  /** Adjustments, decided or done, that answer some feedback (R3). */
  adjustmentsTraced: number
  /** Indicators with a baseline and a result (R4). */
  indicatorsCompared: number
  /** Results of indicators of a collective benefit (A6). */
  collectiveResults: number
  /** Finished pilots that say what went wrong (R4). */
  negativeEffects: number
  /** Takers who intend to adopt, or do (R5). */
  adoptionIntents: number
  /** Takers who try or use it. */
  adoptionTrials: number
  /** Organisations that integrated it (A1). */
  adoptionsIntegrated: number
  /** Beneficiaries have used it for six months or more (A2). */
  isUseMaintained: boolean
}

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

/** One thing a criterion lacks; each has a sentence in the catalogues and a button on the page. */
export type Lack =
  | 'need'
  | 'change'
  | 'benefit'
  | 'population'
  | 'territory'
  | 'solutions'
  | 'lead'
  | 'support_partner'
  | 'taker'
  | 'knowledge'
  | 'agreement'
  | 'guide'
  | 'funding'
  | 'sources'
  | 'plan'
  | 'pilot'
  | 'feedback'
  | 'adjustment'
  | 'results'
  | 'intent'
  | 'integrated'
  | 'use'
  | 'collective_result'
  | 'attestation'

interface Rule {
  suppliers: readonly Role[]
  /** What the database must know; none means that the criterion is only attested. */
  computed?: (facts: Facts) => Lack[]
  /** Stated besides what is computed. */
  isAttested: boolean
  /** What proves it without anybody stating it, when there is such a thing: it lacks this as long as neither is there. */
  proven?: { lack: Lack; by: (facts: Facts) => boolean }
}

const lacking = (...pairs: [Lack, boolean][]): Lack[] => pairs.filter(([, isThere]) => !isThere).map(([lack]) => lack)
const attested = (...suppliers: Role[]): Rule => ({ suppliers, isAttested: true })

// What is on record proves it, or somebody states it and points to what shows it elsewhere.
const rules: Record<CriterionCode, Rule> = {
  E1: { suppliers: ['carrier', 'support_partner'], computed: (f) => lacking(['need', f.need]), isAttested: true },
  E2: {
    suppliers: ['carrier', 'support_partner'],
    computed: (f) => lacking(['solutions', f.solutions >= 2]),
    isAttested: false,
  },
  E3: { suppliers: ['carrier'], computed: (f) => lacking(['lead', f.reachableLead]), isAttested: false },
  E4: attested('carrier', 'support_partner'),
  E5: {
    suppliers: ['carrier'],
    computed: (f) => lacking(['change', f.change], ['benefit', f.benefit]),
    isAttested: false,
  },
  E6: {
    suppliers: ['carrier'],
    computed: (f) => lacking(['territory', f.territories > 0], ['population', f.population]),
    isAttested: false,
  },
  M1: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'knowledge', by: (f) => f.knowledgeKinds >= 3 },
  },
  M2: {
    suppliers: ['support_partner', 'carrier'],
    computed: (f) => lacking(['support_partner', f.supportPartners > 0]),
    isAttested: true,
    proven: { lack: 'agreement', by: (f) => f.agreements > 0 },
  },
  M3: { suppliers: ['taker', 'carrier'], computed: (f) => lacking(['taker', f.takers > 0]), isAttested: false },
  M4: { ...attested('carrier'), proven: { lack: 'plan', by: (f) => f.pilotsPlanned > 0 } },
  M5: { ...attested('carrier', 'funder'), proven: { lack: 'funding', by: (f) => f.fundingSources >= 1 } },
  M6: attested('carrier'),
  R1: { ...attested('carrier'), proven: { lack: 'pilot', by: (f) => f.pilotsFinished > 0 } },
  R2: {
    ...attested('taker', 'carrier'),
    proven: { lack: 'feedback', by: (f) => f.feedbackAdopters > 0 && f.feedbackBeneficiaries > 0 },
  },
  R3: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'adjustment', by: (f) => f.adjustmentsTraced > 0 },
  },
  R4: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'results', by: (f) => f.indicatorsCompared > 0 && f.negativeEffects > 0 },
  },
  R5: { ...attested('taker'), proven: { lack: 'intent', by: (f) => f.adoptionIntents > 0 } },
  R6: attested('carrier'),
  A1: { ...attested('taker', 'carrier'), proven: { lack: 'integrated', by: (f) => f.adoptionsIntegrated > 0 } },
  A2: { ...attested('taker', 'carrier'), proven: { lack: 'use', by: (f) => f.isUseMaintained } },
  A3: attested('taker', 'carrier'),
  A4: { ...attested('carrier', 'funder'), proven: { lack: 'sources', by: (f) => f.fundingSources >= 2 } },
  A5: { ...attested('carrier', 'support_partner'), proven: { lack: 'guide', by: (f) => f.guides > 0 } },
  A6: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'collective_result', by: (f) => f.collectiveResults > 0 },
  },
}

export function suppliersOf(code: CriterionCode): readonly Role[] {
  return rules[code].suppliers
}

/** Whether what is on record can show it as well as a statement: documents of a kind, contributions, or money. */
export function canBeProven(code: CriterionCode): boolean {
  return rules[code].proven !== undefined
}

/** Whether stating it and pointing to a proof can help this criterion. */
export function canBeAttested(code: CriterionCode): boolean {
  return rules[code].isAttested
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
export function assess(gate: Gate, { facts, attested }: Evidence): Assessment {
  const criteria = gate.criteria
    .filter(({ on }) => on)
    .map(({ code, fr, en }): CriterionState => {
      const rule = rules[code]
      const statement = attested.findLast((one) => one.code === code)
      const lacks = [
        ...(rule.computed?.(facts) ?? []),
        ...(rule.isAttested && !statement && !rule.proven?.by(facts) ? [rule.proven?.lack ?? 'attestation'] : []),
      ]
      return {
        code,
        ...(fr ? { fr } : {}),
        ...(en ? { en } : {}),
        met: lacks.length === 0,
        lacks,
        ...(statement ? { attested: statement } : {}),
        suppliers: rule.suppliers,
      }
    })
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
