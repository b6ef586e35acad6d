import { and, eq, inArray } from 'drizzle-orm'
import type { Facts, InitiativeFacts } from '../domain/figures/facts.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives, initiativeTerritories, initiativeThemes, participations } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import { knowledgeContributions } from '../knowledge/tables.ts'
import { themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { editions, enrolments } from '../programmes/tables.ts'
import { surroundings } from './facts-around.ts'
import { type Found, only, withoutFacts } from './facts-asked.ts'
import { moneyOf } from './facts-money.ts'
import { readMoves } from './facts-moves.ts'
import { takersOf } from './facts-takers.ts'
import { told, toldLines } from './told.ts'

/** More than these are read with everybody else's, which is faster than naming each. */
const FEW = 400

/** All that figures are made of, as these eyes may see it today. Demonstrations and what is kept out are not in it. */
export async function factsFor(db: Reader, eyes: Viewer, today: string): Promise<Facts> {
  const around = await surroundings(db, eyes)
  return { ...around, ...(await initiativesFor(db, eyes, today, around.dayAt)) }
}

/** The initiatives with all that is theirs: everything, or those that are named and that these eyes may see. */
export async function initiativesFor(
  db: Reader,
  eyes: Viewer,
  today: string,
  dayAt: Facts['dayAt'],
  named?: readonly string[],
): Promise<Pick<Facts, 'initiatives' | 'lessons'>> {
  const found = await db
    .select({ id: initiatives.id, slug: initiatives.slug, title: initiatives.title })
    .from(initiatives)
    .where(and(visibleTo(db, eyes, today), eq(initiatives.isExcluded, false), only(named)))
    .orderBy(initiatives.id)
  const byId = new Map(found.map((one): [string, InitiativeFacts] => [one.id, withoutFacts(one)]))
  const few = named || found.length <= FEW ? found.map(({ id }) => id) : undefined
  const lessons = await readMoves(db, byId, few)
  await readRoles(db, byId, few)
  await readWhatItIs(db, byId, few)
  await readKnowledge(db, byId, few)
  const asked = { eyes, today, dayAt, few }
  await moneyOf(db, byId, asked)
  await takersOf(db, byId, asked)
  return { initiatives: [...byId.values()], lessons }
}

async function readRoles(db: Reader, byId: Found, few: readonly string[] | undefined): Promise<void> {
  const rows = await toldLines(
    db,
    [
      participations.initiativeId,
      participations.actorId,
      participations.role,
      participations.sector,
      participations.since,
      participations.until,
      participations.createdAt,
    ],
    participations,
    and(eq(participations.state, 'accepted'), few && inArray(participations.initiativeId, [...few])),
  )
  while (rows.hasMore()) {
    const it = byId.get(rows.owner())
    const link: InitiativeFacts['participations'][number] = {
      actorId: rows.word(),
      role: rows.word() as InitiativeFacts['participations'][number]['role'],
      sector: rows.wordOrNull() as InitiativeFacts['participations'][number]['sector'],
      since: rows.word(),
      until: rows.wordOrNull(),
      recordedAt: rows.number(),
    }
    it?.participations.push(link)
  }
}

async function readWhatItIs(db: Reader, byId: Found, few: readonly string[] | undefined): Promise<void> {
  const places = await told(
    db,
    [initiativeTerritories.initiativeId, initiativeTerritories.territoryId],
    initiativeTerritories,
    few && inArray(initiativeTerritories.initiativeId, [...few]),
  )
  for (const [initiativeId, territoryId] of places) byId.get(initiativeId!)?.territories.push(territoryId!)
  const slugs = new Map((await db.select({ id: themes.id, slug: themes.slug }).from(themes)).map((t) => [t.id, t.slug]))
  const subjects = await told(
    db,
    [initiativeThemes.initiativeId, initiativeThemes.themeId],
    initiativeThemes,
    few && inArray(initiativeThemes.initiativeId, [...few]),
  )
  for (const [initiativeId, themeId] of subjects) {
    const slug = slugs.get(themeId!)
    if (slug) byId.get(initiativeId!)?.themes.push(slug)
  }
  const enrolled = await db
    .select({ initiativeId: enrolments.initiativeId, slug: editions.slug, since: enrolments.since })
    .from(enrolments)
    .innerJoin(editions, eq(editions.id, enrolments.editionId))
    .where(few && inArray(enrolments.initiativeId, [...few]))
  for (const { initiativeId, ...enrolment } of enrolled) byId.get(initiativeId)?.editions.push(enrolment)
  for (const it of byId.values()) {
    it.territories.sort()
    it.themes.sort()
  }
}

async function readKnowledge(db: Reader, byId: Found, few: readonly string[] | undefined): Promise<void> {
  const k = knowledgeContributions
  const rows = await told(
    db,
    [k.initiativeId, k.kind, k.sector, k.contributedOn, k.recordedAt, k.withdrawnAt],
    k,
    few && inArray(k.initiativeId, [...few]),
  )
  for (const [initiativeId, kind, sector, on, recordedAt, withdrawnAt] of rows) {
    byId.get(initiativeId!)?.knowledge.push({
      kind: kind as InitiativeFacts['knowledge'][number]['kind'],
      sector: (sector || null) as InitiativeFacts['knowledge'][number]['sector'],
      on: on!,
      recordedAt: Number(recordedAt),
      voidAt: withdrawnAt ? Number(withdrawnAt) : null,
    })
  }
}
