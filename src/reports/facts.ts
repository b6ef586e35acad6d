import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Facts, InitiativeFacts, MoveFact } from '../domain/figures/facts.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { stages } from '../domain/lifecycle.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { initiatives, initiativeTerritories, initiativeThemes, moves, participations } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import { knowledgeContributions } from '../knowledge/tables.ts'
import { findNetwork, gatesInForce } from '../network/queries.ts'
import { territories, themes } from '../network/tables.ts'
import { dayIn } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { editions, enrolments } from '../programmes/tables.ts'
import { sameTexts, told } from './told.ts'
import { moneyOf, ratesKnown } from './facts-money.ts'
import { takersOf } from './facts-takers.ts'

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
      {
        ...one,
        moves: [],
        participations: [],
        knowledge: [],
        money: [],
        pilots: [],
        adjustments: [],
        adoptions: [],
        indicators: [],
        territories: [],
        themes: [],
        editions: [],
      },
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
  const dayAt = (instant: number) => dayIn(network.timeZone, new Date(instant))
  await takersOf(db, byId, { eyes, today, dayAt, few })
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
    hesitations: isCoordinator(eyes) ? 'all' : eyes.actorIds.length > 0 ? 'some' : 'none',
    thresholds: network.thresholds,
    gates: Object.fromEntries(stages.map((stage) => [stage, gates[stage].version])) as Record<Stage, number>,
    lessons,
    dayAt,
  }
}

type Found = ReadonlyMap<string, InitiativeFacts>

async function readMoves(db: Reader, byId: Found, few: readonly string[] | undefined): Promise<Map<string, string>> {
  const rows = await told(
    db,
    [
      moves.initiativeId,
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
  const same = sameTexts()
  let it: InitiativeFacts | undefined
  for (const [initiativeId, event, stage, status, on, sequence, endingKind, recordedAt] of rows) {
    // Most histories lie together.
    if (it?.id !== initiativeId) it = byId.get(initiativeId!)
    it?.moves.push({
      event: same(event!) as MoveFact['event'],
      stage: same(stage!) as Stage,
      status: same(status!) as MoveFact['status'],
      on: same(on!),
      sequence: Number(sequence),
      endingKind: endingKind ? (same(endingKind) as MoveFact['endingKind']) : null,
      recordedAt: Number(recordedAt),
      voidAt: null,
    })
  }
  await readCorrected(db, byId)
  const learned = await db
    .select({ initiativeId: moves.initiativeId, on: moves.effectiveOn, lessons: moves.lessons })
    .from(moves)
    .where(and(eq(moves.event, 'discontinue'), sql`${moves.lessons} <> ''`))
    .orderBy(moves.id)
  return new Map(
    learned.filter((one) => byId.has(one.initiativeId)).map((one) => [`${one.initiativeId} ${one.on}`, one.lessons]),
  )
}

/** Corrections are few: histories that hold one are read again, row by row, to know what took the place of what. */
async function readCorrected(db: Reader, byId: Found): Promise<void> {
  const corrected = db.select({ id: moves.initiativeId }).from(moves).where(isNotNull(moves.supersedesId))
  const rows = await db.select(ofMove).from(moves).where(inArray(moves.initiativeId, corrected)).orderBy(moves.id)
  const facts = new Map<string, MoveFact>()
  for (const { id, event, stage, status, on, sequence, endingKind, recordedAt } of rows) {
    const row = { event, stage, status, on, sequence, endingKind }
    facts.set(id, { ...row, recordedAt: recordedAt.getTime(), voidAt: null })
  }
  for (const { id, supersedesId } of rows) {
    const earlier = supersedesId === null ? undefined : facts.get(supersedesId)
    if (!earlier) continue
    const move = facts.get(id)!
    earlier.voidAt = move.recordedAt
    move.insteadOf = earlier
  }
  for (const [initiativeId, own] of Map.groupBy(rows, (row) => row.initiativeId)) {
    const it = byId.get(initiativeId)
    if (it) it.moves = own.map(({ id }) => facts.get(id)!)
  }
}

const ofMove = {
  id: moves.id,
  initiativeId: moves.initiativeId,
  event: moves.event,
  stage: moves.toStage,
  status: moves.toStatus,
  on: moves.effectiveOn,
  sequence: moves.sequence,
  endingKind: moves.endingKind,
  recordedAt: moves.recordedAt,
  supersedesId: moves.supersedesId,
}

async function readRoles(db: Reader, byId: Found, few: readonly string[] | undefined): Promise<void> {
  const rows = await told(
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
  const same = sameTexts()
  for (const [initiativeId, actorId, role, sector, since, until, createdAt] of rows) {
    byId.get(initiativeId!)?.participations.push({
      actorId: same(actorId!),
      role: same(role!) as InitiativeFacts['participations'][number]['role'],
      sector: (sector ? same(sector) : null) as InitiativeFacts['participations'][number]['sector'],
      since: same(since!),
      until: until ? same(until) : null,
      recordedAt: Number(createdAt),
    })
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
