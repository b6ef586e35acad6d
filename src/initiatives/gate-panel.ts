import { type Assessment, type Attested, canBeAttested, type CriterionState, type Lack } from '../domain/gates.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { stages } from '../domain/lifecycle.ts'
import { type Capacity, may, mayAttest, mayRecordMoney } from '../domain/permissions.ts'
import type { Role } from '../domain/roles.ts'
import type { Reading } from './cards.ts'
import type { Proof } from './sections.ts'

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
  /** The document that met it, when the reader may see it. */
  proof: Action | undefined
  actions: Action[]
}

/** « Ce qui manque »: each criterion, by what it is met, or who can supply it and the buttons that supply it. */
export function gatePanel(
  slug: string,
  assessment: Assessment,
  capacities: readonly Capacity[],
  reading: Reading,
  proofs: ReadonlyMap<string, Proof> = new Map(),
) {
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
        how: how(criterion, capacities, reading, proofs),
        who: who(criterion, reading),
        proof: linkTo(proofOf(criterion, capacities, proofs)),
        actions: criterion.met ? [] : actions(slug, criterion, capacities, reading),
      }),
    ),
  }
}

export function labelOf(criterion: Pick<CriterionState, 'code' | 'fr' | 'en'>, { t, language }: Reading): string {
  return criterion[language] ?? criterion.fr ?? t(`words.criterion.${criterion.code}`)
}

// What was stated is read by the team, as far as they may see the document that shows it; others read that it is met.
function how(
  criterion: CriterionState,
  capacities: readonly Capacity[],
  { t, format }: Reading,
  proofs: ReadonlyMap<string, Proof>,
): string {
  const { attested } = criterion
  if (!attested) return t('initiatives.gate.met_computed')
  const words = { day: format.day(attested.on), statement: attested.statement }
  if (!readsStatement(attested, capacities, proofs)) return t('initiatives.gate.met_stated', { day: words.day })
  if (attested.documentVersionId === '') return t('initiatives.gate.met_gone', words)
  if (proofOf(criterion, capacities, proofs)?.isBinned) return t('initiatives.gate.met_binned', words)
  return t('initiatives.gate.met_attested', words)
}

/**
 * Whether somebody reads the words of a statement: the team does, unless it points to a document that they may not see.
 * Who might see a document that is no more is not known any longer, but that carriers and coordinators might.
 */
export function readsStatement(
  { documentVersionId }: Pick<Attested, 'documentVersionId'>,
  capacities: readonly Capacity[],
  proofs: ReadonlyMap<string, Proof>,
): boolean {
  if (!may('team.see', capacities).allowed) return false
  if (documentVersionId === '') return may('initiative.edit', capacities).allowed
  return !documentVersionId || proofs.has(documentVersionId)
}

function proofOf({ attested }: CriterionState, capacities: readonly Capacity[], proofs: ReadonlyMap<string, Proof>) {
  if (!attested?.documentVersionId || !may('team.see', capacities).allowed) return undefined
  return proofs.get(attested.documentVersionId)
}

function linkTo(proof: Proof | undefined): Action | undefined {
  return proof && { href: proof.href, label: proof.title }
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

const stated: readonly Lack[] = [
  'attestation',
  'knowledge',
  'agreement',
  'guide',
  'funding',
  'sources',
  'plan',
  'pilot',
  'feedback',
  'adjustment',
  'results',
  'intent',
  'integrated',
  'use',
  'collective_result',
]

// The first thing that this reader can supply, and the ways to; none when the criterion is for others to meet.
function actions(
  slug: string,
  { code, lacks }: CriterionState,
  capacities: readonly Capacity[],
  { t }: Reading,
): Action[] {
  const base = `/initiatives/${slug}`
  for (const lack of lacks) {
    if (onSheet.includes(lack) && may('initiative.edit', capacities).allowed) {
      return [{ href: `${base}/edit#f-${fieldOf[lack]}`, label: t('initiatives.gate.supply.sheet') }]
    }
    if (inRole[lack] && may('participation.add', capacities).allowed) {
      return [{ href: `${base}/participations/new?role=${inRole[lack]}`, label: t('initiatives.gate.supply.role') }]
    }
    if (stated.includes(lack) && canBeAttested(code) && mayAttest(code, capacities).allowed) {
      const isMoney = lack === 'funding' || lack === 'sources'
      const mayFund = isMoney && mayRecordMoney('requested', capacities.includes('funder'), capacities).allowed
      const isKnowledge = lack === 'knowledge' && may('knowledge.record', capacities).allowed
      return [
        ...(isKnowledge ? [{ href: `${base}/contributions/new`, label: t('initiatives.gate.supply.knowledge') }] : []),
        ...(mayFund ? [{ href: `${base}/fundings/new`, label: t('initiatives.gate.supply.funding') }] : []),
        { href: `${base}/attestations/new?code=${code}`, label: t('initiatives.gate.supply.attestation') },
        { href: `${base}/documents/new?code=${code}`, label: t('initiatives.gate.supply.document') },
      ]
    }
  }
  return []
}

/** Criteria that are for somebody in these capacities to supply, and that they can supply now: « Ma page ». */
export function suppliable(slug: string, { criteria }: Assessment, capacities: readonly Capacity[], reading: Reading) {
  const isFor = (suppliers: readonly Role[]) =>
    capacities.includes('coordinator') || suppliers.some((role) => capacities.includes(role))
  return criteria
    .filter(({ met, suppliers }) => !met && isFor(suppliers))
    .flatMap((criterion) => {
      const supply = actions(slug, criterion, capacities, reading)
      return supply.length > 0 ? [{ code: criterion.code, text: labelOf(criterion, reading), actions: supply }] : []
    })
}

export function nextStage(stage: Stage): Stage | undefined {
  return stages[stages.indexOf(stage) + 1]
}
