import { asc, eq } from 'drizzle-orm'
import { actors } from '../../src/actors/tables.ts'
import { standing } from '../../src/domain/history.ts'
import { moveBetween } from '../../src/domain/lifecycle.ts'
import { passage } from '../../src/initiatives/queries.ts'
import {
  existingSolutions,
  expectedMoves,
  initiativeLinks,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../../src/initiatives/tables.ts'
import { territories, themes } from '../../src/network/tables.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { folded } from '../../src/platform/db/sql.ts'
import type { House } from '../house.ts'

export interface Taken {
  status: number
  type: string | null
  name: string
  bytes: Buffer
  text: string
}

/** Downloads an export as a browser does, in a language. */
export async function taken(house: House, query: string, as?: string, language = 'fr-CA'): Promise<Taken> {
  const cookie = as ? { Cookie: await house.cookieOf(as) } : {}
  const headers = { 'Accept-Language': language, 'Sec-Fetch-Site': 'same-origin', ...cookie }
  const answer = await fetch(`${house.origin}/exports/initiatives?${query}`, { headers, redirect: 'manual' })
  const bytes = Buffer.from(await answer.arrayBuffer())
  return {
    status: answer.status,
    type: answer.headers.get('Content-Type'),
    name: /filename="?([^";]+)"?/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? '',
    bytes,
    text: bytes.toString(),
  }
}

/** The rows of a JSON export, by the names of its columns. */
export async function rowsTaken(house: House, query: string, as?: string, language?: string) {
  const { text } = await taken(house, `format=json&${query}`, as, language)
  return JSON.parse(text) as Record<string, unknown>[]
}

const places = [
  { id: 'qc', code: 'QC', kind: 'region' as const, name: 'Québec', path: '/QC/' },
  { id: 'cl1', code: '15035', kind: 'municipality' as const, name: 'Clermont', path: '/QC/15035/' },
  { id: 'cl2', code: '87080', kind: 'municipality' as const, name: 'Clermont', path: '/QC/87080/' },
]

/** Two places of one name among others, as a network would have them. */
export async function withPlaces(db: Database): Promise<void> {
  await db.commit((tx) => [
    tx.insert(territories).values(places.map((one) => ({ ...one, searchText: folded(one.name) }))),
  ])
}

/** All that a round trip must keep, in words alone. `whole` adds the history. */
export async function told(db: Database, shape: 'initiatives' | 'passages') {
  const all = await db.select().from(initiatives).orderBy(asc(initiatives.title))
  const named = await db
    .select({ link: participations, name: actors.name, kind: actors.kind, visibility: actors.visibility })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
  const itsThemes = await db
    .select({ id: initiativeThemes.initiativeId, fr: themes.fr, en: themes.en })
    .from(initiativeThemes)
    .innerJoin(themes, eq(themes.id, initiativeThemes.themeId))
  const itsPlaces = await db
    .select({ id: initiativeTerritories.initiativeId, code: territories.code })
    .from(initiativeTerritories)
    .innerJoin(territories, eq(territories.id, initiativeTerritories.territoryId))
  const links = await db.select().from(initiativeLinks).orderBy(asc(initiativeLinks.position))
  const solutions = await db.select().from(existingSolutions).orderBy(asc(existingSolutions.position))
  const passages = await db.select().from(moves)
  const plans = await db.select().from(expectedMoves)
  return all.map((one) => {
    const line = standing(passages.filter((row) => row.initiativeId === one.id).map(passage)).map(({ row }) => row)
    const { title, need, description, change, benefit, population, maturity, visibility, source, sourceUrl } = one
    const { stage, status, stageSince, statusSince, endingKind } = one
    return {
      title,
      need,
      description,
      change,
      benefit,
      population,
      maturity,
      visibility,
      source,
      sourceUrl,
      stage,
      status,
      stageSince,
      endingKind,
      ...(status === 'active' || status === 'on_hold' ? {} : { statusSince }),
      themes: itsThemes
        .filter(({ id }) => id === one.id)
        .map(({ fr }) => fr)
        .sort(),
      territories: itsPlaces
        .filter(({ id }) => id === one.id)
        .map(({ code }) => code)
        .sort(),
      links: links.filter(({ initiativeId }) => initiativeId === one.id).map(({ url, label }) => [label, url]),
      solutions: solutions
        .filter(({ initiativeId }) => initiativeId === one.id)
        .map(({ name, limitation }) => [name, limitation]),
      held: named
        .filter(({ link }) => link.initiativeId === one.id && link.state === 'accepted' && link.until === null)
        .map(({ link, name, kind, visibility: level }) =>
          [link.role, link.isLead ? 'lead' : '', link.takerKind, kind, level, name].filter(Boolean).join(' '),
        )
        .sort(),
      // A plan that nothing leads to from where it stands tells nothing.
      plans: plans
        .filter(
          (plan) => plan.initiativeId === one.id && moveBetween(one, { stage: plan.toStage, status: plan.toStatus }),
        )
        .map(
          ({ event, toStage, toStatus, expectedOn, note }) => `${expectedOn} ${event} ${toStage}/${toStatus} ${note}`,
        ),
      words: shape === 'initiatives' ? [line.at(-1)!.reason, line.at(-1)!.lessons] : [],
      history:
        shape === 'passages'
          ? line.map(
              ({ event, effectiveOn, toStage, toStatus, endingKind: kind, reason, lessons }) =>
                `${effectiveOn} ${event} ${toStage}/${toStatus} ${kind} ${reason} ${lessons}`,
            )
          : [],
    }
  })
}
