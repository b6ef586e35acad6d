import { type AgeLevel, ageLevel, type Thresholds } from '../domain/ages.ts'
import { daysBetween } from '../domain/calendar.ts'
import type { CriterionState } from '../domain/gates.ts'
import type { Stage, Status } from '../domain/lifecycle.ts'
import { isHeld, type Role, roles } from '../domain/roles.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { gatesInForce } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Words } from '../platform/http/pages.ts'
import { assessmentOf } from './evidence.ts'
import { gather } from './gathering.ts'
import type { Initiative } from './queries.ts'

/** An initiative as a card, a row of the list or of the table shows it. */
export interface Card {
  slug: string
  title: string
  need: string
  stage: Stage
  status: Status
  met: number
  of: number
  lead: string
  place: string
  held: Record<Role, boolean>
  ageDays: number
  ageLevel: AgeLevel
  nextMissing: string
  canMove: boolean
  maturity: string
  version: number
}

export interface Reading extends Words {
  viewer: Viewer
  today: string
  thresholds: Thresholds
  language: 'fr' | 'en'
}

/** The cards of some initiatives, in a number of statements that does not grow with them. */
export async function cardsFor(db: Reader, some: readonly Initiative[], reading: Reading): Promise<Card[]> {
  if (some.length === 0) return []
  const [gathered, gates] = await Promise.all([gather(db, some, reading.today), gatesInForce(db)])
  return cardsOf(some, gathered, gates, reading)
}

/** The same, of what was already read. */
export function cardsOf(
  some: readonly Initiative[],
  gathered: Awaited<ReturnType<typeof gather>>,
  gates: Awaited<ReturnType<typeof gatesInForce>>,
  reading: Reading,
): Card[] {
  const { viewer, today, thresholds, t } = reading
  const mayMoveAll = isCoordinator(viewer)

  return some.map((initiative): Card => {
    const { met, of, criteria } = assessmentOf(gates, initiative, gathered.evidence(initiative))
    const held = gathered.links(initiative.id).filter((link) => isHeld(link, today))
    const lead = held.find((link) => link.isLead) ?? held.find((link) => link.role === 'carrier')
    const missing = criteria.find((criterion) => !criterion.met)
    const ageDays = daysBetween(initiative.stageSince, today)
    const { slug, title, need, stage, status, maturity, version } = initiative
    return {
      slug,
      title,
      need,
      stage,
      status,
      met,
      of,
      lead: lead && isNamedTo(viewer, lead.actorVisibility) ? lead.actorName : '',
      place: gathered.places(initiative.id)[0] ?? '',
      held: Object.fromEntries(roles.map((role) => [role, held.some((link) => link.role === role)])) as Record<
        Role,
        boolean
      >,
      ageDays,
      ageLevel: status === 'active' ? ageLevel(thresholds, stage, ageDays) : 'fresh',
      nextMissing: missing && status === 'active' ? shortLabel(missing, reading) : '',
      canMove: mayMoveAll || held.some((link) => link.role === 'carrier' && viewer.actorIds.includes(link.actorId)),
      maturity: maturity ? t('initiatives.board.maturity_tag', { maturity: t(`words.maturity.${maturity}`) }) : '',
      version,
    }
  })
}

/** Persons are named to people who signed in; visitors read that the role is held, not by whom. */
export function isNamedTo(viewer: Viewer, visibility: string): boolean {
  return (
    visibility === 'public' || (viewer.networkRole !== undefined && (visibility === 'network' || isCoordinator(viewer)))
  )
}

function shortLabel(criterion: CriterionState, { t, language }: Reading): string {
  return criterion[language] ?? criterion.fr ?? t(`words.criterion_short.${criterion.code}`)
}
