import { setImmediate } from 'node:timers/promises'
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { actors, identifiers } from '../actors/tables.ts'
import { visitor } from '../domain/viewer.ts'
import { notSuperseded } from '../funding/standing.ts'
import { fundingRows, fundings } from '../funding/tables.ts'
import { editionFundingRowsVisibleTo, fundingRowsVisibleTo } from '../funding/visible.ts'
import { initiatives, initiativeTerritories, initiativeThemes, participations } from '../initiatives/tables.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { editions, programmes } from '../programmes/tables.ts'
import { type Award, awardOf } from './award.ts'

const AT_ONCE = 200

const isAwarded = sql`${fundingRows.status} in ('confirmed', 'disbursed')`

/** Everything that was awarded and that a visitor may see, a page at a time, in an order that does not change. */
export async function* awards(db: Reader, today: string): AsyncGenerator<Award[]> {
  for (let after = ''; ; ) {
    const ids = await awardedAfter(db, today, after)
    if (ids.length === 0) return
    yield await whole(db, today, ids)
    after = ids.at(-1)!
    // Whoever asks for other pages meanwhile is answered in between.
    await setImmediate()
  }
}

async function awardedAfter(db: Reader, today: string, after: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: fundings.id })
    .from(fundings)
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .innerJoin(fundingRows, eq(fundingRows.fundingId, fundings.id))
    .where(
      and(
        gt(fundings.id, after),
        notSuperseded,
        isAwarded,
        eq(initiatives.isExcluded, false),
        fundingRowsVisibleTo(db, visitor, today),
      ),
    )
    .orderBy(asc(fundings.id))
    .limit(AT_ONCE)
  return rows.map(({ id }) => id)
}

async function whole(db: Reader, today: string, ids: readonly string[]): Promise<Award[]> {
  const isOne = inArray(fundings.id, [...ids])
  const [heads, rows] = await Promise.all([
    db
      .select({
        funding: fundings,
        initiative: {
          id: initiatives.id,
          slug: initiatives.slug,
          title: initiatives.title,
          need: initiatives.need,
          description: initiatives.description,
        },
        funder: actors,
      })
      .from(fundings)
      .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
      .innerJoin(actors, eq(actors.id, fundings.funderId))
      .where(isOne)
      .orderBy(asc(fundings.id)),
    db
      .select({
        id: fundingRows.id,
        fundingId: fundingRows.fundingId,
        status: fundingRows.status,
        cents: fundingRows.cents,
        effectiveOn: fundingRows.effectiveOn,
      })
      .from(fundingRows)
      .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
      .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
      .where(and(isOne, notSuperseded, fundingRowsVisibleTo(db, visitor, today)))
      .orderBy(asc(fundingRows.effectiveOn), asc(fundingRows.sequence)),
  ])
  const initiativeIds = [...new Set(heads.map(({ initiative }) => initiative.id))]
  const [carriers, places, subjects] = await Promise.all([
    carriersOf(db, initiativeIds),
    placesOf(db, initiativeIds),
    subjectsOf(db, initiativeIds),
  ])
  const numbers = await numbersOf(db, [
    ...heads.map(({ funder }) => funder.id),
    ...carriers.map(({ actor }) => actor.id),
  ])
  return heads.map(({ funding, initiative, funder }) =>
    awardOf({
      funding,
      initiative,
      funder,
      rows: rows.filter(({ fundingId }) => fundingId === funding.id),
      carriers: carriers.filter(({ initiativeId }) => initiativeId === initiative.id),
      places: places.filter(({ initiativeId }) => initiativeId === initiative.id),
      subjects: subjects.filter(({ initiativeId }) => initiativeId === initiative.id),
      numbersOf: (actorId) => numbers.filter((one) => one.actorId === actorId),
      today,
    }),
  )
}

// Only organisations that a visitor may see: persons and groups are nobody's to name in a file that is copied about.
function carriersOf(db: Reader, initiativeIds: string[]) {
  return db
    .select({
      initiativeId: participations.initiativeId,
      isLead: participations.isLead,
      state: participations.state,
      since: participations.since,
      until: participations.until,
      actor: actors,
    })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(
      and(
        inArray(participations.initiativeId, initiativeIds),
        eq(participations.role, 'carrier'),
        eq(participations.state, 'accepted'),
        eq(actors.kind, 'organisation'),
        eq(actors.visibility, 'public'),
      ),
    )
    .orderBy(asc(participations.since), asc(participations.id))
}

function placesOf(db: Reader, initiativeIds: string[]) {
  const { code, name, kind, path } = territories
  return db
    .select({ initiativeId: initiativeTerritories.initiativeId, code, name, kind, path })
    .from(initiativeTerritories)
    .innerJoin(territories, eq(territories.id, initiativeTerritories.territoryId))
    .where(inArray(initiativeTerritories.initiativeId, initiativeIds))
    .orderBy(asc(territories.path))
}

function subjectsOf(db: Reader, initiativeIds: string[]) {
  return db
    .select({ initiativeId: initiativeThemes.initiativeId, slug: themes.slug, fr: themes.fr })
    .from(initiativeThemes)
    .innerJoin(themes, eq(themes.id, initiativeThemes.themeId))
    .where(inArray(initiativeThemes.initiativeId, initiativeIds))
    .orderBy(asc(themes.slug))
}

async function numbersOf(db: Reader, actorIds: string[]) {
  return db
    .select({ actorId: identifiers.actorId, scheme: identifiers.scheme, value: identifiers.value })
    .from(identifiers)
    .where(inArray(identifiers.actorId, actorIds))
    .orderBy(asc(identifiers.value))
}

/** How many public fundings of editions were awarded: nobody in the network is said to receive them. */
export async function awardedToEditions(db: Reader): Promise<number> {
  const rows = await db
    .selectDistinct({ id: fundings.id })
    .from(fundings)
    .innerJoin(editions, eq(editions.id, fundings.editionId))
    .innerJoin(programmes, eq(programmes.id, editions.programmeId))
    .innerJoin(fundingRows, eq(fundingRows.fundingId, fundings.id))
    .where(and(notSuperseded, isAwarded, editionFundingRowsVisibleTo(visitor)))
  return rows.length
}
