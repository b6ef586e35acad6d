import { isUseMaintained } from '../adoptions.ts'
import type { Facts as OnRecord } from '../facts.ts'
import { isSocialInnovation } from '../innovation.ts'
import { type Adopting, standingSteps } from './adopting.ts'
import { isKnown, type Life } from './lives.ts'
import type { Scene } from './scene.ts'

/** Whether it met the definition on the day, by what these eyes see and what was stated: takers, and a measured benefit. */
export function isInnovation(life: Life, own: readonly Adopting[], { when: { asOf }, knownAt }: Scene): boolean {
  const { statements, indicators } = life.it
  if (statements.length === 0 && (indicators.length === 0 || own.length === 0)) return false
  const results = indicators.filter(
    ({ benefits, recordedAt, values }) =>
      benefits === 'collective' &&
      recordedAt <= knownAt &&
      values.some((value) => value.kind === 'result' && value.on <= asOf && isKnown(value, knownAt)),
  )
  const facts: OnRecord = {
    ...nothing,
    adoptionsIntegrated: own.filter(({ status, takerKind }) => status === 'integrated' && takerKind === 'adopter')
      .length,
    isUseMaintained: own.some((one) => isUsed(one) && isUseMaintained(usedSince(one, asOf, knownAt), asOf)),
    collectiveResults: results.length,
  }
  const attested = statements
    .filter((one) => one.on <= asOf && isKnown(one, knownAt))
    .map(({ code, on }) => ({ code, on, statement: '' }))
  return isSocialInnovation({ facts, attested })
}

const isUsed = ({ status, takerKind }: Adopting) =>
  takerKind === 'beneficiary' && (status === 'trial' || status === 'integrated')

/** Since when it has the status that it has on the day. */
function usedSince({ status, ...adoption }: Adopting, asOf: string, knownAt: number): string {
  let since = asOf
  const steps = standingSteps(adoption, knownAt).filter(({ on }) => on <= asOf)
  for (const step of steps.toReversed()) {
    if (step.status !== status) break
    since = step.on
  }
  return since
}

const nothing: OnRecord = {
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
}
