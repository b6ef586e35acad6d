import type { ActorKind } from '../src/domain/roles.ts'
import type { Database } from '../src/platform/db/database.ts'
import { accountOpened } from '../src/accounts/steps.ts'
import { membershipBegun } from '../src/actors/steps.ts'
import { actors } from '../src/actors/tables.ts'
import { territoriesAdded, territoryRow, themeAdded } from '../src/network/steps.ts'
import type { Territory } from '../src/network/queries.ts'
import { folded } from '../src/platform/db/sql.ts'
import { slugOf } from '../src/platform/slug.ts'
import { type Dice, zipf } from './dice.ts'
import { content, prose, title } from './words.ts'

const ROWS = 500
const MOST_ACCOUNTS = 2_000

/** Who and what initiatives have to do with. */
export interface Cast {
  themeIds: string[]
  territories: Territory[]
  actorIds: string[]
  accountIds: string[]
  /** An actor: a few are everywhere, most hardly anywhere. */
  anyActor(dice: Dice): string
}

/** Twelve themes, sixty places, an actor for five initiatives and an account for ten actors; the first coordinates. */
export async function cast(db: Database, many: number, dice: Dice, now: Date): Promise<Cast> {
  const themes = content.slice(20, 32).map((fr) => ({ id: dice.id(), slug: slugOf(fr), fr }))
  const territories = places(dice)
  const accountIds = Array.from({ length: Math.min(MOST_ACCOUNTS, Math.max(10, Math.round(many / 50))) }, () =>
    dice.id(),
  )
  const people = Array.from({ length: Math.max(30, Math.round(many / 5)) }, (_, n) => somebody(dice, n, accountIds[n]))
  await db.commit((tx) => [...themes.map((theme) => themeAdded(tx, theme)), territoriesAdded(tx, territories)])
  await db.commit((tx) =>
    accountIds.map((id, n) => {
      const networkRole = n === 0 ? 'coordinator' : n === 1 ? 'administrator' : 'member'
      return accountOpened(tx, { id, email: `compte-${n}@example.org`, name: people[n]!.name, networkRole }, now)
    }),
  )
  for (let from = 0; from < people.length; from += ROWS) {
    const some = people.slice(from, from + ROWS)
    await db.commit((tx) => [
      tx.insert(actors).values(
        some.map((actor) => ({
          ...actor,
          sector:
            actor.kind === 'person' ? null : dice.pick(['community_organisation', 'municipality', 'company'] as const),
          territoryId: dice.is(0.6) ? dice.pick(territories).id : null,
          description: actor.kind === 'person' ? '' : prose(dice, dice.between(0, 400)),
          visibility: actor.kind === 'person' ? ('network' as const) : ('public' as const),
          searchText: folded(actor.name),
          createdAt: now,
        })),
      ),
    ])
  }
  const organisations = people.filter(({ kind }) => kind !== 'person')
  await db.commit((tx) =>
    people
      .filter(({ accountId }) => accountId && dice.is(0.6))
      .map(({ id }) =>
        membershipBegun(tx, { personId: id, organisationId: dice.pick(organisations).id, since: '2019-01-01' }),
      ),
  )
  const actorIds = shuffled(
    dice,
    people.map(({ id }) => id),
  )
  const place = zipf(actorIds.length, 0.7)
  return {
    themeIds: themes.map(({ id }) => id),
    territories,
    actorIds,
    accountIds,
    anyActor: (one) => actorIds[place(one)]!,
  }
}

// Those who have an account are persons; of the others most are organisations.
function somebody(dice: Dice, n: number, accountId: string | undefined) {
  const kind: ActorKind = accountId ? 'person' : dice.weighed({ organisation: 75, person: 15, group: 10 })
  const name = kind === 'person' ? `Prénom-${n} ${title(dice).split(' ')[0]}` : `${title(dice)} ${n}`
  return { id: dice.id(), slug: `${slugOf(name).slice(0, 60)}-${n}`, kind, name, accountId: accountId ?? null }
}

// A country, five regions of three MRC, and their municipalities.
function places(dice: Dice): Territory[] {
  const country = territoryRow({ id: dice.id(), code: 'QC', kind: 'country', name: 'Québec' }, undefined)
  const regions = [1, 2, 3, 4, 5].map((n) =>
    territoryRow({ id: dice.id(), code: `R${n}`, kind: 'region', name: `Région ${title(dice)}` }, country),
  )
  const counties = regions.flatMap((region) =>
    [1, 2, 3].map((n) =>
      territoryRow({ id: dice.id(), code: `${region.code}${n}`, kind: 'mrc', name: `MRC ${title(dice)}` }, region),
    ),
  )
  const towns = Array.from({ length: 39 }, (_, n) =>
    territoryRow(
      { id: dice.id(), code: `${10_000 + n}`, kind: 'municipality', name: `Saint-${title(dice)}` },
      counties[n % counties.length],
    ),
  )
  return [country, ...regions, ...counties, ...towns]
}

function shuffled<T>(dice: Dice, list: T[]): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = dice.between(0, last)
    ;[list[last], list[other]] = [list[other]!, list[last]!]
  }
  return list
}
