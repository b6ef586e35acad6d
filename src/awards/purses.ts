import { and, asc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import { notSuperseded } from '../funding/standing.ts'
import { fundingRows, fundings } from '../funding/tables.ts'
import { editionFundingRowsVisibleTo, fundingRowsVisibleTo } from '../funding/visible.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Purse, Purses } from '../programmes/comparing.ts'
import { editions, enrolments, programmes } from '../programmes/tables.ts'

const cents = sql<number>`sum(${fundingRows.cents})`.mapWith(Number)
const said = { editionId: editions.id, status: fundingRows.status, kind: fundings.kind, currency: fundings.currency }

/** What the ledger says of editions and, while they lasted, of their teams: two statements, however many editions. */
export const pursesOfEditions: Purses = async (db, viewer, today, editionIds) => {
  if (editionIds.length === 0) return new Map()
  const group = [editions.id, fundingRows.status, fundings.kind, fundings.currency] as const
  const [own, ofTeams] = await Promise.all([
    db
      .select({ ...said, cents })
      .from(fundingRows)
      .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
      .innerJoin(editions, eq(editions.id, fundings.editionId))
      .innerJoin(programmes, eq(programmes.id, editions.programmeId))
      .where(and(inArray(editions.id, [...editionIds]), notSuperseded, editionFundingRowsVisibleTo(viewer)))
      .groupBy(...group)
      .orderBy(...group.map((one) => asc(one))),
    db
      .select({ ...said, cents })
      .from(fundingRows)
      .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
      .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
      .innerJoin(enrolments, eq(enrolments.initiativeId, initiatives.id))
      .innerJoin(editions, eq(editions.id, enrolments.editionId))
      .where(
        and(
          inArray(editions.id, [...editionIds]),
          notSuperseded,
          eq(initiatives.isExcluded, false),
          gte(fundingRows.effectiveOn, editions.startsOn),
          lte(fundingRows.effectiveOn, sql`coalesce(${editions.endsOn}, ${today})`),
          fundingRowsVisibleTo(db, viewer, today),
        ),
      )
      .groupBy(...group)
      .orderBy(...group.map((one) => asc(one))),
  ])
  const all = [
    ...own.map((row) => ({ ...row, of: 'edition' as const })),
    ...ofTeams.map((row) => ({ ...row, of: 'teams' as const })),
  ]
  const purses = (id: string): Purse[] =>
    all
      .filter((row) => row.editionId === id && row.cents !== 0)
      .map(({ of, status, kind, currency, cents }) => ({ of, status, kind, currency, cents }))
  return new Map(editionIds.map((id) => [id, purses(id)]))
}
