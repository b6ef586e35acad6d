import { and, asc, desc, eq, getTableColumns, inArray, isNull, notExists, or, type SQL, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { type Capacity, capacitiesOf, mayAnswer } from '../domain/permissions.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { capacitiesOn } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import { heldBy, visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { mayRead } from './sight.ts'
import { reportAnswers, reportQuestions, reports, reportVersions } from './tables.ts'

export type Question = typeof reportQuestions.$inferSelect
export type Answer = typeof reportAnswers.$inferSelect

const { id, slug, title } = initiatives

// The initiative comes along only to those who may see it.
function rows(db: Reader, viewer: Viewer, today: string, where: SQL | undefined) {
  return db
    .select({
      question: getTableColumns(reportQuestions),
      report: {
        id: reports.id,
        slug: reports.slug,
        title: reports.title,
        sight: reports.sight,
        actorId: reports.actorId,
        byAccountId: reports.byAccountId,
      },
      version: {
        number: reportVersions.number,
        title: reportVersions.title,
        sight: reportVersions.sight,
        actorId: reportVersions.actorId,
      },
      initiative: { id, slug, title },
      actorName: actors.name,
    })
    .from(reportQuestions)
    .innerJoin(reports, eq(reports.id, reportQuestions.reportId))
    .leftJoin(reportVersions, eq(reportVersions.id, reportQuestions.versionId))
    .leftJoin(initiatives, and(eq(initiatives.id, reportQuestions.initiativeId), visibleTo(db, viewer, today)))
    .leftJoin(actors, eq(actors.id, reportQuestions.actorId))
    .where(where)
}

export type Asked = Awaited<ReturnType<typeof rows>>[number]

/** Whether somebody reads the report that it was asked on, in the version in which it was asked. */
function readsReport({ report, version }: Pick<Asked, 'report' | 'version'>, viewer: Viewer): boolean {
  if (version) return mayRead(version, viewer)
  const isAuthor = viewer.accountId !== null && report.byAccountId === viewer.accountId
  return isCoordinator(viewer) || (isAuthor && mayRead(report, viewer))
}

// Whoever asked and may read no more of it reads no answer either: it speaks of what they see no longer.
function isShown(asked: Asked, viewer: Viewer): boolean {
  if (!viewer.accountId) return false
  if (isCoordinator(viewer)) return true
  return readsReport(asked, viewer) && (asked.question.initiativeId === null || asked.initiative !== null)
}

/** Whether somebody reads a question and its answers today. */
export async function readsQuestion(db: Reader, viewer: Viewer, today: string, questionId: string): Promise<boolean> {
  const [asked] = await rows(db, viewer, today, eq(reportQuestions.id, questionId))
  return asked !== undefined && isShown(asked, viewer)
}

/** The questions on a report that this reader may read, latest first, with their answers. */
export async function questionsOn(db: Reader, viewer: Viewer, today: string, reportId: string) {
  if (!viewer.accountId) return []
  const all = await rows(db, viewer, today, eq(reportQuestions.reportId, reportId))
    .orderBy(desc(reportQuestions.askedAt), desc(reportQuestions.id))
    .limit(MOST)
  return withAnswers(
    db,
    all.filter((asked) => isShown(asked, viewer)),
  )
}

const MOST = 200

export async function withAnswers(db: Reader, some: readonly Asked[]) {
  const ids = some.map(({ question }) => question.id)
  const answers =
    ids.length > 0
      ? await db
          .select()
          .from(reportAnswers)
          .where(inArray(reportAnswers.questionId, ids))
          .orderBy(asc(reportAnswers.answeredAt), asc(reportAnswers.id))
      : []
  const byQuestion = Map.groupBy(answers, ({ questionId }) => questionId)
  return some.map((asked) => ({ ...asked, answers: byQuestion.get(asked.question.id) ?? [] }))
}

export interface MetQuestion extends Asked {
  /** In which the reader stands before what it is about. */
  capacities: Capacity[]
  isAuthor: boolean
  /** Whether they read the report itself: carriers are asked without it being shown to them. */
  reads: boolean
}

/** One question, for those who read it and those who may answer it. Throws NotFound for others. */
export async function findQuestionOrRefuse(
  db: Reader,
  viewer: Viewer,
  today: string,
  questionId: string,
): Promise<MetQuestion> {
  const [asked] = await rows(db, viewer, today, eq(reportQuestions.id, questionId))
  if (!asked) throw new NotFound()
  const capacities = asked.initiative
    ? await capacitiesOn(db, viewer, today, asked.initiative.id)
    : capacitiesOf(viewer.networkRole)
  const reads = readsReport(asked, viewer)
  const isAuthor = reads && viewer.accountId !== null && asked.report.byAccountId === viewer.accountId
  const met = { ...asked, capacities, isAuthor, reads }
  if (!isShown(asked, viewer) && !(asked.initiative && mayAnswer(false, capacities).allowed)) throw new NotFound()
  return met
}

const isUnanswered = (db: Reader) =>
  notExists(db.select({ one: sql`1` }).from(reportAnswers).where(eq(reportAnswers.questionId, reportQuestions.id)))

/** Unanswered questions on what somebody carries, or on reports that they made, oldest first. */
export async function questionsToAnswer(db: Reader, viewer: Viewer, today: string) {
  if (!viewer.accountId) return []
  const eyes = { ...viewer, networkRole: 'member' as const }
  const [carried, written] = await Promise.all([
    rows(db, viewer, today, and(heldBy(db, eyes, today, 'carrier'), isUnanswered(db)))
      .orderBy(asc(reportQuestions.askedAt))
      .limit(MOST),
    rows(db, viewer, today, and(eq(reports.byAccountId, viewer.accountId), isUnanswered(db)))
      .orderBy(asc(reportQuestions.askedAt))
      .limit(MOST),
  ])
  const own = written.filter((asked) => isShown(asked, viewer))
  return [...new Map([...carried, ...own].map((asked) => [asked.question.id, asked])).values()].filter(
    ({ question }) => question.byAccountId !== viewer.accountId,
  )
}

/** What somebody asked, or what was asked for an actor, latest first, with the answers. */
export async function questionsAskedBy(db: Reader, viewer: Viewer, today: string, actorId: string) {
  if (!viewer.accountId) return []
  const isAsked = or(
    oneOf(reportQuestions.actorId, [actorId]),
    and(isNull(reportQuestions.actorId), eq(reportQuestions.byAccountId, viewer.accountId)),
  )
  const all = await rows(db, viewer, today, isAsked)
    .orderBy(desc(reportQuestions.askedAt), desc(reportQuestions.id))
    .limit(20)
  return withAnswers(
    db,
    all.filter((asked) => isShown(asked, viewer)),
  )
}
