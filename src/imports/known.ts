import { and, eq, inArray, notInArray } from 'drizzle-orm'
import { journal } from '../activity/tables.ts'
import { findActorsByFoldedNames } from '../actors/queries.ts'
import type { ActorKind } from '../domain/roles.ts'
import { type Initiative, type MoveRow } from '../initiatives/queries.ts'
import {
  existingSolutions,
  expectedMoves,
  initiativeLinks,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../initiatives/tables.ts'
import { allThemes } from '../network/queries.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import type { Group } from './groups.ts'

/** An initiative that an earlier import brought, with what hangs on it. */
export interface KnownInitiative {
  row: Initiative
  moves: MoveRow[]
  expected: (typeof expectedMoves.$inferSelect)[]
  participations: { actorId: string; role: string }[]
  themeIds: string[]
  territoryIds: string[]
  solutions: { id: string; name: string }[]
  links: { url: string }[]
  /** Somebody worked on it by hand since: nothing they typed is written over. */
  isWorkedOn: boolean
}

export type Found = { id: string } | 'unknown' | 'several'

/** What planning compares the file with. */
export interface KnownWorld {
  initiative(externalId: string): KnownInitiative | undefined
  territory(typed: string): Found
  actor(name: string, kind: ActorKind): Found
  theme(name: string): Found
}

/** What is known of the initiatives, places and actors that some groups name: a fixed number of queries. */
export async function knownFor(db: Reader, source: string, groups: readonly Group[]): Promise<KnownWorld> {
  const said = groups.flatMap((group) => group.said)
  const [held, places, actors, themes] = await Promise.all([
    initiativesOf(db, source, unique(groups.map(({ externalId }) => externalId))),
    territoriesNamed(db, unique(said.flatMap((one) => one.territories.map(({ name }) => name)))),
    findActorsByFoldedNames(db, unique(said.flatMap((one) => one.actors.map(({ name }) => name)))),
    allThemes(db),
  ])
  const actorsByName = Map.groupBy(actors, ({ searchText }) => searchText)
  const themesByName = Map.groupBy(
    themes.flatMap(({ id, fr, en }) => unique([folded(fr), folded(en)]).map((name) => ({ id, name }))),
    ({ name }) => name,
  )
  return {
    initiative: (externalId) => held.get(externalId),
    territory: (typed) => places.get(typed) ?? 'unknown',
    actor(name, kind) {
      const called = actorsByName.get(folded(name)) ?? []
      const ofKind = called.filter((one) => one.kind === kind)
      return single(ofKind.length > 0 ? ofKind : called)
    },
    theme: (name) => single(themesByName.get(folded(name))?.slice(0, 1)),
  }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].filter(Boolean)

function single(found: readonly { id: string }[] = []): Found {
  return found.length > 1 ? 'several' : found[0] ? { id: found[0].id } : 'unknown'
}

async function territoriesNamed(db: Reader, typed: string[]): Promise<Map<string, Found>> {
  const codeIn = (text: string) => /\(([^()]+)\)\s*$/.exec(text)?.[1] ?? text.trim()
  const [byCode, byName] = await Promise.all([
    inParts(typed.map(codeIn), (codes) => db.select().from(territories).where(inArray(territories.code, codes))),
    inParts(
      typed.map((name) => folded(name)),
      (names) => db.select().from(territories).where(inArray(territories.searchText, names)),
    ),
  ])
  const codes = new Map(byCode.map((one) => [one.code, one]))
  const names = Map.groupBy(byName, ({ searchText }) => searchText)
  return new Map(
    typed.map((text) => {
      const coded = codes.get(codeIn(text))
      return [text, coded ? { id: coded.id } : single(names.get(folded(text)))]
    }),
  )
}

async function initiativesOf(db: Reader, source: string, externalIds: string[]) {
  const rows = await inParts(externalIds, (ids) =>
    db
      .select()
      .from(initiatives)
      .where(and(eq(initiatives.externalSource, source), inArray(initiatives.externalId, ids))),
  )
  const ids = rows.map(({ id }) => id)
  const [itsMoves, expected, solutions, links, places, themes, roles, worked] = await Promise.all([
    inParts(ids, (some) => db.select().from(moves).where(inArray(moves.initiativeId, some))),
    inParts(ids, (some) => db.select().from(expectedMoves).where(inArray(expectedMoves.initiativeId, some))),
    inParts(ids, (some) => db.select().from(existingSolutions).where(inArray(existingSolutions.initiativeId, some))),
    inParts(ids, (some) => db.select().from(initiativeLinks).where(inArray(initiativeLinks.initiativeId, some))),
    inParts(ids, (some) =>
      db.select().from(initiativeTerritories).where(inArray(initiativeTerritories.initiativeId, some)),
    ),
    inParts(ids, (some) => db.select().from(initiativeThemes).where(inArray(initiativeThemes.initiativeId, some))),
    inParts(ids, (some) => db.select().from(participations).where(inArray(participations.initiativeId, some))),
    workedOn(db, ids),
  ])
  const of = <Row extends { initiativeId: string }>(all: Row[]) => {
    const grouped = Map.groupBy(all, ({ initiativeId }) => initiativeId)
    return (id: string) => grouped.get(id) ?? []
  }
  const [movesOf, expectedOf, solutionsOf, linksOf, placesOf, themesOf, rolesOf] = [
    of(itsMoves),
    of(expected),
    of(solutions),
    of(links),
    of(places),
    of(themes),
    of(roles),
  ]
  return new Map(
    rows.map((row): [string, KnownInitiative] => [
      row.externalId ?? '',
      {
        row,
        moves: movesOf(row.id),
        expected: expectedOf(row.id),
        participations: rolesOf(row.id),
        themeIds: themesOf(row.id).map(({ themeId }) => themeId),
        territoryIds: placesOf(row.id).map(({ territoryId }) => territoryId),
        solutions: solutionsOf(row.id),
        links: linksOf(row.id),
        isWorkedOn: worked.has(row.id),
      },
    ]),
  )
}

/** Imports write these; anything else in the journal of an initiative was done by a person. */
const BY_IMPORTS = ['imported', 'import_undone']

/** Those of these initiatives on which somebody did something by hand, ever. */
export async function workedOn(db: Reader, initiativeIds: string[]): Promise<Set<string | null>> {
  const rows = await inParts(initiativeIds, (ids) =>
    db
      .selectDistinct({ id: journal.initiativeId })
      .from(journal)
      .where(and(inArray(journal.initiativeId, ids), notInArray(journal.what, BY_IMPORTS))),
  )
  return new Set(rows.map(({ id }) => id))
}

/** SQL takes so many parameters and no more. */
export async function inParts<Item, Row>(
  items: readonly Item[],
  ask: (some: Item[]) => PromiseLike<Row[]>,
): Promise<Row[]> {
  const found: Row[] = []
  for (let from = 0; from < items.length; from += 500) found.push(...(await ask(items.slice(from, from + 500))))
  return found
}
