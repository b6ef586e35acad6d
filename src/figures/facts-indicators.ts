import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { IndicatorFact, IndicatorValueFact } from '../domain/figures/facts.ts'
import { initiatives } from '../initiatives/tables.ts'
import { indicators, indicatorValues } from '../pilots/tables.ts'
import { indicatorsVisibleTo } from '../pilots/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Asked, type Found, only } from './facts-asked.ts'
import { sameTexts, told } from './told.ts'

/** Indicators that stand, with every value and what took the place of what. */
export async function indicatorsIn(db: Reader, byId: Found, { eyes, today, few }: Asked): Promise<void> {
  const rows = await db
    .select({
      id: indicators.id,
      initiativeId: indicators.initiativeId,
      benefits: indicators.benefits,
      isMoreBetter: indicators.isMoreBetter,
      createdAt: indicators.createdAt,
    })
    .from(indicators)
    .innerJoin(initiatives, eq(initiatives.id, indicators.initiativeId))
    .where(and(indicatorsVisibleTo(db, eyes, today), only(few)))
    .orderBy(indicators.id)
  const found = new Map<string, IndicatorFact>()
  for (const { id, initiativeId, createdAt, ...row } of rows) {
    const it = byId.get(initiativeId)
    if (!it) continue
    const indicator: IndicatorFact = { ...row, recordedAt: createdAt.getTime(), values: [] }
    it.indicators.push(indicator)
    found.set(id, indicator)
  }
  if (found.size > 0) await valuesOf(db, found)
}

async function valuesOf(db: Reader, found: ReadonlyMap<string, IndicatorFact>): Promise<void> {
  const { indicatorId, kind, value, effectiveOn, recordedAt } = indicatorValues
  const rows = await told(db, [indicatorId, kind, value, effectiveOn, recordedAt], indicatorValues, undefined)
  const same = sameTexts()
  for (const [indicator, what, amount, on, at] of rows) {
    found.get(indicator!)?.values.push({
      kind: same(what!) as IndicatorValueFact['kind'],
      value: Number(amount),
      on: same(on!),
      recordedAt: Number(at),
      voidAt: null,
    })
  }
  await readCorrected(db, found)
}

/** Those of which a value was corrected or taken back are read again, row by row. */
async function readCorrected(db: Reader, found: ReadonlyMap<string, IndicatorFact>): Promise<void> {
  const corrected = db
    .select({ id: indicatorValues.indicatorId })
    .from(indicatorValues)
    .where(isNotNull(indicatorValues.supersedesId))
  const rows = await db
    .select()
    .from(indicatorValues)
    .where(inArray(indicatorValues.indicatorId, corrected))
    .orderBy(indicatorValues.recordedAt, indicatorValues.id)
  const voidAt = new Map(rows.map(({ supersedesId, recordedAt }) => [supersedesId, recordedAt.getTime()]))
  for (const [indicatorId, own] of Map.groupBy(rows, (row) => row.indicatorId)) {
    const indicator = found.get(indicatorId)
    if (!indicator) continue
    indicator.values = own
      .filter(({ isVoid }) => !isVoid)
      .map(({ id, kind, value, effectiveOn, recordedAt }) => ({
        kind,
        value: Number(value),
        on: effectiveOn,
        recordedAt: recordedAt.getTime(),
        voidAt: voidAt.get(id) ?? null,
      }))
  }
}
