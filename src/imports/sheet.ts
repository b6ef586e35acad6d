import type { Maturity } from '../domain/innovation.ts'
import type { Visibility } from '../domain/visibility.ts'
import { folded } from '../platform/db/sql.ts'
import type { KnownInitiative, KnownWorld } from './known.ts'
import type { Mapping } from './mapping.ts'
import { keyOf, type Mention, type Said } from './said.ts'

const columns = ['title', 'need', 'description', 'change', 'benefit', 'population', 'source'] as const

/** What the rows of an initiative say of its sheet. A cell left empty says nothing, and takes nothing away. */
export interface Sheet {
  texts: Partial<Record<(typeof columns)[number] | 'sourceUrl', string>>
  maturity: Maturity | undefined
  visibility: Visibility | undefined
  /** Those not on the sheet yet. */
  themes: string[]
  territoryIds: string[]
  solutions: Said['solutions']
  links: Said['links']
  actors: Mention[]
}

/** The first row that says something is heard; lists of several rows are joined. */
export function sheetOf(said: readonly Said[], mapping: Mapping, world: KnownWorld, known?: KnownInitiative): Sheet {
  const first = <Value>(of: (one: Said) => Value | undefined) => said.map(of).find((value) => value !== undefined)
  const pairs = [
    ...columns.map((name) => [name, first(({ texts }) => texts[name])]),
    ['sourceUrl', first(({ sourceUrl }) => sourceUrl)],
  ].filter(([, value]) => value !== undefined)
  return {
    texts: Object.fromEntries(pairs) as Sheet['texts'],
    maturity: first(({ maturity }) => maturity),
    visibility: first(({ visibility }) => visibility) ?? (known ? undefined : mapping.visibility),
    themes: distinct(
      said.flatMap(({ themes }) => themes),
      (name) => folded(name),
    ).filter((name) => {
      const found = world.theme(name)
      return typeof found === 'string' || !known?.themeIds.includes(found.id)
    }),
    territoryIds: [
      ...new Set(
        said
          .flatMap(({ territories }) => territories)
          .map(({ name }) => world.territory(name))
          .flatMap((found) => (typeof found === 'string' ? [] : [found.id])),
      ),
    ].filter((id) => !known?.territoryIds.includes(id)),
    solutions: distinct(
      said.flatMap(({ solutions }) => solutions),
      ({ name }) => keyOf(name),
    ).filter(({ name }) => !known?.solutions.some((one) => keyOf(one.name) === keyOf(name))),
    links: distinct(
      said.flatMap(({ links }) => links),
      ({ url }) => url,
    ).filter(({ url }) => !known?.links.some((link) => link.url === url)),
    actors: distinct(
      said.flatMap(({ actors }) => actors),
      ({ role, name }) => `${role} ${folded(name)}`,
    ).filter((one) => {
      const found = world.actor(one.name, one.kind)
      if (typeof found === 'string') return true
      return !known?.participations.some(({ actorId, role }) => actorId === found.id && role === one.role)
    }),
  }
}

/** The names of what the rows would change on a sheet that exists. */
export function differences(sheet: Sheet, { row }: KnownInitiative): string[] {
  const texts = Object.entries(sheet.texts).filter(([name, value]) => row[name as keyof typeof row] !== value)
  return [
    ...texts.map(([name]) => name),
    ...(sheet.maturity !== undefined && sheet.maturity !== row.maturity ? ['maturity'] : []),
    ...(sheet.visibility !== undefined && sheet.visibility !== row.visibility ? ['visibility'] : []),
    ...(['solutions', 'themes', 'links', 'actors'] as const).filter((name) => sheet[name].length > 0),
    ...(sheet.territoryIds.length > 0 ? ['territories'] : []),
  ]
}

function distinct<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  const kept = new Map<string, Item>()
  for (const item of items) if (!kept.has(key(item))) kept.set(key(item), item)
  return [...kept.values()]
}
