import { namesOf } from '../accounts/queries.ts'
import { type Capacity, may } from '../domain/permissions.ts'
import { type GridCriterion, summaryOf } from '../domain/qualification.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Grid } from './originals.ts'
import type { AssessmentRow, DecisionMet, RemarkRow } from './queries.ts'
import { labelOf, nameOf } from './words.ts'

/** Names of accounts; somebody who has none any longer is somebody. */
export type Names = (accountId: string | null) => string

export async function namesFor(db: Reader, ids: readonly (string | null)[], { t }: Reading): Promise<Names> {
  const names = await namesOf(db, [...new Set(ids.flatMap((id) => id ?? []))])
  return (id) => names.get(id ?? '') ?? t('qualification.somebody')
}

/** A decision as the page says it: who decided is named to the team; others read in which capacity. */
export function decisionTold(
  { decision, on }: DecisionMet,
  grid: Grid | undefined,
  { initiativeId, capacities, names }: { initiativeId: string; capacities: readonly Capacity[]; names: Names },
  reading: Reading,
) {
  const { id, outcome, reason, decidedOn, isPublic, capacity, byAccountId, summary } = decision
  const role = reading.t(`words.capacity.${capacity}`)
  return {
    id,
    grid: grid ? nameOf(grid, reading) : '',
    slug: grid?.slug ?? '',
    number: grid?.number,
    outcome,
    reason,
    decidedOn,
    isPublic,
    assessed: summary.assessed,
    who: may('team.see', capacities).allowed ? `${names(byAccountId)}, ${role}` : role,
    merged: on.id === initiativeId ? undefined : on.title,
  }
}

/** What those who submitted found, criterion by criterion, with who found it and in what words. */
export function summaryTold(
  { criteria }: Pick<Grid, 'criteria'>,
  submitted: readonly AssessmentRow[],
  names: Names,
  reading: Reading,
) {
  const {
    assessed,
    criteria: rows,
    weighted,
  } = summaryOf(
    criteria,
    submitted.map(({ scores }) => scores),
  )
  const said = (mean: number) => reading.format.number(Math.round(mean * 10) / 10)
  return {
    assessed,
    weighted: weighted === null ? undefined : said(weighted),
    criteria: rows.map((row, n) => ({
      ...criterionTold(criteria[n]!, reading),
      ...row,
      told: row.mean === null ? undefined : said(row.mean),
      people: submitted.map((one) => ({
        who: names(one.byAccountId),
        capacity: one.capacity,
        score: one.scores[row.code]?.score ?? null,
        words: one.scores[row.code]?.words ?? '',
      })),
    })),
  }
}

export function criterionTold(criterion: GridCriterion, reading: Reading) {
  const { code, weight, isPriority } = criterion
  return { code, weight, isPriority, label: labelOf(criterion, reading) }
}

export function remarksTold(remarks: readonly RemarkRow[], names: Names) {
  return remarks.map(({ words, byAccountId, capacity, writtenAt }) => ({
    words,
    capacity,
    writtenAt,
    who: names(byAccountId),
  }))
}
