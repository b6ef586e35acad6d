import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { maySee } from '../domain/visibility.ts'
import { rolesNamedBy } from '../initiatives/queries.ts'
import type { FindCounted } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, literal } from '../platform/db/sql.ts'
import { indicators, indicatorValues } from './tables.ts'

/** The indicators that measure a collective benefit (A6), each with its latest result, as far as the reader may see them. */
export function indicatorsThatCount(db: Reader): FindCounted {
  return async ({ initiative, capacities }, { t, format }, codes) => {
    if (!codes.includes('A6')) return []
    const rows = await collectiveResults(db).execute({ initiativeId: initiative.id })
    const seen = rows.filter(({ visibility }) => maySee(visibility, capacities, rolesNamedBy(initiative)))
    // By day: the last of an indicator is its latest.
    const latest = [...new Map(seen.map((row) => [row.id, row])).values()]
    return latest.map(({ id, name, unit, value, effectiveOn }) => ({
      code: 'A6' as const,
      text: t('initiatives.innovation.indicator', {
        name,
        value: [format.number(Number(value)), unit].filter(Boolean).join(' '),
        day: format.day(effectiveOn),
      }),
      href: `/indicators/${id}`,
    }))
  }
}

const collectiveResults = prepared((db) =>
  db
    .select({
      id: indicators.id,
      name: indicators.name,
      unit: indicators.unit,
      visibility: indicators.visibility,
      value: indicatorValues.value,
      effectiveOn: indicatorValues.effectiveOn,
    })
    .from(indicators)
    .innerJoin(indicatorValues, eq(indicatorValues.indicatorId, indicators.id))
    .where(
      and(
        eq(indicators.initiativeId, blank('initiativeId')),
        eq(indicators.benefits, literal('collective')),
        isNull(indicators.withdrawnAt),
        eq(indicatorValues.kind, literal('result')),
        eq(indicatorValues.isVoid, false),
        sql`not exists (select 1 from ${indicatorValues} as later where later.supersedes_id = ${indicatorValues.id})`,
      ),
    )
    .orderBy(asc(indicators.createdAt), asc(indicators.id), asc(indicatorValues.effectiveOn)),
)
