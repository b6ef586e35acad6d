import { and, asc, desc, eq, getTableColumns, inArray, type SQL } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { type Capacity, capacitiesOf } from '../domain/permissions.ts'
import type { ProgressState } from '../domain/progress.ts'
import type { Viewer } from '../domain/viewer.ts'
import { fundings } from '../funding/tables.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { capacitiesOn, type Initiative } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { progressPlans, progressRemarks, progressReports } from './tables.ts'
import { concerns, progressVisibleTo } from './visible.ts'

export type Plan = typeof progressPlans.$inferSelect
export type Report = typeof progressReports.$inferSelect
export type Remark = typeof progressRemarks.$inferSelect
type Funding = typeof fundings.$inferSelect

/** What reports are about: who funds what, and in which capacities the reader stands before it. */
export interface Sides {
  funding: Funding
  initiative: Initiative
  /** Without a name for whoever may not know who it is. */
  funder: { id: string; name: string; slug: string; visibility: string }
  capacities: Capacity[]
  /** Whether the reader acts for the funder. */
  isOwn: boolean
}

const sides = {
  funding: getTableColumns(fundings),
  initiative: getTableColumns(initiatives),
  funder: { id: actors.id, name: actors.name, slug: actors.slug, visibility: actors.visibility },
}

async function standing(
  db: Reader,
  viewer: Viewer,
  today: string,
  found: Omit<Sides, 'capacities' | 'isOwn'>,
): Promise<Pick<Sides, 'capacities' | 'isOwn' | 'funder'>> {
  const isOwn = viewer.actorIds.includes(found.funding.funderId)
  const held = await capacitiesOn(db, viewer, today, found.initiative.id)
  // Whoever acts for the funder is one, whether or not the role is on the sheet.
  return {
    isOwn,
    capacities: isOwn && !held.includes('funder') ? withFunder(viewer, held) : held,
    funder: { ...found.funder, name: nameTo(viewer, found.funder) },
  }
}

/** As on the sheet: '' for whoever may not know. */
function nameTo(viewer: Viewer, { id, name, visibility }: Sides['funder']): string {
  return viewer.actorIds.includes(id) || isNamedTo(viewer, visibility) ? name : ''
}

function withFunder({ networkRole }: Viewer, held: readonly Capacity[]): Capacity[] {
  const isLead = held.includes('lead_carrier')
  const roles = (['carrier', 'support_partner', 'taker'] as const).filter((role) => held.includes(role))
  return capacitiesOf(networkRole, [
    { role: 'funder', isLead: false },
    ...roles.map((role) => ({ role, isLead: isLead && role === 'carrier' })),
  ])
}

/** A funding of an initiative, with its plan if it has one. Throws NotFound for whoever is on neither side. */
export async function findPlanOrRefuse(
  db: Reader,
  viewer: Viewer,
  today: string,
  fundingId: string,
): Promise<Sides & { plan: Plan | null }> {
  const [found] = await db
    .select({ ...sides, plan: getTableColumns(progressPlans) })
    .from(fundings)
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .innerJoin(actors, eq(actors.id, fundings.funderId))
    .leftJoin(progressPlans, eq(progressPlans.fundingId, fundings.id))
    .where(and(eq(fundings.id, fundingId), progressVisibleTo(db, viewer, today)))
  if (!found) throw new NotFound()
  return { ...found, ...(await standing(db, viewer, today, found)) }
}

/** A report as one reader meets it. */
export interface MetReport extends Sides {
  report: Report
  plan: Plan
}

export async function findReport(
  db: Reader,
  viewer: Viewer,
  today: string,
  id: string,
): Promise<MetReport | undefined> {
  const [found] = await reports(db, and(eq(progressReports.id, id), progressVisibleTo(db, viewer, today)))
  return found && { ...found, ...(await standing(db, viewer, today, found)) }
}

