import { type Assessment, canBeAttested, type CriterionState, type Lack } from '../domain/gates.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { stages } from '../domain/lifecycle.ts'
import { type Capacity, may, mayAttest } from '../domain/permissions.ts'
import type { Role } from '../domain/roles.ts'
import type { Reading } from './cards.ts'

interface Action {
  href: string
  label: string
}

export interface CriterionLine {
  code: string
  label: string
  met: boolean
  how: string
  who: string
  action: Action | undefined
}

/** « Ce qui manque »: each criterion, by what it is met, or who can supply it and the button that supplies it. */
export function gatePanel(slug: string, assessment: Assessment, capacities: readonly Capacity[], reading: Reading) {
  const { t } = reading
  const next = stages[stages.indexOf(assessment.gate) + 1]
  return {
    stage: assessment.gate,
    next: next ? t(`words.stage.${next}`) : undefined,
    met: assessment.met,
    of: assessment.of,
    note: t(`initiatives.gate.note_${assessment.mode}`, { version: assessment.version }),
    criteria: assessment.criteria.map(
      (criterion): CriterionLine => ({
        code: criterion.code,
        label: labelOf(criterion, reading),
        met: criterion.met,
        how: how(criterion, capacities, reading),
        who: who(criterion, reading),
        action: criterion.met ? undefined : action(slug, criterion, capacities, reading),
      }),
    ),
  }
}

export function labelOf(criterion: Pick<CriterionState, 'code' | 'fr' | 'en'>, { t, language }: Reading): string {
  return criterion[language] ?? criterion.fr ?? t(`words.criterion.${criterion.code}`)
}

// What was stated is read by the team; others read that it is met.
function how({ attested }: CriterionState, capacities: readonly Capacity[], { t, format }: Reading): string {
  if (!attested) return t('initiatives.gate.met_computed')
  if (!may('team.see', capacities).allowed) return t('initiatives.gate.met_stated', { day: format.day(attested.on) })
  return t('initiatives.gate.met_attested', { day: format.day(attested.on), statement: attested.statement })
}

function who({ lacks, suppliers }: CriterionState, { t, format }: Reading): string {
  return t('initiatives.gate.who', {
    roles: format.either(suppliers.map((role) => t(`words.capacity.${role}`))),
    lacks: format.list(lacks.map((lack) => t(`words.lack.${lack}`))),
  })
}

const onSheet: readonly Lack[] = ['need', 'change', 'benefit', 'population', 'territory', 'solutions']
const inRole: Partial<Record<Lack, string>> = { lead: 'carrier', support_partner: 'support_partner', taker: 'taker' }
const fieldOf: Partial<Record<Lack, string>> = {
  need: 'need',
  change: 'change',
  benefit: 'benefit',
  population: 'population',
  territory: 'territories',
  solutions: 'solutionName-0',
}

// The first thing that this reader can supply; nothing when the criterion is for others to meet.
function action(
  slug: string,
  { code, lacks }: CriterionState,
  capacities: readonly Capacity[],
  { t }: Reading,
): Action | undefined {
  const base = `/initiatives/${slug}`
  for (const lack of lacks) {
    if (onSheet.includes(lack) && may('initiative.edit', capacities).allowed) {
      return { href: `${base}/edit#f-${fieldOf[lack]}`, label: t('initiatives.gate.supply.sheet') }
    }
    if (inRole[lack] && may('participation.add', capacities).allowed) {
      return { href: `${base}/participations/new?role=${inRole[lack]}`, label: t('initiatives.gate.supply.role') }
    }
    if (lack === 'attestation' && canBeAttested(code) && mayAttest(code, capacities).allowed) {
      return { href: `${base}/attestations/new?code=${code}`, label: t('initiatives.gate.supply.attestation') }
    }
  }
  return undefined
}

/** Criteria that are for somebody in these capacities to supply, and that they can supply now: « Ma page ». */
export function suppliable(slug: string, { criteria }: Assessment, capacities: readonly Capacity[], reading: Reading) {
  const isFor = (suppliers: readonly Role[]) =>
    capacities.includes('coordinator') || suppliers.some((role) => capacities.includes(role))
  return criteria
    .filter(({ met, suppliers }) => !met && isFor(suppliers))
    .flatMap((criterion) => {
      const supply = action(slug, criterion, capacities, reading)
      return supply ? [{ code: criterion.code, text: labelOf(criterion, reading), ...supply }] : []
    })
}

export function nextStage(stage: Stage): Stage | undefined {
  return stages[stages.indexOf(stage) + 1]
}
