import { actorsByIds } from '../actors/queries.ts'
import { DAY_MS, daysAfter } from '../domain/calendar.ts'
import { stages } from '../domain/lifecycle.ts'
import type { Viewer } from '../domain/viewer.ts'
import { instalmentsDue } from '../funding/due.ts'
import { cardsFor, type Reading } from '../initiatives/cards.ts'
import { textOf } from '../initiatives/timeline.ts'
import type { Reader } from '../platform/db/database.ts'
import { unsettledWith } from '../progress/queries.ts'
import { lineOf } from '../progress/section.ts'
import { questionsAskedBy } from '../reports/questions.ts'
import { threads } from '../reports/readers.ts'
import { eyesOf } from '../reports/sight.ts'
import * as ask from './queries.ts'

/** How far back it is told what moved to somebody who never said that they saw it. */
const FIRST_LOOK_DAYS = 90
/** How long before payments are due they are shown. */
const AHEAD_DAYS = 60

interface Looked {
  funder: ask.Funder
  days: number
  page: number
  now: Date
}

/** A funder's desk: what that funder sees, and nothing that whoever sits at it may see otherwise. */
export async function deskPage(db: Reader, { funder, days, page, now }: Looked, reading: Reading) {
  const { viewer, today, t } = reading
  const eyes = eyesOf({ sight: 'actor', actorId: funder.id })
  const seen = viewer.accountId ? await ask.seenUntil(db, viewer.accountId) : undefined
  const since = seen ?? new Date(now.getTime() - FIRST_LOOK_DAYS * DAY_MS)
  const [own, moved, documents, stale, payments, progress, reports, questions, context] = await Promise.all([
    ask.portfolio(db, eyes, today, funder.id, page),
    ask.movedSince(db, eyes, today, funder.id, since),
    ask.documentsSince(db, eyes, today, funder.id, since),
    ask.staleSince(db, eyes, today, funder.id, new Date(now.getTime() - days * DAY_MS)),
    instalmentsDue(db, eyes, today, daysAfter(today, AHEAD_DAYS), [funder.id]),
    unsettledWith(db, eyes, today, funder.id),
    ask.reportsToRead(db, eyes, viewer.accountId),
    questionsAskedBy(db, { ...eyes, accountId: viewer.accountId }, today, funder.id),
    ask.publicByStage(db),
  ])
  const seenWith: Reading = { ...reading, viewer: eyes }
  const lines = progress.map((line) => lineOf(line, today))
  return {
    funder,
    portfolio: await rowsOf(db, own.some, eyes, funder.id, seenWith),
    pager: { page, many: own.many, size: ask.PAGE },
    since,
    isFirst: seen === undefined,
    until: now.toISOString(),
    moved: await newsOf(db, moved, seenWith),
    documents,
    days,
    stale: stale.map((one) => ({ ...one, age: Math.floor((now.getTime() - one.changedAt.getTime()) / DAY_MS) })),
    payments: payments.map((one) => ({ ...one, isLate: one.dueOn < today })),
    progress: {
      toRead: lines.filter(({ state }) => state === 'submitted'),
      waiting: lines.filter(({ state }) => state !== 'submitted'),
    },
    reports,
    questions: await threads(db, questions, t),
    context: stages.map((stage) => ({ stage, many: context.find((one) => one.stage === stage)?.many ?? 0 })),
  }
}

async function rowsOf(
  db: Reader,
  some: Awaited<ReturnType<typeof ask.portfolio>>['some'],
  eyes: Viewer,
  funderId: string,
  reading: Reading,
) {
  const ids = some.map(({ id }) => id)
  const [cards, amounts] = await Promise.all([
    cardsFor(db, some, reading),
    ask.amountsOf(db, eyes, reading.today, funderId, ids),
  ])
  const order = ['requested', 'pledged', 'confirmed', 'disbursed', 'returned', 'refused']
  return cards.map((card, n) => ({
    ...card,
    amounts: amounts
      .filter(({ initiativeId, cents }) => initiativeId === ids[n] && cents !== 0)
      .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.currency.localeCompare(b.currency)),
  }))
}

async function newsOf(db: Reader, moved: Awaited<ReturnType<typeof ask.movedSince>>, reading: Reading) {
  const successors = [...new Set(moved.flatMap(({ move }) => move.takenOverById ?? []))]
  const names = new Map((await actorsByIds(db, reading.viewer, successors)).map(({ id, name }) => [id, name]))
  return moved.map(({ move, slug, title }) => ({
    slug,
    title,
    text: textOf(move, reading),
    stage: move.toStage,
    day: move.effectiveOn,
    recordedAt: move.recordedAt,
    isCorrection: move.supersedesId !== null,
    reason: move.reason,
    lessons: move.lessons,
    successor: (move.takenOverById && names.get(move.takenOverById)) || '',
  }))
}
