import { and, asc, eq, getTableColumns } from 'drizzle-orm'
import type { Capacity } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { capacitiesOn, type Initiative } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { indicators, indicatorValues, pilotIndicators, pilots } from './tables.ts'
import { indicatorsVisibleTo } from './visible.ts'

export type Indicator = typeof indicators.$inferSelect
export type IndicatorValue = typeof indicatorValues.$inferSelect

/** An indicator with every value that was entered, in the order of entry. */
export interface Measured {
  indicator: Indicator
  values: IndicatorValue[]
}

export interface IndicatorMet extends Measured {
  initiative: Initiative
  capacities: readonly Capacity[]
}

/** The indicators of an initiative that this reader may see, with their values: two statements, however many there are. */
export async function indicatorsOf(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<Measured[]> {
  const found = await onInitiative(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
  if (found.length === 0) return []
  const values = await valuesOn(db).execute({ ids: JSON.stringify(found.map(({ id }) => id)) })
  return found.map((indicator) => ({
    indicator,
    values: values.filter(({ indicatorId }) => indicatorId === indicator.id),
  }))
}

const onInitiative = preparedFor((db, eyes, today) =>
  db
    .select(getTableColumns(indicators))
    .from(indicators)
    .innerJoin(initiatives, eq(initiatives.id, indicators.initiativeId))
    .where(and(eq(indicators.initiativeId, blank('initiativeId')), indicatorsVisibleTo(db, eyes, today)))
    .orderBy(asc(indicators.createdAt), asc(indicators.id)),
)

const valuesOn = prepared((db) =>
  db
    .select()
    .from(indicatorValues)
    .where(oneOf(indicatorValues.indicatorId, blank('ids')))
    .orderBy(asc(indicatorValues.recordedAt), asc(indicatorValues.id)),
)

/** Throws NotFound for what does not exist, what was withdrawn, and what this reader may not see. */
export async function findIndicator(db: Reader, viewer: Viewer, today: string, id: string): Promise<IndicatorMet> {
  const [row] = await byId(db, viewer).execute({ id, ...seenBy(viewer, today) })
  if (!row) throw new NotFound()
  const [values, capacities] = await Promise.all([
    valuesOn(db).execute({ ids: JSON.stringify([id]) }),
    capacitiesOn(db, viewer, today, row.initiative.id),
  ])
  return { ...row, values, capacities }
}

const byId = preparedFor((db, eyes, today) =>
  db
    .select({ indicator: getTableColumns(indicators), initiative: getTableColumns(initiatives) })
    .from(indicators)
    .innerJoin(initiatives, eq(initiatives.id, indicators.initiativeId))
    .where(and(eq(indicators.id, blank('id')), indicatorsVisibleTo(db, eyes, today))),
)

/** Which pilots of an initiative measure which indicators, whoever may see them. */
export function measuresOf(db: Reader, initiativeId: string) {
  return linksOn(db).execute({ initiativeId })
}

const linksOn = prepared((db) =>
  db
    .select({ pilotId: pilotIndicators.pilotId, indicatorId: pilotIndicators.indicatorId })
    .from(pilotIndicators)
    .innerJoin(pilots, eq(pilots.id, pilotIndicators.pilotId))
    .where(eq(pilots.initiativeId, blank('initiativeId'))),
)
