import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { adoptionSteps, adoptions } from '../adoptions/tables.ts'
import { adoptionsVisibleTo } from '../adoptions/visible.ts'
import type { AdoptionFact, AdoptionStepFact, InitiativeFacts } from '../domain/figures/facts.ts'
import { isHolding } from '../domain/figures/holding.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Asked, type Found, only } from './facts-asked.ts'
import { sameTexts, told } from './told.ts'

/** Adoptions on record, with every step and what took the place of what. */
export async function adoptionsIn(db: Reader, byId: Found, { eyes, today, few }: Asked): Promise<void> {
  const rows = await db
    .select({
      id: adoptions.id,
      initiativeId: adoptions.initiativeId,
      takerId: adoptions.takerId,
      takerKind: adoptions.takerKind,
      territoryId: adoptions.territoryId,
      fidelity: adoptions.fidelity,
      people: adoptions.peopleReached,
    })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .where(and(adoptionsVisibleTo(db, eyes, today), only(few)))
    .orderBy(adoptions.id)
  const found = new Map<string, AdoptionFact>()
  for (const { id, initiativeId, takerId, ...row } of rows) {
    const it = byId.get(initiativeId)
    if (!it) continue
    const isOwn = takerId !== null && eyes.actorIds.includes(takerId)
    const adoption = { ...row, tellsAll: isCoordinator(eyes) || isOwn || carries(it, eyes, today), steps: [] }
    it.adoptions.push(adoption)
    found.set(id, adoption)
  }
  if (found.size > 0) await stepsOf(db, found)
}

function carries({ participations }: InitiativeFacts, { actorIds }: Viewer, today: string): boolean {
  return participations.some(
    (link) =>
      link.role === 'carrier' && actorIds.includes(link.actorId) && isHolding(link, today, Number.POSITIVE_INFINITY),
  )
}

async function stepsOf(db: Reader, found: ReadonlyMap<string, AdoptionFact>): Promise<void> {
  const { adoptionId, status, effectiveOn, sequence, recordedAt } = adoptionSteps
  const rows = await told(db, [adoptionId, status, effectiveOn, sequence, recordedAt], adoptionSteps, undefined)
  const same = sameTexts()
  for (const [adoption, to, on, place, at] of rows) {
    found.get(adoption!)?.steps.push({
      status: same(to!) as AdoptionStepFact['status'],
      on: same(on!),
      sequence: Number(place),
      recordedAt: Number(at),
      voidAt: null,
    })
  }
  await readCorrected(db, found)
}

/** Corrections are few: histories that hold one are read again, row by row, to know what took the place of what. */
async function readCorrected(db: Reader, found: ReadonlyMap<string, AdoptionFact>): Promise<void> {
  const corrected = db
    .select({ id: adoptionSteps.adoptionId })
    .from(adoptionSteps)
    .where(isNotNull(adoptionSteps.supersedesId))
  const rows = await db
    .select({
      id: adoptionSteps.id,
      adoptionId: adoptionSteps.adoptionId,
      status: adoptionSteps.status,
      on: adoptionSteps.effectiveOn,
      sequence: adoptionSteps.sequence,
      recordedAt: adoptionSteps.recordedAt,
      supersedesId: adoptionSteps.supersedesId,
    })
    .from(adoptionSteps)
    .where(inArray(adoptionSteps.adoptionId, corrected))
    .orderBy(adoptionSteps.id)
  const steps = new Map(
    rows.map(({ id, status, on, sequence, recordedAt }): [string, AdoptionStepFact] => [
      id,
      { status, on, sequence, recordedAt: recordedAt.getTime(), voidAt: null },
    ]),
  )
  for (const { id, supersedesId } of rows) {
    const earlier = supersedesId === null ? undefined : steps.get(supersedesId)
    if (!earlier) continue
    const step = steps.get(id)!
    earlier.voidAt = step.recordedAt
    step.insteadOf = earlier
  }
  for (const [adoptionId, own] of Map.groupBy(rows, (row) => row.adoptionId)) {
    const adoption = found.get(adoptionId)
    if (adoption) adoption.steps = own.map(({ id }) => steps.get(id)!)
  }
}
