import { eq } from 'drizzle-orm'
import type { PilotState, ValueKind } from '../../src/domain/pilots.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { initiativeProofs } from '../../src/initiatives/tables.ts'
import { indicators, indicatorValues, pilotIndicators, pilots, solutionVersions } from '../../src/pilots/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'

type Here = Pick<House, 'db' | 'now'>

interface Piloted {
  number?: number
  title?: string
  state?: PilotState
  visibility?: Visibility
  startsOn?: string
  endsOn?: string
  solutionVersionId?: string
}

/** A pilot as the commands would have left it. Returns its id. */
export async function piloted({ db, now }: Here, initiativeId: string, more: Piloted = {}): Promise<string> {
  const id = newId()
  const isOver = more.state === 'finished'
  await db.commit((tx) => [
    tx.insert(pilots).values({
      id,
      initiativeId,
      number: 1,
      title: 'Deux mois dans trois villages',
      state: 'planned',
      startsOn: '2026-02-01',
      endsOn: '2026-03-31',
      place: 'Centre communautaire',
      responsible: 'La coordination du centre',
      findings: isOver ? 'Le soir convient mieux.' : '',
      negativeEffects: isOver ? 'Du bruit.' : '',
      giveUpReason: more.state === 'given_up' ? 'Plus de local.' : '',
      visibility: 'public',
      capacity: 'carrier',
      createdAt: now,
      changedAt: now,
      ...more,
    }),
  ])
  return id
}

interface Measuring {
  name?: string
  unit?: string
  visibility?: Visibility
  isMoreBetter?: boolean
  benefits?: 'collective' | 'individual'
  pilotId?: string
  values?: { kind: ValueKind; value: string; effectiveOn?: string; documentId?: string }[]
}

/** An indicator with its values. Returns its id and theirs. */
export async function measuring({ db, now }: Here, initiativeId: string, more: Measuring = {}) {
  const id = newId()
  const { values: given = [], pilotId, ...rest } = more
  const values = given.map((one) => ({
    id: newId(),
    indicatorId: id,
    effectiveOn: '2026-02-01',
    capacity: 'carrier' as const,
    recordedAt: now,
    ...one,
  }))
  await db.commit((tx) => [
    tx.insert(indicators).values({
      id,
      initiativeId,
      name: 'Repas partagés',
      unit: 'repas',
      benefits: 'collective',
      visibility: 'public',
      createdAt: now,
      ...rest,
    }),
    ...values.map((one) => tx.insert(indicatorValues).values(one)),
    ...(pilotId ? [tx.insert(pilotIndicators).values({ pilotId, indicatorId: id })] : []),
  ])
  return { id, values: values.map((one) => one.id) }
}

/** A version of the solution. Returns its id. */
export async function versioned({ db, now }: Here, initiativeId: string, number = 1, name = 'Prototype d’automne') {
  const id = newId()
  await db.commit((tx) => [
    tx.insert(solutionVersions).values({ id, initiativeId, number, name, since: '2026-01-15', recordedAt: now }),
  ])
  return id
}

/** What the form of a plan asks, whole. */
export const planned = (more: Record<string, string | string[]> = {}) => ({
  title: 'Deux mois dans trois villages',
  startsOn: '2026-03-01',
  endsOn: '2026-04-30',
  place: 'Centre communautaire',
  responsible: 'La coordination du centre',
  ethics: 'Approuvé par le comité',
  consent: 'Dit de vive voix',
  newVersion: 'Prototype d’automne',
  newName: 'Repas partagés',
  newUnit: 'repas',
  newBenefits: 'collective',
  newBaseline: '12,5',
  newTarget: '1 040',
  visibility: 'public',
  ...more,
})

export const pilotsIn = ({ db }: Here, initiativeId: string) =>
  db.select().from(pilots).where(eq(pilots.initiativeId, initiativeId)).orderBy(pilots.number)

export const indicatorsIn = ({ db }: Here, initiativeId: string) =>
  db.select().from(indicators).where(eq(indicators.initiativeId, initiativeId)).orderBy(indicators.id)

export const valuesOf = ({ db }: Here, indicatorId: string) =>
  db
    .select()
    .from(indicatorValues)
    .where(eq(indicatorValues.indicatorId, indicatorId))
    .orderBy(indicatorValues.recordedAt, indicatorValues.id)

/** What gates count of an initiative. */
export async function proofsOf({ db }: Here, initiativeId: string) {
  const [row] = await db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, initiativeId))
  return row
}
