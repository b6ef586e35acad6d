import { mayAssess, mayDecide } from '../domain/permissions.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Met } from '../initiatives/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import type { Grid } from './originals.ts'
import {
  allGrids,
  type AssessmentRow,
  assessmentsOn,
  type DecisionMet,
  decisionsOn,
  type GridVersions,
  remarksOn,
} from './queries.ts'
import { decisionsSeen, hasPart, ownAmong, seesAssessments, standingAmong } from './sight.ts'
import { criterionTold, decisionTold, namesFor, remarksTold, summaryTold } from './telling.ts'
import { nameOf } from './words.ts'

/** What one initiative is qualified by, as one reader meets it. Throws NotFound where nothing is theirs to see. */
export async function qualificationMet(db: Reader, { initiative, capacities }: Met) {
  const [grids, assessments, all] = await Promise.all([
    allGrids(db),
    assessmentsOn(db, initiative.id),
    decisionsOn(db, initiative.id),
  ])
  const versions = new Map(grids.flatMap((grid) => grid.versions.map((one) => [one.id, one])))
  const slugOf = (id: string) => versions.get(id)?.slug ?? ''
  const decisions = decisionsSeen(all, initiative.id, slugOf, capacities)
  if (decisions.length === 0 && !hasPart(capacities)) throw new NotFound()
  const standing = standingAmong(decisions, initiative.id, slugOf)
  return { grids, versions, assessments, decisions, standing }
}

type QualificationMet = Awaited<ReturnType<typeof qualificationMet>>

/**
 * The version that an initiative is assessed by: the one under way until it is decided, so that what several people
 * find can be laid side by side; else the one in force.
 */
export function versionFor(
  { versions, last }: GridVersions,
  assessments: readonly AssessmentRow[],
  decisions: readonly DecisionMet[],
): Grid {
  const begun = versions.findLast(({ id }) => assessments.some(({ gridId }) => gridId === id))
  const isDecided = decisions.some(({ decision }) => decision.gridId === begun?.id)
  return begun && !isDecided ? begun : last
}

/** The grids of an initiative: those in force, and those by which something was found or decided that one may see. */
export async function overviewPage(db: Reader, met: Met, reading: Reading) {
  const { initiative, capacities } = met
  const known = await qualificationMet(db, met)
  const { grids, versions, assessments, decisions, standing } = known
  const names = await namesFor(
    db,
    decisions.map(({ decision }) => decision.byAccountId),
    reading,
  )
  const mayDo = hasPart(capacities)
  const rows = grids.map((grid) => {
    const version = versionFor(grid, assessments, decisions)
    const last = standing.get(grid.slug)
    const own = ownAmong(assessments, reading.viewer, version.id)
    const isDecided = decisions.some(({ decision }) => versions.get(decision.gridId)?.slug === grid.slug)
    return {
      slug: grid.slug,
      kind: grid.last.kind,
      name: nameOf(version, reading),
      isShown: isDecided || own !== undefined || (mayDo && grid.last.archivedAt === null),
      decision:
        last &&
        decisionTold(
          last,
          versions.get(last.decision.gridId),
          { initiativeId: initiative.id, capacities, names },
          reading,
        ),
      submitted: seesAssessments(reading.viewer, capacities, assessments, version.id)
        ? submittedBy(assessments, version.id).length
        : undefined,
      own: own && (own.isSubmitted ? 'submitted' : 'draft'),
      mayAssess: mayAssess(capacities).allowed && (grid.last.archivedAt === null || own !== undefined),
    }
  })
  return { initiative, grids: rows.filter(({ isShown }) => isShown) }
}

export function submittedBy(assessments: readonly AssessmentRow[], gridId: string): AssessmentRow[] {
  return assessments.filter((one) => one.gridId === gridId && one.isSubmitted)
}

/** The page of one grid on one initiative. `number` asks for an earlier version. Throws NotFound. */
export async function gridPage(db: Reader, met: Met, slug: string, number: number | undefined, reading: Reading) {
  const { initiative, capacities } = met
  const known = await qualificationMet(db, met)
  const { grid, version } = versionMet(known, met, slug, number)
  const { assessments, decisions, versions, standing } = known
  const { viewer } = reading
  const sees = seesAssessments(viewer, capacities, assessments, version.id)
  const submitted = sees ? submittedBy(assessments, version.id) : []
  const remarks = sees ? (await remarksOn(db, initiative.id)).filter(({ gridId }) => gridId === version.id) : []
  const ofGrid = decisions.filter(({ decision }) => versions.get(decision.gridId)?.slug === slug)
  const names = await namesFor(
    db,
    [...submitted, ...remarks, ...ofGrid.map(({ decision }) => decision)].map(({ byAccountId }) => byAccountId),
    reading,
  )
  const context = { initiativeId: initiative.id, capacities, names }
  const own = ownAmong(assessments, viewer, version.id)
  const others = grid.versions.filter(({ id }) => id !== version.id && assessments.some((one) => one.gridId === id))
  return {
    initiative,
    grid: {
      slug,
      kind: version.kind,
      name: nameOf(version, reading),
      number: version.number,
      newer: version.number < grid.last.number ? grid.last.number : undefined,
      isArchived: grid.last.archivedAt !== null,
      criteria: version.criteria.map((one) => criterionTold(one, reading)),
    },
    others: sees ? others.map((one) => one.number) : [],
    own: own && { isSubmitted: own.isSubmitted, changedAt: own.changedAt },
    summary: sees ? summaryTold(version, submitted, names, reading) : undefined,
    drafts: sees ? assessments.filter((one) => one.gridId === version.id && !one.isSubmitted).length : 0,
    remarks: remarksTold(remarks, names),
    decisions: ofGrid.map((one) => decisionTold(one, versions.get(one.decision.gridId), context, reading)).toReversed(),
    standingId: standing.get(slug)?.decision.id,
    may: {
      assess: mayAssess(capacities).allowed && (grid.last.archivedAt === null || own !== undefined),
      decide: mayDecide(capacities).allowed,
      remark: sees,
    },
  }
}

/** The grid, and the version of it that this reader is before. Throws NotFound. */
export function versionMet(
  { grids, versions, assessments, decisions }: QualificationMet,
  { capacities }: Met,
  slug: string,
  number?: number,
): { grid: GridVersions; version: Grid } {
  const grid = grids.find((one) => one.slug === slug)
  const isDecided = decisions.some(({ decision }) => versions.get(decision.gridId)?.slug === slug)
  if (!grid || (!isDecided && !hasPart(capacities))) throw new NotFound()
  const version =
    number === undefined ? versionFor(grid, assessments, decisions) : grid.versions.find((one) => one.number === number)
  if (!version) throw new NotFound()
  return { grid, version }
}
