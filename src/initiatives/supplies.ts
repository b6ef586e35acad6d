import { type CriterionCode, isStatable, type Lack } from '../domain/criteria.ts'
import { type Capacity, type Deed, may, mayAttest, mayRecordMoney } from '../domain/permissions.ts'
import type { Translate } from '../platform/i18n/i18n.ts'

/** A button that supplies what a criterion lacks. */
export interface Supply {
  href: string
  label: string
}

/** A place where a lack is supplied: its address below that of the initiative, its words, and who may. */
interface Way {
  path: string
  label: string
  isFor: Deed | ((held: readonly Capacity[]) => boolean)
}

const onSheet = (field: string): Way => ({
  path: `/edit#f-${field}`,
  label: 'initiatives.gate.supply.sheet',
  isFor: 'initiative.edit',
})
const inRole = (role: string): Way => ({
  path: `/participations/new?role=${role}`,
  label: 'initiatives.gate.supply.role',
  isFor: 'participation.add',
})
const inLedger: Way = {
  path: '/fundings/new',
  label: 'initiatives.gate.supply.funding',
  isFor: (held) => mayRecordMoney('requested', held.includes('funder'), held).allowed,
}
const byIndicator: Way = {
  path: '/indicators/new',
  label: 'initiatives.gate.supply.indicator',
  isFor: 'indicator.tend',
}
const byAdoption = (status: string): Way => ({
  path: `/adoptions/new?status=${status}`,
  label: 'initiatives.gate.supply.adoption',
  isFor: 'adoption.record',
})
const inFeedback = (held: readonly Capacity[]) =>
  may('feedback.enter', held).allowed || may('feedback.give', held).allowed

// What is not here is supplied by a statement or a document alone.
const ways: Partial<Record<Lack, Way>> = {
  need: onSheet('need'),
  change: onSheet('change'),
  benefit: onSheet('benefit'),
  population: onSheet('population'),
  territory: onSheet('territories'),
  solutions: onSheet('solutionName-0'),
  lead: inRole('carrier'),
  support_partner: inRole('support_partner'),
  taker: inRole('taker'),
  knowledge: { path: '/contributions/new', label: 'initiatives.gate.supply.knowledge', isFor: 'knowledge.record' },
  funding: inLedger,
  sources: inLedger,
  plan: { path: '/pilots/new', label: 'initiatives.gate.supply.plan', isFor: 'pilot.tend' },
  pilot: { path: '#pilots', label: 'initiatives.gate.supply.pilot', isFor: 'pilot.tend' },
  feedback: { path: '#pilots', label: 'initiatives.gate.supply.feedback', isFor: inFeedback },
  adjustment: { path: '/adjustments/new', label: 'initiatives.gate.supply.adjustment', isFor: 'adjustment.decide' },
  results: byIndicator,
  collective_result: byIndicator,
  intent: byAdoption('intent'),
  integrated: byAdoption('integrated'),
  use: byAdoption('trial'),
}

/**
 * The first thing a criterion lacks that this reader can supply, and the ways to: where it is recorded first, then a
 * statement and a document, where they would do. None when the criterion is for others to meet.
 */
export function suppliesOf(
  slug: string,
  { code, lacks }: { code: CriterionCode; lacks: readonly Lack[] },
  held: readonly Capacity[],
  t: Translate,
): Supply[] {
  for (const lack of lacks) {
    const supplies = [
      ...waysTo(lack, held),
      ...(isStatable(code, lack) && mayAttest(code, held).allowed ? statedFor(code) : []),
    ]
    if (supplies.length > 0) {
      return supplies.map(({ path, label }) => ({ href: `/initiatives/${slug}${path}`, label: t(label) }))
    }
  }
  return []
}

function waysTo(lack: Lack, held: readonly Capacity[]): Way[] {
  const way = ways[lack]
  if (!way) return []
  const { isFor } = way
  return (typeof isFor === 'string' ? may(isFor, held).allowed : isFor(held)) ? [way] : []
}

const statedFor = (code: CriterionCode) => [
  { path: `/attestations/new?code=${code}`, label: 'initiatives.gate.supply.attestation' },
  { path: `/documents/new?code=${code}`, label: 'initiatives.gate.supply.document' },
]
