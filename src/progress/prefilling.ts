import { and, asc, eq, gte, lt } from 'drizzle-orm'
import { documents } from '../documents/tables.ts'
import { documentsVisibleTo } from '../documents/visible.ts'
import { daysAfter } from '../domain/calendar.ts'
import { standing } from '../domain/history.ts'
import { type AnswerKind } from '../domain/progress.ts'
import type { Viewer } from '../domain/viewer.ts'
import { fundingRows, fundings } from '../funding/tables.ts'
import { fundingRowsVisibleTo } from '../funding/visible.ts'
import { isNamedTo, type Reading } from '../initiatives/cards.ts'
import { assessmentOf } from '../initiatives/evidence.ts'
import { gather } from '../initiatives/gathering.ts'
import { labelOf } from '../initiatives/gate-panel.ts'
import { movesOf, participationsOf, passage } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import { textOf } from '../initiatives/timeline.ts'
import { gatesInForce } from '../network/queries.ts'
import { dayIn } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { templateOf } from './commands.ts'
import type { MetReport } from './queries.ts'

/**
 * What Sillon knows for each question of a report that is prefilled, in the words of whoever writes it; '' when it knows
 * nothing. It is read with the eyes of the funder, who will read it: a carrier hands over nothing by forgetting to look.
 */
export async function prefilled(
  db: Reader,
  met: MetReport,
  reading: Reading,
  timeZone: string,
): Promise<Record<string, string>> {
  const eyes: Viewer = { accountId: null, name: '', networkRole: 'member', actorIds: [met.funder.id] }
  const questions = templateOf(met)
  const kinds = [...new Set(questions.map(({ answeredBy }) => answeredBy))]
  const known = new Map<AnswerKind, string>()
  await Promise.all(
    kinds.map(async (kind) => {
      const lines = kind === 'words' ? [] : await tellers[kind](db, met, { ...reading, viewer: eyes }, timeZone)
      known.set(kind, lines.join('\n'))
    }),
  )
  return Object.fromEntries(questions.map(({ id, answeredBy }) => [id, known.get(answeredBy) ?? '']))
}

type Teller = (db: Reader, met: MetReport, reading: Reading, timeZone: string) => Promise<string[]>

const tellers: Record<Exclude<AnswerKind, 'words'>, Teller> = { moves, gate, documents: papers, money, takers }

async function moves(db: Reader, { initiative, report }: MetReport, reading: Reading): Promise<string[]> {
  const { t, format } = reading
  return standing((await movesOf(db, initiative.id)).map(passage))
    .filter(({ effectiveOn }) => effectiveOn >= report.periodFrom && effectiveOn <= report.periodUntil)
    .map(({ row, effectiveOn }) =>
      t('progress.prefilled.dated', { day: format.day(effectiveOn), what: textOf(row, reading) }),
    )
}

async function gate(db: Reader, { initiative }: MetReport, reading: Reading): Promise<string[]> {
  if (initiative.status !== 'active') return [reading.t(`words.status.${initiative.status}`)]
  const [gathered, gates] = await Promise.all([gather(db, [initiative], reading.today), gatesInForce(db)])
  const { met, of, criteria } = assessmentOf(gates, initiative, gathered.evidence(initiative))
  const { t, format, today } = reading
  const stage = t(`words.stage.${initiative.stage}`)
  const missing = criteria.filter((criterion) => !criterion.met)
  return [
    t('progress.prefilled.gate', { day: format.day(today), stage, met, count: met, of }),
    ...missing.map((one) => t('progress.prefilled.missing', { code: one.code, label: labelOf(one, reading) })),
  ]
}

async function papers(db: Reader, { initiative, report }: MetReport, reading: Reading, timeZone: string) {
  const { viewer, today, format, t } = reading
  const [from, until] = [new Date(report.periodFrom), new Date(daysAfter(report.periodUntil, 2))]
  from.setUTCDate(from.getUTCDate() - 1)
  const rows = await db
    .select({ title: documents.title, kind: documents.kind, createdAt: documents.createdAt })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(
      and(
        eq(documents.initiativeId, initiative.id),
        gte(documents.createdAt, from),
        lt(documents.createdAt, until),
        documentsVisibleTo(db, viewer, today),
      ),
    )
    .orderBy(asc(documents.createdAt), asc(documents.id))
  // A document is of the day it was for the network.
  return rows
    .map((row) => ({ ...row, day: dayIn(timeZone, row.createdAt) }))
    .filter(({ day }) => day >= report.periodFrom && day <= report.periodUntil)
    .map(({ title, kind, day }) =>
      t('progress.prefilled.document', { day: format.day(day), title, kind: t(`words.document_kind.${kind}`) }),
    )
}

async function money(db: Reader, { funding, report }: MetReport, reading: Reading): Promise<string[]> {
  const { viewer, today, format, t } = reading
  const rows = await db
    .select(rowColumns)
    .from(fundingRows)
    .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .where(and(eq(fundings.id, funding.id), fundingRowsVisibleTo(db, viewer, today)))
    .orderBy(asc(fundingRows.effectiveOn), asc(fundingRows.sequence))
  const superseded = new Set(rows.map(({ supersedesId }) => supersedesId))
  const received = rows.filter(
    ({ id, status, effectiveOn, cents }) =>
      (status === 'disbursed' || status === 'returned') &&
      !superseded.has(id) &&
      cents !== 0 &&
      effectiveOn >= report.periodFrom &&
      effectiveOn <= report.periodUntil,
  )
  const amount = (cents: number) => format.money(cents, funding.currency)
  return received.map(({ status, effectiveOn, cents }) =>
    t('progress.prefilled.amount', {
      day: format.day(effectiveOn),
      amount: amount(cents),
      status: t(`words.money_status.${status}`),
    }),
  )
}

const { id, status, effectiveOn, cents, supersedesId } = fundingRows
const rowColumns = { id, status, effectiveOn, cents, supersedesId }

async function takers(db: Reader, { initiative, report }: MetReport, reading: Reading): Promise<string[]> {
  const { viewer, format, t } = reading
  return (await participationsOf(db, initiative.id))
    .filter(({ role, state, since, until }) => {
      const isHeld = since <= report.periodUntil && (until === null || until >= report.periodFrom)
      return role === 'taker' && state === 'accepted' && isHeld
    })
    .map(({ actor, since }) =>
      t('progress.prefilled.taker', {
        name: isNamedTo(viewer, actor.visibility) ? actor.name : t('progress.prefilled.somebody'),
        day: format.day(since),
      }),
    )
}
