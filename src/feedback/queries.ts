import { and, asc, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { TakerKind } from '../domain/roles.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives, participations } from '../initiatives/tables.ts'
import { isHeldOn } from '../initiatives/visible.ts'
import { pilots } from '../pilots/tables.ts'
import { pilotsVisibleTo } from '../pilots/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, literal, oneOf } from '../platform/db/sql.ts'
import { feedbackForms, feedbackLinks, feedbacks } from './tables.ts'
import { keptAs } from './tokens.ts'

export type Form = typeof feedbackForms.$inferSelect
export type Link = typeof feedbackLinks.$inferSelect

/** What a pilot asks its takers; undefined before somebody wrote it. */
export async function formOf(db: Reader, pilotId: string): Promise<Form | undefined> {
  const [form] = await forms(db).execute({ pilotId })
  return form
}

const forms = prepared((db) =>
  db
    .select()
    .from(feedbackForms)
    .where(eq(feedbackForms.pilotId, blank('pilotId'))),
)

/** Every link to the form of a pilot, latest first. */
export function linksTo(db: Reader, pilotId: string): Promise<Link[]> {
  return links(db).execute({ pilotId })
}

const links = prepared((db) =>
  db
    .select()
    .from(feedbackLinks)
    .where(eq(feedbackLinks.pilotId, blank('pilotId')))
    .orderBy(desc(feedbackLinks.createdAt), desc(feedbackLinks.id)),
)

/** The link of a token with what it leads to, whether or not it still takes anything. */
export async function findLink(db: Reader, token: string) {
  const [found] = await byToken(db).execute(keptAs(token))
  return found
}

export type LinkMet = NonNullable<Awaited<ReturnType<typeof findLink>>>

const byToken = prepared((db) => {
  const isIts = or(eq(feedbackLinks.token, blank('hash')), eq(feedbackLinks.token, blank('clear')))
  return db
    .select({ link: feedbackLinks, form: feedbackForms, pilot: pilots, initiative: initiatives })
    .from(feedbackLinks)
    .innerJoin(feedbackForms, eq(feedbackForms.pilotId, feedbackLinks.pilotId))
    .innerJoin(pilots, eq(pilots.id, feedbackLinks.pilotId))
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(and(isIts, isNull(initiatives.mergedIntoId)))
})

/** What was stored under the key of a form: sent once more, it is the same. */
export async function takenBefore(db: Reader, pilotId: string, onceKey: string) {
  const [row] = await db
    .select({ id: feedbacks.id, number: feedbacks.number })
    .from(feedbacks)
    .where(and(eq(feedbacks.pilotId, pilotId), eq(feedbacks.onceKey, onceKey)))
  return row
}

/** Whether this person has given theirs, and it stands. */
export async function hasGiven(db: Reader, pilotId: string, personKey: string): Promise<boolean> {
  const [row] = await db
    .select({ id: feedbacks.id })
    .from(feedbacks)
    .where(and(eq(feedbacks.pilotId, pilotId), eq(feedbacks.personKey, personKey), isNull(feedbacks.withdrawnAt)))
  return row !== undefined
}

/** Which of these keys of persons have given theirs, and it stands. */
export async function givenAmong(db: Reader, keys: readonly string[]): Promise<ReadonlySet<string | null>> {
  const rows = await db
    .select({ key: feedbacks.personKey })
    .from(feedbacks)
    .where(and(inArray(feedbacks.personKey, [...keys]), isNull(feedbacks.withdrawnAt)))
  return new Set(rows.map(({ key }) => key))
}

/** Whether takers of this kind have been heard on an initiative. */
export async function isHeardOf(db: Reader, initiativeId: string, takerKind: TakerKind): Promise<boolean> {
  const [row] = await db
    .select({ id: feedbacks.id })
    .from(feedbacks)
    .innerJoin(pilots, eq(pilots.id, feedbacks.pilotId))
    .where(
      and(eq(pilots.initiativeId, initiativeId), eq(feedbacks.takerKind, takerKind), isNull(feedbacks.withdrawnAt)),
    )
    .limit(1)
  return row !== undefined
}

/** The takers of an initiative today: all of them, or those for whom somebody acts. */
export async function takersOf(db: Reader, initiativeId: string, today: string, actorIds?: readonly string[]) {
  return db
    .select({
      id: actors.id,
      name: actors.name,
      slug: actors.slug,
      kind: actors.kind,
      takerKind: participations.takerKind,
    })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(
      and(
        eq(participations.initiativeId, initiativeId),
        eq(participations.role, 'taker'),
        isHeldOn(today),
        actorIds && inArray(participations.actorId, [...actorIds]),
      ),
    )
    .orderBy(asc(actors.name), asc(actors.id))
}

/** Pilots whose form is open, of initiatives on which the reader is a taker today. */
export async function waitingFor(db: Reader, viewer: Viewer, today: string) {
  return viewer.actorIds.length > 0 ? asking(db, viewer).execute(seenBy(viewer, today)) : []
}

const asking = preparedFor((db, eyes, today) =>
  db
    .selectDistinct({
      pilot: pilots,
      initiative: { id: initiatives.id, slug: initiatives.slug, title: initiatives.title },
    })
    .from(pilots)
    .innerJoin(feedbackForms, eq(feedbackForms.pilotId, pilots.id))
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .innerJoin(participations, eq(participations.initiativeId, initiatives.id))
    .where(
      and(
        eq(feedbackForms.isOpen, true),
        eq(participations.role, literal('taker')),
        oneOf(participations.actorId, blank('actorIds')),
        isHeldOn(today),
        pilotsVisibleTo(db, eyes, today),
      ),
    )
    .orderBy(asc(pilots.endsOn), asc(pilots.id)),
)
