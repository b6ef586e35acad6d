import type { Unit } from '../report.ts'

/** What a figure is made of. */
export type Source =
  | 'moves'
  | 'thresholds'
  | 'ledger'
  | 'participations'
  | 'knowledge'
  | 'pilots'
  | 'feedback'
  | 'adjustments'
  | 'indicators'
  | 'adoptions'
  | 'records'

export interface Definition {
  code: string
  unit: Unit
  source: Source
}

/**
 * Every figure, once. Its name and its formula in words stand in the catalogues (`figures.<code>.name`, `.formula`),
 * what it is made of in `figures.source.<source>`; they are kept with what is published.
 */
export const definitions: readonly Definition[] = [
  { code: 'stock', unit: 'initiatives', source: 'moves' },
  { code: 'running', unit: 'initiatives', source: 'moves' },
  { code: 'landed', unit: 'initiatives', source: 'moves' },
  { code: 'discontinued', unit: 'initiatives', source: 'moves' },
  { code: 'spotted', unit: 'initiatives', source: 'moves' },
  { code: 'claimed', unit: 'moves', source: 'moves' },
  { code: 'entered', unit: 'moves', source: 'moves' },
  { code: 'advanced', unit: 'moves', source: 'moves' },
  { code: 'stepped_back', unit: 'moves', source: 'moves' },
  { code: 'ended', unit: 'moves', source: 'moves' },
  { code: 'flow', unit: 'moves', source: 'moves' },
  { code: 'opening', unit: 'initiatives', source: 'moves' },
  { code: 'came', unit: 'moves', source: 'moves' },
  { code: 'went', unit: 'moves', source: 'moves' },
  { code: 'closing', unit: 'initiatives', source: 'moves' },
  { code: 'time_in_stage', unit: 'days', source: 'moves' },
  { code: 'time_in_stage_p90', unit: 'days', source: 'moves' },
  { code: 'time_in_stage_expected', unit: 'days', source: 'moves' },
  { code: 'time_in_stage_expected_p90', unit: 'days', source: 'moves' },
  { code: 'lead_time', unit: 'days', source: 'moves' },
  { code: 'lead_time_p90', unit: 'days', source: 'moves' },
  { code: 'lead_time_expected', unit: 'days', source: 'moves' },
  { code: 'lead_time_expected_p90', unit: 'days', source: 'moves' },
  { code: 'age', unit: 'days', source: 'moves' },
  { code: 'late', unit: 'initiatives', source: 'thresholds' },
  { code: 'stuck', unit: 'initiatives', source: 'thresholds' },
  { code: 'reached', unit: 'initiatives', source: 'moves' },
  { code: 'conversion', unit: 'percent', source: 'moves' },
  { code: 'forecast', unit: 'initiatives', source: 'moves' },
  { code: 'requested', unit: 'cents', source: 'ledger' },
  { code: 'pledged', unit: 'cents', source: 'ledger' },
  { code: 'confirmed', unit: 'cents', source: 'ledger' },
  { code: 'disbursed', unit: 'cents', source: 'ledger' },
  { code: 'refused', unit: 'cents', source: 'ledger' },
  { code: 'returned', unit: 'cents', source: 'ledger' },
  { code: 'leverage_total_on_own', unit: 'ratio', source: 'ledger' },
  { code: 'leverage_others_on_own', unit: 'ratio', source: 'ledger' },
  { code: 'leverage_private_on_public', unit: 'ratio', source: 'ledger' },
  { code: 'leverage_in_kind_on_cash', unit: 'ratio', source: 'ledger' },
  { code: 'coverage', unit: 'percent', source: 'participations' },
  { code: 'role_held', unit: 'initiatives', source: 'participations' },
  { code: 'role_missing', unit: 'initiatives', source: 'participations' },
  { code: 'sectors', unit: 'number', source: 'participations' },
  { code: 'actors', unit: 'actors', source: 'participations' },
  { code: 'mobilised', unit: 'initiatives', source: 'participations' },
  { code: 'knowledge', unit: 'contributions', source: 'knowledge' },
  { code: 'knowledge_reached', unit: 'initiatives', source: 'knowledge' },
  { code: 'knowledge_diversity', unit: 'initiatives', source: 'knowledge' },
  { code: 'pilots_planned', unit: 'pilots', source: 'pilots' },
  { code: 'pilots_running', unit: 'pilots', source: 'pilots' },
  { code: 'pilots_finished', unit: 'pilots', source: 'pilots' },
  { code: 'pilots_given_up', unit: 'pilots', source: 'pilots' },
  { code: 'pilots_begun', unit: 'pilots', source: 'pilots' },
  { code: 'pilots_ended', unit: 'pilots', source: 'pilots' },
  { code: 'pilot_days', unit: 'days', source: 'pilots' },
  { code: 'feedback', unit: 'feedbacks', source: 'feedback' },
  { code: 'feedback_initiatives', unit: 'initiatives', source: 'feedback' },
  { code: 'adequacy', unit: 'score', source: 'feedback' },
  { code: 'adjustments_decided', unit: 'adjustments', source: 'adjustments' },
  { code: 'adjustments_done', unit: 'adjustments', source: 'adjustments' },
  { code: 'adjustments_refused', unit: 'adjustments', source: 'adjustments' },
  { code: 'adjustments_traced', unit: 'percent', source: 'adjustments' },
  { code: 'adjustment_days', unit: 'days', source: 'adjustments' },
  { code: 'indicators', unit: 'indicators', source: 'indicators' },
  { code: 'indicators_compared', unit: 'indicators', source: 'indicators' },
  { code: 'indicators_improved', unit: 'indicators', source: 'indicators' },
  { code: 'benefit_measured', unit: 'initiatives', source: 'indicators' },
  { code: 'adoptions', unit: 'adoptions', source: 'adoptions' },
  { code: 'adoptions_integrated', unit: 'adoptions', source: 'adoptions' },
  { code: 'adoptions_new', unit: 'adoptions', source: 'adoptions' },
  { code: 'adoptions_abandoned', unit: 'adoptions', source: 'adoptions' },
  { code: 'people_reached', unit: 'people', source: 'adoptions' },
  { code: 'spread', unit: 'initiatives', source: 'adoptions' },
  { code: 'lessons', unit: 'initiatives', source: 'moves' },
  { code: 'corrections', unit: 'number', source: 'records' },
]
