import type { Facts } from '../../src/domain/facts.ts'
import { canBeAttested, criterionCodes, type Evidence } from '../../src/domain/gates.ts'

/** An initiative of which nothing is known yet. */
export const nothing: Evidence = {
  facts: {
    need: false,
    change: false,
    benefit: false,
    population: false,
    territories: 0,
    solutions: 0,
    reachableLead: false,
    supportPartners: 0,
    takers: 0,
    agreements: 0,
    guides: 0,
    knowledgeKinds: 0,
    fundingSources: 0,
    pilotsPlanned: 0,
    pilotsFinished: 0,
    feedbackAdopters: 0,
    feedbackBeneficiaries: 0,
    adjustmentsTraced: 0,
    indicatorsCompared: 0,
    collectiveResults: 0,
    negativeEffects: 0,
    adoptionIntents: 0,
    adoptionTrials: 0,
    adoptionsIntegrated: 0,
    isUseMaintained: false,
  },
  attested: [],
}

export const allFacts: Facts = {
  need: true,
  change: true,
  benefit: true,
  population: true,
  territories: 1,
  solutions: 2,
  reachableLead: true,
  supportPartners: 1,
  takers: 1,
  agreements: 0,
  guides: 0,
  knowledgeKinds: 0,
  fundingSources: 0,
  pilotsPlanned: 0,
  pilotsFinished: 0,
  feedbackAdopters: 0,
  feedbackBeneficiaries: 0,
  adjustmentsTraced: 0,
  indicatorsCompared: 0,
  collectiveResults: 0,
  negativeEffects: 0,
  adoptionIntents: 0,
  adoptionTrials: 0,
  adoptionsIntegrated: 0,
  isUseMaintained: false,
}

/** Everything the 24 criteria ask for. */
export const everything: Evidence = {
  facts: allFacts,
  attested: criterionCodes
    .filter(canBeAttested)
    .map((code) => ({ code, statement: `${code} is so`, on: '2026-01-15' })),
}
