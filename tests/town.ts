import { accountOpened } from '../src/accounts/steps.ts'
import { actorAdded, membershipBegun } from '../src/actors/steps.ts'
import { type Passage, replay } from '../src/domain/history.ts'
import { moveBetween, type Position, type Stage, type Status, stages } from '../src/domain/lifecycle.ts'
import type { NetworkRole } from '../src/domain/permissions.ts'
import type { Role } from '../src/domain/roles.ts'
import type { By } from '../src/domain/viewer.ts'
import type { Visibility } from '../src/domain/visibility.ts'
import { start } from '../src/initiatives/commands.ts'
import { StartInput } from '../src/initiatives/schema.ts'
import {
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../src/initiatives/tables.ts'
import { dayIn } from '../src/platform/clock.ts'
import { folded } from '../src/platform/db/sql.ts'
import type { Database, Writer } from '../src/platform/db/database.ts'
import { newId } from '../src/platform/id.ts'
import { slugOf } from '../src/platform/slug.ts'

/** Somebody with an account and a person of their own. */
export interface Townsperson {
  accountId: string
  /** Their own person. */
  personId: string
  /** Who holds their role: themselves, or the organisation they speak for. */
  actorId: string
  by: By & { accountId: string }
}

const places = [
  'administrator',
  'coordinator',
  'leadCarrier',
  'carrier',
  'otherCarrier',
  'funder',
  'supportPartner',
  'taker',
  'member',
  'invited',
  'formerPartner',
] as const
export type Place = (typeof places)[number]

export interface Town extends Record<Place, Townsperson> {
  /** The initiative that `otherCarrier` leads: restricted, so that few people meet it. */
  otherSlug: string
  initiativeAt(stage: Stage, wanted?: Wanted): Promise<Settled>
}

export interface Wanted {
  title?: string
  need?: string
  status?: Status
  visibility?: Visibility
  namedRoles?: Role[]
  /** The day its present stage began. */
  since?: string
  changedAt?: Date
  /** False for nobody at all. */
  team?: boolean
  themes?: string[]
  territories?: string[]
  columns?: Partial<typeof initiatives.$inferInsert>
}

export interface Settled {
  id: string
  slug: string
  /** Ids of the participations of whoever stands in these places. */
  roles: Record<(typeof team)[number]['place'], string>
}

/** Who stands where on every initiative of the town. */
const team = [
  { place: 'leadCarrier', role: 'carrier', isLead: true, state: 'accepted' },
  { place: 'carrier', role: 'carrier', state: 'accepted' },
  { place: 'funder', role: 'funder', state: 'accepted' },
  { place: 'supportPartner', role: 'support_partner', state: 'accepted' },
  { place: 'taker', role: 'taker', takerKind: 'adopter', state: 'accepted' },
  { place: 'invited', role: 'support_partner', state: 'invited' },
  { place: 'formerPartner', role: 'support_partner', state: 'accepted', until: '2025-12-31' },
] as const

const names: Record<Place, string> = {
  administrator: 'Administration Première',
  coordinator: 'Coordination Première',
  leadCarrier: 'Porteuse Première',
  carrier: 'Porteur Second',
  otherCarrier: 'Porteuse Voisine',
  funder: 'Bailleresse Première',
  supportPartner: 'Partenaire Premier',
  taker: 'Preneur Premier',
  member: 'Membre Première',
  invited: 'Invitée Première',
  formerPartner: 'Partenaire Ancien',
}
const organisations: Partial<Record<Place, string>> = {
  funder: 'Fonds du fleuve',
  taker: 'Coop des marais',
}

/** Eleven people, one for each way of standing before an initiative, and what they need to begin. */
export async function settle({ db, now }: { readonly db: Database; now: Date }): Promise<Town> {
  const people = places.map((place) => ({ place, ...somebody(place) }))
  await db.commit((tx) => people.flatMap(({ place, townsperson }) => arriving(tx, place, townsperson, now)))
  const byPlace = Object.fromEntries(people.map(({ place, townsperson }) => [place, townsperson])) as Record<
    Place,
    Townsperson
  >
  const input = StartInput.parse({
    title: 'Atelier de vélos',
    stage: 'emergence',
    startedOn: '2026-01-05',
    visibility: 'restricted',
  })
  const { slug } = await start(db, input, byPlace.otherCarrier.by, { at: now, today: dayIn('America/Toronto', now) })
  return { ...byPlace, otherSlug: slug, initiativeAt: (stage, wanted = {}) => settled(db, byPlace, now, stage, wanted) }
}

function somebody(place: Place): { townsperson: Townsperson } {
  const [accountId, personId] = [newId(), newId()]
  const actorId = organisations[place] ? newId() : personId
  const networkRole: NetworkRole = place === 'administrator' || place === 'coordinator' ? place : 'member'
  const actorIds = [...new Set([personId, actorId])]
  return { townsperson: { accountId, personId, actorId, by: { accountId, name: names[place], networkRole, actorIds } } }
}

function arriving(tx: Writer, place: Place, { accountId, personId, actorId, by }: Townsperson, now: Date) {
  const name = names[place]
  const networkRole = by.networkRole!
  const organisation = organisations[place]
  return [
    accountOpened(tx, { id: accountId, email: `${slugOf(name)}@example.org`, name, networkRole }, now),
    actorAdded(tx, { id: personId, slug: slugOf(name), kind: 'person', name, accountId }, now),
    ...(organisation
      ? [
          actorAdded(tx, { id: actorId, slug: slugOf(organisation), kind: 'organisation', name: organisation }, now),
          membershipBegun(tx, { personId, organisationId: actorId, since: '2024-01-01' }),
        ]
      : []),
  ]
}

/** Rows as the commands would have left them: the stored position is what replaying the moves gives. */
async function settled(
  db: Database,
  people: Record<Place, Townsperson>,
  now: Date,
  stage: Stage,
  wanted: Wanted,
): Promise<Settled> {
  const { title = 'Épicerie solidaire mobile', need = 'Trois villages n’ont plus de commerce alimentaire.' } = wanted
  const { status = 'active', visibility = 'network', namedRoles = [], since = '2026-01-15' } = wanted
  const id = newId()
  const slug = `${slugOf(title)}-${id.slice(-6)}`
  const passages = passagesTo({ stage, status }, since)
  const { stageSince, statusSince } = replay(passages)!
  const links = wanted.team === false ? [] : team.map((link) => ({ id: newId(), ...link }))
  const first = passages[0]!.effectiveOn

  await db.commit((tx) => [
    tx.insert(initiatives).values({
      id,
      slug,
      title,
      need,
      visibility,
      namedRoles: `,${namedRoles.map((role) => `${role},`).join('')}`,
      stage,
      status,
      stageSince,
      statusSince,
      endingKind: status === 'discontinued' ? 'stopped' : null,
      reviewOn: status === 'on_hold' ? '2026-09-01' : null,
      searchText: folded(title, need),
      createdAt: now,
      changedAt: wanted.changedAt ?? now,
      ...wanted.columns,
    }),
    tx.insert(moves).values(passages.map((passage) => rowOf(passage, id, people.leadCarrier, now))),
    ...(links.length > 0
      ? [
          tx.insert(participations).values(
            links.map(({ place, ...link }) => ({
              ...link,
              initiativeId: id,
              actorId: people[place].actorId,
              since: first,
              createdAt: now,
            })),
          ),
        ]
      : []),
    ...(wanted.themes ?? []).map((themeId) => tx.insert(initiativeThemes).values({ initiativeId: id, themeId })),
    ...(wanted.territories ?? []).map((territoryId) =>
      tx.insert(initiativeTerritories).values({ initiativeId: id, territoryId }),
    ),
  ])
  return { id, slug, roles: Object.fromEntries(links.map((link) => [link.place, link.id])) as Settled['roles'] }
}

// From emergence, a hundred days in each stage, to where it stands; spotted ones have only been seen.
function passagesTo(to: Position, since: string): Passage[] {
  const isSpotted = to.status === 'spotted'
  const way = isSpotted ? [to.stage] : stages.slice(0, stages.indexOf(to.stage) + 1)
  const line: Position[] = way.map((stage) => ({ stage, status: isSpotted ? 'spotted' : 'active' }))
  if (!isSpotted && to.status !== 'active') line.push(to)
  return line.map((position, index): Passage => {
    const from = line[index - 1] ?? null
    const days = Math.min(0, index - way.length + 1) * 100
    return {
      id: newId(),
      event: from ? moveBetween(from, position)!.type : 'start',
      from,
      to: position,
      effectiveOn: new Date(Date.parse(since) + days * 86_400_000).toISOString().slice(0, 10),
      sequence: index + 1,
      supersedesId: null,
    }
  })
}

function rowOf({ id, event, from, to, ...passage }: Passage, initiativeId: string, by: Townsperson, now: Date) {
  return {
    id,
    event,
    fromStage: from?.stage ?? null,
    fromStatus: from?.status ?? null,
    toStage: to.stage,
    toStatus: to.status,
    ...passage,
    initiativeId,
    recordedAt: now,
    byAccountId: by.accountId,
    capacity: 'lead_carrier' as const,
    provenance: 'backfilled' as const,
  }
}