/** Throws NotFound: what is hidden and what never was cannot be told apart. */
export async function findReportOrRefuse(db: Reader, viewer: Viewer, today: string, id: string): Promise<MetReport> {
  const found = await findReport(db, viewer, today, id)
  if (!found) throw new NotFound()
  return found
}

function reports(db: Reader, where: SQL | undefined) {
  return db
    .select({ ...sides, report: getTableColumns(progressReports), plan: getTableColumns(progressPlans) })
    .from(progressReports)
    .innerJoin(progressPlans, eq(progressPlans.id, progressReports.planId))
    .innerJoin(fundings, eq(fundings.id, progressPlans.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .innerJoin(actors, eq(actors.id, fundings.funderId))
    .where(where)
}

/** The reports of a plan, the latest period first. */
export function reportsOfPlan(db: Reader, planId: string): Promise<Report[]> {
  return db
    .select()
    .from(progressReports)
    .where(eq(progressReports.planId, planId))
    .orderBy(desc(progressReports.periodFrom))
}

/** What was asked and answered, in order. */
export function remarksOn(db: Reader, reportId: string): Promise<Remark[]> {
  return db
    .select()
    .from(progressRemarks)
    .where(eq(progressRemarks.progressReportId, reportId))
    .orderBy(asc(progressRemarks.writtenAt), asc(progressRemarks.id))
}

/** A report as lists show it. */
export interface ReportLine {
  id: string
  state: ProgressState
  periodFrom: string
  periodUntil: string
  dueOn: string
  settledAt: Date | null
  fundingId: string
  funderId: string
  /** '' for whoever may not know who it is. */
  funderName: string
  slug: string
  title: string
}

const MOST = 50

function lines(db: Reader, where: SQL | undefined) {
  const { id, state, periodFrom, periodUntil, dueOn, settledAt } = progressReports
  return db
    .select({
      id,
      state,
      periodFrom,
      periodUntil,
      dueOn,
      settledAt,
      fundingId: fundings.id,
      funderId: fundings.funderId,
      funder: sides.funder,
      slug: initiatives.slug,
      title: initiatives.title,
    })
    .from(progressReports)
    .innerJoin(progressPlans, eq(progressPlans.id, progressReports.planId))
    .innerJoin(fundings, eq(fundings.id, progressPlans.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .innerJoin(actors, eq(actors.id, fundings.funderId))
    .where(where)
}

const named = (viewer: Viewer, rows: Awaited<ReturnType<typeof lines>>): ReportLine[] =>
  rows.map(({ funder, ...row }) => ({ ...row, funderName: nameTo(viewer, funder) }))

/** Of one initiative, what this reader may see, the latest period first. */
export async function reportsOn(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<ReportLine[]> {
  const rows = await lines(db, and(eq(fundings.initiativeId, initiativeId), progressVisibleTo(db, viewer, today)))
    .orderBy(desc(progressReports.dueOn), asc(progressReports.id))
    .limit(MOST)
  return named(viewer, rows)
}

const unsettled = ['due', 'draft', 'submitted', 'questioned'] as const

/** What is between somebody and the other side and not settled, the soonest due first. */
export async function unsettledFor(db: Reader, viewer: Viewer, today: string): Promise<ReportLine[]> {
  const isOpen = inArray(progressReports.state, [...unsettled])
  const rows = await lines(db, and(isOpen, progressVisibleTo(db, viewer, today), concerns(db, viewer, today)))
    .orderBy(asc(progressReports.dueOn), asc(progressReports.id))
    .limit(MOST)
  return named(viewer, rows)
}

/** What is not settled between carriers and one funder, to these eyes. */
export async function unsettledWith(db: Reader, eyes: Viewer, today: string, funderId: string): Promise<ReportLine[]> {
  const isOpen = inArray(progressReports.state, [...unsettled])
  const rows = await lines(db, and(isOpen, eq(fundings.funderId, funderId), progressVisibleTo(db, eyes, today)))
    .orderBy(asc(progressReports.dueOn), asc(progressReports.id))
    .limit(MOST)
  return named(eyes, rows)
}
