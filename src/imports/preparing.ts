import { inArray } from 'drizzle-orm'
import { slugsFor } from '../actors/queries.ts'
import type { NewActor } from '../actors/steps.ts'
import { initiatives } from '../initiatives/tables.ts'
import { themes } from '../network/tables.ts'
import type { NewTheme } from '../network/steps.ts'
import type { Reader } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import type { Group } from './groups.ts'
import { inParts, type KnownWorld } from './known.ts'
import type { Intention } from './plan.ts'
import { type ActorLevel, keyOf, type Mention } from './said.ts'

/** What a part of an import needs besides what is known: new actors, new themes, free addresses. */
export interface Prepared {
  actors: NewActor[]
  themes: NewTheme[]
  actorId(mention: Mention): string
  themeId(name: string): string
  /** By external id. */
  slugs: Map<string, string>
}

export async function prepared(
  db: Reader,
  intentions: readonly Intention[],
  world: KnownWorld,
  { importId, levels }: { importId: string; levels: ReadonlyMap<string, ActorLevel> },
): Promise<Prepared> {
  const writing = intentions.filter(({ kind }) => kind === 'create' || kind === 'change')
  const mentions = writing.flatMap(({ sheet }) => sheet.actors)
  const missing = new Map(
    mentions.filter(({ name, kind }) => world.actor(name, kind) === 'unknown').map((one) => [keyOf(one.name), one]),
  )
  const newThemes = new Map(
    writing
      .flatMap(({ sheet }) => sheet.themes)
      .filter((name) => world.theme(name) === 'unknown')
      .map((name) => [keyOf(name), name]),
  )
  const creating = writing.filter(({ kind }) => kind === 'create')
  const [actorSlugs, themeSlugs, slugs] = await Promise.all([
    slugsFor(
      db,
      [...missing.values()].map(({ name }) => name),
    ),
    freeSlugs([...newThemes.values()], [], (some) =>
      db.select({ slug: themes.slug }).from(themes).where(inArray(themes.slug, some)),
    ),
    initiativeSlugs(
      db,
      creating.map(({ title }) => title),
    ),
  ])
  const actors = [...missing.values()].map(
    ({ name, kind }, index): NewActor => ({
      id: newId(),
      slug: actorSlugs[index]!,
      kind,
      name,
      visibility: levels.get(keyOf(name)),
      importId,
    }),
  )
  const added = [...newThemes.values()].map(
    (fr, index): NewTheme => ({ id: newId(), slug: themeSlugs[index]!, fr, importId }),
  )
  const actorIds = new Map(actors.map(({ name, id }) => [keyOf(name), id]))
  const themeIds = new Map(added.map(({ fr, id }) => [keyOf(fr), id]))
  return {
    actors,
    themes: added,
    actorId: ({ name, kind }) => idOf(world.actor(name, kind)) ?? actorIds.get(keyOf(name))!,
    themeId: (name) => idOf(world.theme(name)) ?? themeIds.get(keyOf(name))!,
    slugs: new Map(creating.map(({ externalId }, index) => [externalId, slugs[index]!])),
  }
}

/** To whom the file shows the actors that it narrows: all of it counts, since one row may say less than another. */
export function levelsSaid(groups: readonly Group[]): Map<string, ActorLevel> {
  const levels = new Map<string, ActorLevel>()
  for (const { said } of groups) {
    for (const { name, level } of said.flatMap(({ actors }) => actors)) {
      if (level && levels.get(keyOf(name)) !== 'restricted') levels.set(keyOf(name), level)
    }
  }
  return levels
}

const idOf = (found: { id: string } | 'unknown' | 'several') => (typeof found === 'string' ? undefined : found.id)

/** Addresses that are pages of their own. */
const RESERVED = ['new', 'suggestions']

async function initiativeSlugs(db: Reader, titles: string[]): Promise<string[]> {
  return freeSlugs(titles, RESERVED, (some) =>
    db.select({ slug: initiatives.slug }).from(initiatives).where(inArray(initiatives.slug, some)),
  )
}

/** The name's own address, or with a suffix when it is taken. */
async function freeSlugs(
  names: string[],
  reserved: string[],
  ask: (some: string[]) => PromiseLike<{ slug: string }[]>,
): Promise<string[]> {
  const wanted = names.map((name) => slugOf(name))
  const taken = new Set([...reserved, ...(await inParts(wanted, ask)).map(({ slug }) => slug)])
  return wanted.map((slug) => {
    const free = taken.has(slug) ? `${slug}-${newId().slice(-6)}` : slug
    taken.add(free)
    return free
  })
}
