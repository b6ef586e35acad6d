import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Capacity } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { visibilities } from '../domain/visibility.ts'
import type { initiatives } from '../initiatives/tables.ts'
import { exactlyOne, type Step, type Writer } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { indicators, indicatorValues, pilotIndicators, pilots, solutionVersions } from './tables.ts'

interface NewVersion {
  /** A new id, so that the caller can point to it in the same commit. */
  id: string
  initiativeId: string
  name: string
  description: string
  since: string
}

/**
 * A step: the solution stands otherwise from a day on. It takes the number after the last, so that it goes after
 * `touch(tx, initiativeId, …)`, which lets one come after the other. Whoever adds it records it in the journal.
 */
export function versionAdded(tx: Writer, version: NewVersion, by: By, at: Date) {
  return tx.insert(solutionVersions).values({
    ...version,
    number: nextNumber('solution_versions', version.initiativeId),
    byAccountId: by.accountId,
    recordedAt: at,
  })
}

/** A step, if one was chosen: the version is still there when what points to it is written. Throws InvalidInput. */
export function versionStands(tx: Writer, id: string | null): Step[] {
  if (id === null) return []
  return [
    exactlyOne(
      tx
        .update(solutionVersions)
        .set({ since: sql`${solutionVersions.since}` })
        .where(eq(solutionVersions.id, id))
        .returning({ id: solutionVersions.id }),
      () => new InvalidInput([{ field: 'solutionVersion', key: 'not_in_list' }]),
    ),
  ]
}

/** The number after the last of an initiative, found while it is written: once `touch` holds the initiative, nobody else takes it. */
export function nextNumber(table: 'pilots' | 'solution_versions' | 'adjustments', initiativeId: string): SQL<number> {
  return sql`(select coalesce(max(n.number), 0) + 1 from ${sql.identifier(table)} n where n.initiative_id = ${initiativeId})`
}

interface NewIndicator
  extends Pick<typeof indicators.$inferInsert, 'id' | 'name' | 'unit' | 'benefits' | 'isMoreBetter' | 'visibility'> {}

interface About {
  initiativeId: string
  by: By
  as: Capacity
  at: Date
}

interface FirstValues {
  baseline?: string | undefined
  baselineOn: string
  target?: string | undefined
  targetOn: string
}

/** Steps: an indicator, with its baseline and its target if they are known. */
export function indicatorAdded(tx: Writer, indicator: NewIndicator, first: FirstValues, about: About) {
  const { initiativeId, by, as, at } = about
  const value = { indicatorId: indicator.id, byAccountId: by.accountId, capacity: as, recordedAt: at }
  const { baseline, baselineOn, target, targetOn } = first
  return [
    tx.insert(indicators).values({ ...indicator, initiativeId, byAccountId: by.accountId, createdAt: at }),
    ...(baseline === undefined
      ? []
      : [
          tx
            .insert(indicatorValues)
            .values({ ...value, id: newId(), kind: 'baseline', value: baseline, effectiveOn: baselineOn }),
        ]),
    ...(target === undefined
      ? []
      : [
          tx
            .insert(indicatorValues)
            .values({ ...value, id: newId(), kind: 'target', value: target, effectiveOn: targetOn }),
        ]),
  ]
}

/** A step, if there is anything to measure: a pilot measures these. */
export function measuredBy(tx: Writer, pilotId: string, indicatorIds: readonly string[]) {
  if (indicatorIds.length === 0) return []
  return [tx.insert(pilotIndicators).values(indicatorIds.map((indicatorId) => ({ pilotId, indicatorId })))]
}

/**
 * Steps for the merge of two initiatives: what the one tested was tested by the other, numbered after its own. What the
 * level of the first held back stays held back. Versions have no level of their own: those of an initiative that only
 * its team saw stay with it, and are told with the pilots that tested them.
 */
export function testedInto(
  tx: Writer,
  from: Pick<typeof initiatives.$inferSelect, 'id' | 'visibility'>,
  intoId: string,
) {
  const wider = visibilities.slice(0, visibilities.indexOf(from.visibility))
  const after = (table: 'pilots' | 'solution_versions') =>
    sql`${sql.identifier('number')} + (select coalesce(max(n.number), 0) from ${sql.identifier(table)} n where n.initiative_id = ${intoId})`
  const isShown = from.visibility === 'public' || from.visibility === 'network'
  return [
    ...[pilots, indicators].map((table) =>
      tx
        .update(table)
        .set({ visibility: from.visibility })
        .where(and(eq(table.initiativeId, from.id), inArray(table.visibility, wider))),
    ),
    tx
      .update(pilots)
      .set({ number: after('pilots'), initiativeId: intoId })
      .where(eq(pilots.initiativeId, from.id)),
    tx.update(indicators).set({ initiativeId: intoId }).where(eq(indicators.initiativeId, from.id)),
    ...(isShown
      ? [
          tx
            .update(solutionVersions)
            .set({ number: after('solution_versions'), initiativeId: intoId })
            .where(eq(solutionVersions.initiativeId, from.id)),
        ]
      : []),
  ]
}
