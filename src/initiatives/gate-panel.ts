import type { Facts } from '../domain/facts.ts'
import type { Assessment, Attested, CriterionState } from '../domain/gates.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { stages } from '../domain/lifecycle.ts'
import { type Capacity, may } from '../domain/permissions.ts'
import type { Role } from '../domain/roles.ts'
import type { Reading } from './cards.ts'
import type { Proof } from './sections.ts'
import { type Supply, suppliesOf } from './supplies.ts'

export interface CriterionLine {
  code: string
  label: string
  met: boolean
  how: string
  who: string
  /** The document that met it, when the reader may see it. */
  proof: Supply | undefined
  actions: Supply[]
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
        how: howMet(criterion, capacities, reading, proofs),
        who: who(criterion, reading),
        proof: linkTo(proofOf(criterion, capacities, proofs)),
        actions: criterion.met ? [] : suppliesOf(slug, criterion, capacities, t),
      }),
    ),
  }
}

export function labelOf(criterion: Pick<CriterionState, 'code' | 'fr' | 'en'>, { t, language }: Reading): string {
  return criterion[language] ?? criterion.fr ?? t(`words.criterion.${criterion.code}`)
}

/** What is on record first, then what was stated, which adds to it or stands for it. */
export function howMet(
  criterion: CriterionState,
  capacities: readonly Capacity[],
  reading: Reading,
  proofs: ReadonlyMap<string, Proof>,
): string {
  const { attested } = criterion
  const recorded = recordedHow(criterion, capacities, reading)
  if (!attested) return recorded || reading.t('initiatives.gate.met_computed')
  return [recorded, statedHow(criterion, attested, capacities, reading, proofs)].filter(Boolean).join(' · ')
}

// Facts that have no level of their own: whoever sees the initiative sees these.
const open: readonly (keyof Facts)[] = [
  'change',
  'benefit',
  'population',
  'territories',
  'solutions',
  'reachableLead',
  'guides',
  'knowledgeKinds',
]

// How many there are is told to those who see them all; others read that it is met, not by how many that they may not see.
function recordedHow({ shownBy }: CriterionState, capacities: readonly Capacity[], { t, format }: Reading): string {
  const isTold = may('initiative.edit', capacities).allowed || shownBy.every(({ fact }) => open.includes(fact))
  return isTold ? format.list(shownBy.map(({ fact, count }) => t(`words.shown.${fact}`, { count }))) : ''
}

// What was stated is read by the team, as far as they may see the document that shows it; others read that it is met.
function statedHow(
  criterion: CriterionState,
  attested: Attested,
  capacities: readonly Capacity[],
  { t, format }: Reading,
  proofs: ReadonlyMap<string, Proof>,
): string {
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

function linkTo(proof: Proof | undefined): Supply | undefined {
  return proof && { href: proof.href, label: proof.title }
}

function who({ lacks, suppliers }: CriterionState, { t, format }: Reading): string {
  return t('initiatives.gate.who', {
    roles: format.either(suppliers.map((role) => t(`words.capacity.${role}`))),
    lacks: format.list(lacks.map((lack) => t(`words.lack.${lack}`))),
  })
}

/** Criteria that are for somebody in these capacities to supply, and that they can supply now: « Ma page ». */
export function suppliable(slug: string, { criteria }: Assessment, capacities: readonly Capacity[], reading: Reading) {
  const isFor = (suppliers: readonly Role[]) =>
    capacities.includes('coordinator') || suppliers.some((role) => capacities.includes(role))
  return criteria
    .filter(({ met, suppliers }) => !met && isFor(suppliers))
    .flatMap((criterion) => {
      const supply = suppliesOf(slug, criterion, capacities, reading.t)
      return supply.length > 0 ? [{ code: criterion.code, text: labelOf(criterion, reading), actions: supply }] : []
    })
}

export function nextStage(stage: Stage): Stage | undefined {
  return stages[stages.indexOf(stage) + 1]
}
