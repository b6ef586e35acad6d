import { and, count, desc, eq, getTableColumns, isNotNull, isNull } from 'drizzle-orm'
import * as z from 'zod'
import { namesOf } from '../accounts/queries.ts'
import { recorded } from '../activity/recorded.ts'
import { type Capacity, may } from '../domain/permissions.ts'
import type { By, Viewer } from '../domain/viewer.ts'
import { granted, touch } from '../initiatives/writing.ts'
import type { PilotMet } from '../pilots/parts.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Reader, type Step, type Writer } from '../platform/db/database.ts'
import { accept } from '../platform/http/accept.ts'
import { box, day, optional, requiredLine } from '../platform/http/fields.ts'
import { newId } from '../platform/id.ts'
import { InvalidInput, NotAllowed, NotFound } from '../platform/http/refusal.ts'
import { answersSchema, type Said, typedFor } from './form-input.ts'
import { formOf } from './queries.ts'
import { feedbacks } from './tables.ts'
import { takeFeedback } from './taking.ts'

type Entry = typeof feedbacks.$inferSelect

/** What is typed beside the answers: what stands at the head of the sheet. */
const Sheet = z.object({
  /** What was written on the sheet by hand; empty where nothing was. */
  sheet: optional(z.coerce.number<string>('not_understood').int('not_understood').min(1, 'not_understood').max(99_999)),
  language: z.enum(['fr', 'en'], 'not_in_list').default('fr'),
  givenOn: day,
  consent: box,
})

export const Withdrawal = z.object({ reason: requiredLine(300) })

/** By the number of a sheet a second typing of it is known. */
const keyOf = (sheet: number) => `sheet-${sheet}`
export const sheetOf = ({ onceKey }: Pick<Entry, 'onceKey'>) => /^sheet-(\d+)$/.exec(onceKey ?? '')?.[1]

/** Types in one sheet of paper. Throws InvalidInput, also for a sheet that stands already: by whom it was typed in. */
export async function enterSheet(db: Database, met: PilotMet, body: unknown, by: By, when: Moment) {
  const { pilot } = met
  const as = granted(may('feedback.enter', met.capacities))
  const form = await formOf(db, pilot.id)
  const { sheet, consent, ...head } = accept(Sheet, body)
  if (head.givenOn > when.today) throw new InvalidInput([{ field: 'givenOn', key: 'in_the_future' }])
  if (!consent) throw new InvalidInput([{ field: 'consent', key: 'no_consent_on_sheet' }])
  const { takerKind, said } = accept(answersSchema(form, typedFor), body)
  const onceKey = sheet === undefined ? (by.once ?? newId()) : keyOf(sheet)
  const channel = { way: 'paper' as const, actorId: null, by, as }
  const taken = await takeFeedback(db, { pilot, form, takerKind, said, channel, onceKey, ...head }, when)
  if (taken.isRepeat && sheet !== undefined) await refuseOther(db, taken.id, sheet, said, by)
  return { number: taken.number, takerKind, ...head }
}

// The same person who sends the same words again, by pressing twice, is told that it is done.
async function refuseOther(db: Reader, id: string, sheet: number, said: Said, by: By) {
  const [known] = await db.select().from(feedbacks).where(eq(feedbacks.id, id))
  const isSame =
    known?.enteredById === by.accountId &&
    (['tested', 'adequacy', 'helps', 'hinders', 'toChange'] as const).every((field) => known[field] === said[field])
  if (isSame) return
  const who = known?.enteredById ? (await namesOf(db, [known.enteredById])).get(known.enteredById) : undefined
  throw new InvalidInput([{ field: 'sheet', key: 'sheet_entered', params: { sheet, who: who ?? '?' } }])
}

/** The last sheets that were typed in for a pilot, latest first, and by whom; how many were since the day began. */
export async function enteredIn(db: Reader, viewer: Viewer, { pilot, capacities }: PilotMet, since: Date) {
  const isPaper = and(eq(feedbacks.pilotId, pilot.id), eq(feedbacks.way, 'paper'), isNull(feedbacks.withdrawnAt))
  const rows = await db
    .select(getTableColumns(feedbacks))
    .from(feedbacks)
    .where(isPaper)
    .orderBy(desc(feedbacks.number))
    .limit(LAST)
  const [all] = await db.select({ many: count() }).from(feedbacks).where(isPaper)
  const recent = await db
    .select({ at: feedbacks.receivedAt })
    .from(feedbacks)
    .where(isPaper)
    .orderBy(desc(feedbacks.receivedAt))
    .limit(MOST_A_DAY)
  const names = await namesOf(db, [...new Set(rows.flatMap(({ enteredById }) => enteredById ?? []))])
  return {
    all: all?.many ?? 0,
    today: recent.filter(({ at }) => at >= since).length,
    last: rows.map((row) => ({
      id: row.id,
      number: row.number,
      sheet: sheetOf(row),
      who: row.enteredById ? names.get(row.enteredById) : undefined,
      at: row.receivedAt,
      mayTakeBack: mayTakeBack(row, viewer, capacities),
    })),
  }
}

const LAST = 10
const MOST_A_DAY = 1_000

/** Whoever typed it, and carriers and coordinators. */
function mayTakeBack(row: Pick<Entry, 'enteredById'>, { accountId }: Viewer, capacities: readonly Capacity[]): boolean {
  return (row.enteredById !== null && row.enteredById === accountId) || may('feedback.invite', capacities).allowed
}

/** A sheet that was typed in and stands, which this person may take back. Throws NotFound, NotAllowed. */
export async function findEntry(db: Reader, viewer: Viewer, { pilot, capacities }: PilotMet, id: string) {
  const [row] = await db
    .select()
    .from(feedbacks)
    .where(
      and(
        eq(feedbacks.id, id),
        eq(feedbacks.pilotId, pilot.id),
        eq(feedbacks.way, 'paper'),
        isNotNull(feedbacks.enteredById),
        isNull(feedbacks.withdrawnAt),
      ),
    )
  if (!row) throw new NotFound()
  if (!mayTakeBack(row, viewer, capacities)) throw new NotAllowed(['coordinator', 'lead_carrier', 'carrier'])
  return row
}

/** What else is taken back with something that was said. */
export type TakenBack = (tx: Writer, feedbackId: string) => Step

/** Takes back a sheet that was typed in: counted nowhere, kept with its reason; its number may be typed again. */
export async function takeBack(
  db: Database,
  met: PilotMet,
  { id, reason, also }: { id: string; reason: string; also: TakenBack },
  by: By,
  when: Moment,
) {
  const as = granted(may('feedback.enter', met.capacities))
  const entry = await findEntry(db, by, met, id)
  await db.commit((tx) => [
    touch(tx, met.initiative.id, when.at),
    exactlyOne(
      tx
        .update(feedbacks)
        .set({ withdrawnAt: when.at, withdrawnReason: reason, onceKey: null })
        .where(and(eq(feedbacks.id, id), isNull(feedbacks.withdrawnAt)))
        .returning({ id: feedbacks.id }),
      () => new NotFound(),
    ),
    also(tx, id),
    recorded(tx, by, when.at, {
      what: 'feedback_withdrawn',
      subject: { kind: 'pilot', id: met.pilot.id },
      initiativeId: met.initiative.id,
      as,
      particulars: { number: entry.number },
    }),
  ])
}
