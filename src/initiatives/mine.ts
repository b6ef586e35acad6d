import { and, asc, desc, eq, inArray, lte } from 'drizzle-orm'
import { capacitiesOf } from '../domain/permissions.ts'
import { gatesInForce } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { cardsOf, type Reading } from './cards.ts'
import { assessmentOf } from './evidence.ts'
import { gather } from './gathering.ts'
import { suppliable } from './gate-panel.ts'
import { expectedMoves, initiatives, participations } from './tables.ts'
import { heldBy, visibleTo } from './visible.ts'
import { isHeld } from '../domain/roles.ts'
import { planText } from './timeline.ts'

const SHOWN = 30

/** What waits for somebody: invitations to answer, criteria they can supply, planned moves whose day has come. */
export async function mine(db: Reader, reading: Reading) {
  const { viewer, today } = reading
  const actorIds = [...viewer.actorIds]
  if (actorIds.length === 0) return { invitations: [], cards: [], supply: [], plans: [] }

  const [invitations, held] = await Promise.all([
    db
      .select({ id: participations.id, role: participations.role, slug: initiatives.slug, title: initiatives.title })
      .from(participations)
      .innerJoin(initiatives, eq(initiatives.id, participations.initiativeId))
      .where(and(inArray(participations.actorId, actorIds), inArray(participations.state, ['proposed', 'invited'])))
      .orderBy(asc(participations.createdAt)),
    db
      .select()
      .from(initiatives)
      .where(and(heldBy(db, viewer, today), visibleTo(db, viewer, today)))
      .orderBy(desc(initiatives.changedAt), desc(initiatives.id))
      .limit(SHOWN),
  ])
  const ids = held.map(({ id }) => id)
  const [gathered, gates, plans] = await Promise.all([
    gather(db, held, today),
    gatesInForce(db),
    ids.length > 0
      ? db
          .select()
          .from(expectedMoves)
          .where(and(inArray(expectedMoves.initiativeId, ids), lte(expectedMoves.expectedOn, today)))
      : [],
  ])
  const supply = held
    .filter(({ status }) => status === 'active')
    .map((initiative) => {
      const own = gathered.links(initiative.id).filter((link) => actorIds.includes(link.actorId) && isHeld(link, today))
      const capacities = capacitiesOf(viewer.networkRole, own)
      const assessment = assessmentOf(gates, initiative, gathered.evidence(initiative))
      return { initiative, criteria: suppliable(initiative.slug, assessment, capacities, reading) }
    })
    .filter(({ criteria }) => criteria.length > 0)
  return {
    invitations,
    cards: cardsOf(held, gathered, gates, reading),
    supply,
    plans: plans.map((plan) => ({
      ...plan,
      initiative: held.find(({ id }) => id === plan.initiativeId)!,
      what: planText(plan, reading),
    })),
  }
}
