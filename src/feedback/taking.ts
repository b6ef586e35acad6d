import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { type FeedbackWay, isHeard, mayBeEntered } from '../domain/feedback.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { TakerKind } from '../domain/roles.ts'
import { type By, visitor } from '../domain/viewer.ts'
import type { Pilot } from '../pilots/parts.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, exactlyOne, type Step, type Writer } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { Said } from './form-input.ts'
import { type Form, takenBefore } from './queries.ts'
import { feedbackContacts, feedbackForms, feedbackLinks, feedbacks } from './tables.ts'

/** Where and how something is said. */
export type Channel =
  | { way: 'link'; linkId: string; personKey: string | null }
  | { way: 'account'; actorId: string | null; personKey: string | null }
  | { way: 'paper' | 'on_behalf'; actorId: string | null; by: By; as: Capacity }

export interface FeedbackGiven {
  pilot: Pilot
  /** Undefined where nobody wrote a form: paper and what is said on behalf do without one. */
  form: Form | undefined
  takerKind: TakerKind
  said: Said
  channel: Channel
  /** The key under which it counts once, however often it is sent. */
  onceKey: string
  givenOn: string
  language: 'fr' | 'en'
}

export interface Taken {
  id: string
  /** Within its pilot. */
  number: number
  /** It was there already: sent again, nothing more was stored. */
  isRepeat: boolean
}

const MOST_TRIES = 8

/**
 * Stores what one taker said: the only way in. One commit counts the link's share, gives the number and keeps the address
 * that was left, if any. Throws InvalidInput when the form is closed, the link used up, or this person has been heard.
 */
export async function takeFeedback(db: Database, given: FeedbackGiven, when: Moment): Promise<Taken> {
  const { pilot, onceKey } = given
  for (let tries = 1; ; tries++) {
    const before = await takenBefore(db, pilot.id, onceKey)
    if (before) return { ...before, isRepeat: true }
    refuseClosed(given, when)
    try {
      return await taken(db, given, when)
    } catch (error) {
      // The same form, sent twice at once: the first one was stored meanwhile.
      const other = await takenBefore(db, pilot.id, onceKey)
      if (other) return { ...other, isRepeat: true }
      if (!(error instanceof Duplicate)) throw error
      if (/person/.test(error.on)) throw refusal('feedback_given')
      if (!/number/.test(error.on) || tries === MOST_TRIES) throw error
    }
  }
}

/** A message for the form as a whole: what was typed comes back with it. */
const refusal = (key: string) => new InvalidInput([{ field: 'form', key }])

function refuseClosed({ pilot, form, channel }: FeedbackGiven, { today }: Moment): void {
  const isEntered = channel.way === 'paper' || channel.way === 'on_behalf'
  if (isEntered ? !mayBeEntered(pilot) : !isHeard(pilot, form?.isOpen ?? false, today)) {
    throw refusal('feedback_closed')
  }
}

async function taken(db: Database, given: FeedbackGiven, when: Moment): Promise<Taken> {
  const { pilot, form, takerKind, said, channel, givenOn, language, onceKey } = given
  const id = newId()
  const { address, ...words } = said
  const typed = 'by' in channel ? { enteredById: channel.by.accountId, capacity: channel.as } : {}
  const by: By = 'by' in channel ? channel.by : visitor
  const commit = await db.commit((tx): Step[] => [
    ...heldOpen(tx, pilot, form, channel.way),
    ...(channel.way === 'link' ? [shareOf(tx, channel.linkId, when.at)] : []),
    tx
      .insert(feedbacks)
      .values({
        id,
        pilotId: pilot.id,
        number: sql<number>`(select coalesce(max(f.number), 0) + 1 from feedbacks f where f.pilot_id = ${pilot.id})`,
        takerKind,
        way: channel.way,
        actorId: 'actorId' in channel ? channel.actorId : null,
        linkId: channel.way === 'link' ? channel.linkId : null,
        personKey: 'personKey' in channel ? channel.personKey : null,
        onceKey,
        givenOn,
        ...words,
        language,
        consentVersion: form?.consentVersion ?? null,
        ...typed,
        receivedAt: when.at,
      })
      .returning({ number: feedbacks.number }),
    ...(address ? [tx.insert(feedbackContacts).values({ feedbackId: id, address, language, createdAt: when.at })] : []),
    // Whoever gave it stays unknown to the journal, whose rows are for ever.
    recorded(tx, { ...by, once: undefined }, when.at, {
      what: 'by' in channel ? 'feedback_entered' : 'feedback_received',
      subject: { kind: 'pilot', id: pilot.id },
      initiativeId: pilot.initiativeId,
      ...('as' in channel ? { as: channel.as } : {}),
      particulars: { way: channel.way },
    }),
  ])
  const stored = (commit as unknown[]).find(isNumbered)
  return { id, number: stored![0].number, isRepeat: false }
}

const isNumbered = (rows: unknown): rows is [{ number: number }] =>
  Array.isArray(rows) && typeof (rows[0] as { number?: unknown } | undefined)?.number === 'number'

// The row of the form is held until the end: those who give theirs at once get one number each, without holes.
function heldOpen(tx: Writer, { id }: Pilot, form: Form | undefined, way: FeedbackWay): Step[] {
  if (!form) return []
  const isEntered = way === 'paper' || way === 'on_behalf'
  const isIt = and(eq(feedbackForms.pilotId, id), isEntered ? undefined : eq(feedbackForms.isOpen, true))
  return [
    exactlyOne(
      tx
        .update(feedbackForms)
        .set({ isOpen: sql`${feedbackForms.isOpen}` })
        .where(isIt)
        .returning({ id: feedbackForms.pilotId }),
      () => refusal('feedback_closed'),
    ),
  ]
}

function shareOf(tx: Writer, linkId: string, at: Date): Step {
  const isLeft = and(
    eq(feedbackLinks.id, linkId),
    lt(feedbackLinks.taken, feedbackLinks.most),
    isNull(feedbackLinks.revokedAt),
    gt(feedbackLinks.expiresAt, at),
  )
  return exactlyOne(
    tx
      .update(feedbackLinks)
      .set({ taken: sql`${feedbackLinks.taken} + 1` })
      .where(isLeft)
      .returning({ id: feedbackLinks.id }),
    () => refusal('feedback_link_over'),
  )
}
