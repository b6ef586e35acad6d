import { eq } from 'drizzle-orm'
import { adjustmentFeedbacks, adjustments } from '../../src/adjustments/tables.ts'
import { adoptionBegun, type AdoptionWanted } from '../../src/adoptions/steps.ts'
import { adoptionSteps, adoptions } from '../../src/adoptions/tables.ts'
import { feedbacks } from '../../src/feedback/tables.ts'
import { indicators, indicatorValues, pilots } from '../../src/pilots/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'

// Rows of takers as their rooms leave them, for reports that count them.

let last = 0
const next = () => ++last

export async function pilotOf(house: House, initiativeId: string, more: Partial<typeof pilots.$inferInsert> = {}) {
  const id = newId()
  await house.db.commit((tx) => [
    tx.insert(pilots).values({
      id,
      initiativeId,
      number: next(),
      title: 'Essai',
      state: 'running',
      startsOn: '2025-09-01',
      endsOn: '2026-06-30',
      visibility: 'network',
      capacity: 'carrier',
      createdAt: house.now,
      changedAt: house.now,
      ...more,
    }),
  ])
  return id
}

export async function saidOf(house: House, pilotId: string, more: Partial<typeof feedbacks.$inferInsert> = {}) {
  const id = newId()
  await house.db.commit((tx) => [
    tx.insert(feedbacks).values({
      id,
      pilotId,
      number: next(),
      takerKind: 'adopter',
      way: 'link',
      givenOn: '2025-10-01',
      adequacy: 4,
      toChange: 'Dites-le plus simplement, à Rosalie.',
      answers: {},
      language: 'fr',
      receivedAt: house.now,
      ...more,
    }),
  ])
  return id
}

export async function adjustmentOf(
  house: House,
  initiativeId: string,
  answers: readonly string[],
  more: Partial<typeof adjustments.$inferInsert> = {},
) {
  const id = newId()
  await house.db.commit((tx) => [
    tx.insert(adjustments).values({
      id,
      initiativeId,
      number: next(),
      what: 'Ouvrir plus tôt',
      state: 'decided',
      decidedOn: '2025-11-01',
      visibility: 'network',
      capacity: 'carrier',
      createdAt: house.now,
      changedAt: house.now,
      ...more,
    }),
    ...answers.map((feedbackId) => tx.insert(adjustmentFeedbacks).values({ adjustmentId: id, feedbackId })),
  ])
  return id
}

/** `2025-01-01 baseline 10` for each value. */
export async function indicatorOf(
  house: House,
  initiativeId: string,
  values: readonly string[],
  more: Partial<typeof indicators.$inferInsert> = {},
) {
  const id = newId()
  await house.db.commit((tx) => [
    tx.insert(indicators).values({
      id,
      initiativeId,
      name: 'Repas servis',
      benefits: 'collective',
      visibility: 'network',
      createdAt: house.now,
      ...more,
    }),
    ...values.map((words) => {
      const [effectiveOn, kind, value] = words.split(' ') as [string, 'baseline' | 'target' | 'result', string]
      return tx.insert(indicatorValues).values({
        id: newId(),
        indicatorId: id,
        kind,
        value,
        effectiveOn,
        capacity: 'carrier',
        recordedAt: house.now,
      })
    }),
  ])
  return id
}

/** `2025-01-01 trial` for each step; the first begins it. */
export async function adoptionOf(
  house: House,
  initiativeId: string,
  steps: readonly string[],
  more: Partial<AdoptionWanted> = {},
) {
  const id = newId()
  const told = steps.map((words) => words.split(' ') as [string, AdoptionWanted['status']])
  const [since, status] = told[0]!
  const [lastOn, lastStatus] = told.at(-1)!
  await house.db.commit((tx) => [
    ...adoptionBegun(
      tx,
      {
        id,
        initiativeId,
        takerId: null,
        takerKind: 'adopter',
        status,
        since,
        visibility: 'network',
        isConfirmed: true,
        byAccountId: null,
        capacity: 'carrier',
        ...more,
      },
      house.now,
    ),
    ...told.slice(1).map(([effectiveOn, to], at) =>
      tx.insert(adoptionSteps).values({
        id: newId(),
        adoptionId: id,
        status: to,
        effectiveOn,
        recordedAt: house.now,
        sequence: at + 2,
      }),
    ),
    tx.update(adoptions).set({ status: lastStatus, since: lastOn }).where(eq(adoptions.id, id)),
  ])
  return id
}
