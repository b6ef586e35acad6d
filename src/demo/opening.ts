import { DEMO_PASSWORD, hashedPassword } from '../accounts/passwords.ts'
import { accountOpened } from '../accounts/steps.ts'
import { alsoRecorded, recorded } from '../activity/recorded.ts'
import { actsFor, slugsFor } from '../actors/queries.ts'
import { actorAdded, membershipBegun } from '../actors/steps.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { type By, visitor } from '../domain/viewer.ts'
import { findNetwork, type Territory } from '../network/queries.ts'
import { networkSet, territoriesAdded, territoryRow, themeAdded } from '../network/steps.ts'
import { dayIn } from '../platform/clock.ts'
import type { Database, Writer } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { addressOf, type OrganisationKey, organisations, type PartKey, type PersonKey, people } from './cast.ts'
import { places, type ThemeKey, themes } from './places.ts'
import { dayAgo, type Stage, TIME_ZONE } from './stage.ts'
import { OPENED } from './telling.ts'

/** The network, its places and themes, and everybody in them, on the day before it opens. */
export async function setUp(db: Database, now: Date): Promise<Omit<Stage, 'house'>> {
  const opened = new Date(now.getTime() - (OPENED + 1) * DAY_MS)
  const network = await findNetwork(db)
  const passwordHash = await hashedPassword(DEMO_PASSWORD)
  const accountIds = keyed(people, () => newId())
  const actorIds = keyed({ ...people, ...organisations }, () => newId()) as Record<PartKey, string>
  const themeIds = keyed(themes, () => newId())
  const rows = territoryRows()
  const parts = [...Object.entries(people), ...Object.entries(organisations)]
  const slugs = await slugsFor(
    db,
    parts.map(([, { name }]) => name),
  )
  const slugOfPart = Object.fromEntries(parts.map(([key], index) => [key, slugs[index]!])) as Record<PartKey, string>

  await db.commit((tx) => [
    networkSet(tx, network, { ...demoNetwork, isDemo: true }),
    territoriesAdded(tx, rows),
    ...Object.entries(themes).map(([key, [fr, en]]) =>
      themeAdded(tx, { id: themeIds[key as ThemeKey], slug: slugOf(fr), fr, en }),
    ),
    ...partSteps(tx, {
      now: opened,
      slugOfPart,
      actorIds,
      accountIds,
      passwordHash,
      rows,
      since: dayAgo({ now }, OPENED + 900),
    }),
    recorded(tx, visitor, now, { what: 'demo_begun', subject: { kind: 'network', id: 'network' } }),
    alsoRecorded(tx, administrationBy(accountIds.administration), opened, {
      what: 'network_founded',
      subject: { kind: 'account', id: accountIds.administration },
    }),
    ...(Object.keys(people) as PersonKey[]).map((key) =>
      alsoRecorded(tx, administrationBy(accountIds[key]), opened, {
        what: 'account_opened',
        subject: { kind: 'account', id: accountIds[key] },
      }),
    ),
  ])
  const acting = await Promise.all(
    (Object.keys(people) as PersonKey[]).map(async (key): Promise<[PersonKey, By]> => {
      const { name, networkRole } = people[key]
      const accountId = accountIds[key]
      return [key, { accountId, name, networkRole, actorIds: await actsFor(db, accountId, dayIn(TIME_ZONE, now)) }]
    }),
  )
  return {
    db,
    now,
    actors: actorIds,
    called: slugOfPart,
    themes: themeIds,
    slugs: new Map(),
    people: Object.fromEntries(acting) as Record<PersonKey, By>,
  }
}

const demoNetwork = {
  name: 'Réseau de démonstration : innovation sociale Québec–Auvergne-Rhône-Alpes',
  introduction:
    'Ce qui s’essaie, où et par qui : les initiatives de plusieurs réseaux d’innovation sociale, de l’émergence d’un désir de faire autrement jusqu’à l’appropriation par d’autres.',
  timeZone: TIME_ZONE,
  locale: 'fr-CA',
  privacyOfficer: 'Administration (démonstration)',
} as const

const administrationBy = (accountId: string): By => ({
  accountId,
  name: '',
  networkRole: 'administrator',
  actorIds: [],
})

interface Parts {
  now: Date
  since: string
  slugOfPart: Record<PartKey, string>
  actorIds: Record<PartKey, string>
  accountIds: Record<PersonKey, string>
  passwordHash: string
  rows: Territory[]
}

function partSteps(tx: Writer, { now, since, slugOfPart, actorIds, accountIds, passwordHash, rows }: Parts) {
  const placeId = (code: string) => rows.find((row) => row.code === code)?.id ?? null
  const personKeys = Object.keys(people) as PersonKey[]
  const organisationKeys = Object.keys(organisations) as OrganisationKey[]
  return [
    ...personKeys.map((key) => {
      const { name, networkRole, isOffered } = people[key]
      const account = { id: accountIds[key], email: addressOf(key), name, networkRole, isDemo: isOffered }
      return accountOpened(tx, { ...account, passwordHash: isOffered ? passwordHash : null, locale: 'fr-CA' }, now)
    }),
    ...personKeys.map((key) => {
      const person = { id: actorIds[key], slug: slugOfPart[key], kind: 'person' as const, name: people[key].name }
      return actorAdded(tx, { ...person, accountId: accountIds[key] }, now)
    }),
    ...organisationKeys.map((key) => {
      const { place, about, kind, name, ...rest } = organisations[key]
      const sector = 'sector' in rest ? rest.sector : undefined
      const actor = { id: actorIds[key], slug: slugOfPart[key], kind, name, sector, description: about }
      return actorAdded(tx, { ...actor, territoryId: placeId(place) }, now)
    }),
    ...personKeys.flatMap((key) =>
      people[key].speaksFor.map((organisation) =>
        membershipBegun(tx, { personId: actorIds[key], organisationId: actorIds[organisation], since }),
      ),
    ),
  ]
}

function territoryRows(): Territory[] {
  const rows = new Map<string, Territory>()
  for (const { parentCode, ...place } of places) {
    rows.set(place.code, territoryRow({ id: newId(), ...place }, parentCode ? rows.get(parentCode) : undefined))
  }
  return [...rows.values()]
}

function keyed<Key extends string, Value>(of: Record<Key, unknown>, value: (key: Key) => Value): Record<Key, Value> {
  return Object.fromEntries((Object.keys(of) as Key[]).map((key) => [key, value(key)])) as Record<Key, Value>
}
