import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Facts, InitiativeFacts, MoveFact } from '../domain/figures/facts.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { stages } from '../domain/lifecycle.ts'
import type { Viewer } from '../domain/viewer.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { initiatives, initiativeTerritories, initiativeThemes, moves, participations } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import { knowledgeContributions } from '../knowledge/tables.ts'
import { findNetwork, gatesInForce } from '../network/queries.ts'
import { territories, themes } from '../network/tables.ts'
import { dayIn } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { editions, enrolments } from '../programmes/tables.ts'
import type { Lines } from './lines.ts'
import { told, toldLines } from './told.ts'
import { moneyOf, ratesKnown } from './facts-money.ts'

/** More than these are read with everybody else's, which is faster than naming each. */
const FEW = 400

/** All that figures are made of, as these eyes may see it today. Demonstrations and what is kept out are not in it. */
export async function factsFor(db: Reader, eyes: Viewer, today: string): Promise<Facts> {
  const found = await db
    .select({ id: initiatives.id, slug: initiatives.slug, title: initiatives.title })
    .from(initiatives)
    .where(and(visibleTo(db, eyes, today), eq(initiatives.isExcluded, false)))
    .orderBy(initiatives.id)
  const byId = new Map(
    found.map((one): [string, InitiativeFacts] => [
      one.id,
      { ...one, moves: [], participations: [], knowledge: [], money: [], territories: [], themes: [], editions: [] },
    ]),
  )
  const few = found.length <= FEW ? found.map(({ id }) => id) : undefined
  const lessons = await readMoves(db, byId, few)
  await readRoles(db, byId, few)
  await readWhatItIs(db, byId, few)
  await readKnowledge(db, byId, few)
  await moneyOf(db, eyes, today, byId)
  const [network, gates, rates, named, places, subjects] = await Promise.all([
    findNetwork(db),
    gatesInForce(db),
    ratesKnown(db),
    db
      .select({ id: actors.id, name: actors.name, slug: actors.slug, sector: actors.sector, level: actors.visibility })
      .from(actors),
    db
      .select({
        id: territories.id,
        code: territories.code,
        name: territories.name,
        kind: territories.kind,
        path: territories.path,
      })
      .from(territories),
    db.select({ slug: themes.slug, name: themes.fr }).from(themes),
  ])
  return {
    initiatives: [...byId.values()],
    own: eyes.actorIds,
    actors: new Map(
      named.map(({ id, name, level, ...actor }) => [
        id,
        { ...actor, name: isNamedTo(eyes, level) || eyes.actorIds.includes(id) ? name : null },
      ]),
    ),
    territories: new Map(places.map(({ id, ...place }) => [id, place])),
    themes: new Map(subjects.map(({ slug, name }) => [slug, name])),
    rates,
    thresholds: network.thresholds,
    gates: Object.fromEntries(stages.map((stage) => [stage, gates[stage].version])) as Record<Stage, number>,
    lessons,
    dayAt: (instant) => dayIn(network.timeZone, new Date(instant)),
  }
}

type Found = ReadonlyMap<string, InitiativeFacts>

async function readMoves(db: Reader, byId: Found, few: readonly string[] | undefined): Promise<Map<string, string>> {
  const corrected = await readCorrections(db)
  const rows = await toldLines(
    db,
    [
      moves.initiativeId,
      moves.id,
      moves.event,
      moves.toStage,
      moves.toStatus,
      moves.effectiveOn,
      moves.sequence,
      moves.endingKind,
      moves.recordedAt,
    ],
    moves,
    few && inArray(moves.initiativeId, [...few]),
  )
  let it: InitiativeFacts | undefined
  let history: Corrected | undefined
  for (let lastId = ''; rows.hasMore(); ) {
    // Most histories lie together.
    const initiativeId = rows.owner()
    if (lastId !== initiativeId) {
      lastId = initiativeId
      it = byId.get(initiativeId)
      history = corrected.get(initiativeId)
    }
    const id = history ? rows.id() : rows.skip()
    const move = moveIn(rows)
    if (id !== undefined) history?.rows.push({ id, move })
    else it?.moves.push(move)
  }
  for (const [initiativeId, one] of corrected) {
    const own = byId.get(initiativeId)
    if (own) own.moves = movesOf(one)
  }
  const learned = await db
    .select({ initiativeId: moves.initiativeId, on: moves.effectiveOn, lessons: moves.lessons })
    .from(moves)
    .where(and(eq(moves.event, 'discontinue'), sql`${moves.lessons} <> ''`))
    .orderBy(moves.id)
  return new Map(
    learned.filter((one) => byId.has(one.initiativeId)).map((one) => [`${one.initiativeId} ${one.on}`, one.lessons]),
  )
}

function moveIn(rows: Lines): MoveFact {
  return {
    event: rows.word() as MoveFact['event'],
    stage: rows.word() as Stage,
    status: rows.word() as MoveFact['status'],
    on: rows.word(),
    sequence: rows.number(),
    endingKind: rows.wordOrNull() as MoveFact['endingKind'],
    recordedAt: rows.number(),
    voidAt: null,
  }
}

/** A history in which something was corrected. */
interface Corrected {
  rows: { id: string; move: MoveFact }[]
  /** What a row took the place of, by its id. */
  insteadOf: Map<string, string>
}

/** Corrections are few: only in histories that hold one must it be known what took the place of what. */
async function readCorrections(db: Reader): Promise<Map<string, Corrected>> {
  const rows = await told(db, [moves.initiativeId, moves.id, moves.supersedesId], moves, isNotNull(moves.supersedesId))
  const found = new Map<string, Corrected>()
  for (const [initiativeId, id, supersedesId] of rows) {
    const one = found.get(initiativeId!) ?? { rows: [], insteadOf: new Map() }
    found.set(initiativeId!, one)
    one.insteadOf.set(id!, supersedesId!)
  }
  return found
}

/** By id, which is the order in which they were entered. */
function movesOf({ rows, insteadOf }: Corrected): MoveFact[] {
  const facts = new Map(rows.map(({ id, move }) => [id, move]))
  for (const { id, move } of rows) {
    const earlier = facts.get(insteadOf.get(id) ?? '')
    if (!earlier) continue
    earlier.voidAt = move.recordedAt
    move.insteadOf = earlier
  }
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ move }) => move)
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
