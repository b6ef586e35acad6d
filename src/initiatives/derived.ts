import { and, asc, count, eq, gt, gte, isNull, lte, ne, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { initiativeCounts, initiatives, initiativeSearch, initiativeTerritories, participations } from './tables.ts'

const AT_ONCE = 1000

/**
 * Counts and words beside what anybody would count and read anew: what differs, in words of the tables; nothing when
 * the triggers did their work. For tests, for what was restored, and after a crash.
 */
export async function derivedFaults(db: Reader): Promise<string[]> {
  return [...(await miscounted(db)), ...(await misworded(db))]
}

async function miscounted(db: Reader): Promise<string[]> {
  const { status, stage, visibility, stageSince } = initiatives
  const year = sql<string>`substr(${stageSince}, 1, 4)`
  const anew = await db
    .select({ status, stage, visibility, year, many: count() })
    .from(initiatives)
    .where(isNull(initiatives.mergedIntoId))
    .groupBy(status, stage, visibility, year)
  const kept = await db.select().from(initiativeCounts).where(ne(initiativeCounts.many, 0))
  const line = (row: Record<'status' | 'stage' | 'visibility' | 'year', string> & { many: number }) =>
    `${row.status} ${row.stage} ${row.visibility} ${row.year}: ${row.many}`
  return difference('initiative_counts', kept.map(line), anew.map(line))
}

async function misworded(db: Reader): Promise<string[]> {
  const faults: string[] = []
  for (let after = ''; ; ) {
    const rows = await db
      .select({ id: initiatives.id, own: initiatives.searchText, kept: initiativeSearch })
      .from(initiatives)
      .leftJoin(initiativeSearch, eq(initiativeSearch.initiativeId, initiatives.id))
      .where(gt(initiatives.id, after))
      .orderBy(asc(initiatives.id))
      .limit(AT_ONCE)
    const last = rows.at(-1)
    if (!last) return faults
    const [names, places] = await Promise.all([namesBetween(db, after, last.id), placesBetween(db, after, last.id)])
    for (const { id, own, kept } of rows) {
      const named = (level: (visibility: string) => boolean) =>
        names.filter((one) => one.id === id && level(one.visibility)).map(({ text }) => text)
      const anew = [
        own,
        sorted(places.filter((one) => one.id === id).map(({ text }) => text)),
        sorted(named((one) => one === 'public')),
        sorted(named((one) => one === 'network')),
        sorted(named((one) => one !== 'public' && one !== 'network')),
      ]
      const { places: where = '', publicNames = '', networkNames = '', hiddenNames = '' } = kept ?? {}
      const found = [kept?.own, ...[where, publicNames, networkNames, hiddenNames].map((text) => sorted([text]))]
      faults.push(...difference(`initiative_search of ${id}`, [found.join(' | ')], [anew.join(' | ')]))
    }
    after = last.id
  }
}

const sorted = (texts: string[]) => texts.join(' ').split(' ').filter(Boolean).sort().join(' ')

function namesBetween(db: Reader, after: string, last: string) {
  return db
    .select({ id: participations.initiativeId, text: actors.searchText, visibility: actors.visibility })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(
      and(
        gte(participations.initiativeId, after),
        lte(participations.initiativeId, last),
        eq(participations.state, 'accepted'),
      ),
    )
}

function placesBetween(db: Reader, after: string, last: string) {
  return db
    .select({ id: initiativeTerritories.initiativeId, text: territories.searchText })
    .from(initiativeTerritories)
    .innerJoin(territories, eq(territories.id, initiativeTerritories.territoryId))
    .where(and(gte(initiativeTerritories.initiativeId, after), lte(initiativeTerritories.initiativeId, last)))
}

function difference(what: string, kept: string[], anew: string[]): string[] {
  return [
    ...kept.filter((one) => !anew.includes(one)).map((one) => `${what} holds ${one}`),
    ...anew.filter((one) => !kept.includes(one)).map((one) => `${what} lacks ${one}`),
  ]
}
