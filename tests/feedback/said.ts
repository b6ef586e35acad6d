import { eq } from 'drizzle-orm'
import type { Adequacy, FeedbackWay } from '../../src/domain/feedback.ts'
import type { TakerKind } from '../../src/domain/roles.ts'
import { feedbackContacts, feedbackForms, feedbacks } from '../../src/feedback/tables.ts'
import { pilots, solutionVersions } from '../../src/pilots/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'

type PilotRow = typeof pilots.$inferInsert
type FormRow = typeof feedbackForms.$inferInsert

/** A pilot under way, with a form that is open. */
export async function tested(
  house: House,
  initiativeId: string,
  pilot: Partial<PilotRow> = {},
  form: Partial<FormRow> = {},
) {
  const [id, at] = [newId(), house.now]
  const before = await house.db.$count(pilots, eq(pilots.initiativeId, initiativeId))
  await house.db.commit((tx) => [
    tx.insert(pilots).values({
      id,
      initiativeId,
      number: before + 1,
      title: 'Départs du soir',
      state: 'running',
      startsOn: '2026-02-01',
      endsOn: '2026-04-30',
      visibility: 'public',
      capacity: 'carrier',
      createdAt: at,
      changedAt: at,
      ...pilot,
    }),
  ])
  await formed(house, id, form)
  return id
}

/** The form of a pilot, open. */
export async function formed(house: House, pilotId: string, form: Partial<FormRow> = {}) {
  await house.db.commit((tx) => [
    tx.insert(feedbackForms).values({
      pilotId,
      questions: [],
      consentFr: 'Vos réponses servent à améliorer la solution.',
      consentEn: 'Your answers serve to improve the solution.',
      isOpen: true,
      changedAt: house.now,
      ...form,
    }),
  ])
}

export async function version(house: House, initiativeId: string, number = 1) {
  const id = newId()
  const row = { id, initiativeId, number, name: `Essai ${number}`, since: '2026-01-10', recordedAt: house.now }
  await house.db.commit((tx) => [tx.insert(solutionVersions).values(row)])
  return id
}

interface Spoken {
  kind?: TakerKind
  way?: FeedbackWay
  adequacy?: Adequacy
  toChange?: string
  helps?: string
  answers?: Record<string, string | string[]>
  actorId?: string
  enteredById?: string
  address?: string
  language?: 'fr' | 'en'
}

/** What takers said, one row each; the ids in that order. */
export async function heard(house: House, pilotId: string, spoken: readonly Spoken[], from = 1): Promise<string[]> {
  const rows = spoken.map((one, at) => ({
    id: newId(),
    pilotId,
    number: from + at,
    takerKind: one.kind ?? ('beneficiary' as const),
    way: one.way ?? ('link' as const),
    actorId: one.actorId ?? null,
    enteredById: one.enteredById ?? null,
    givenOn: '2026-03-01',
    adequacy: one.adequacy ?? null,
    toChange: one.toChange ?? '',
    helps: one.helps ?? '',
    answers: one.answers ?? {},
    language: one.language ?? ('fr' as const),
    receivedAt: house.now,
  }))
  const contacts = spoken.flatMap(({ address, language = 'fr' }, at) =>
    address ? [{ feedbackId: rows[at]!.id, address, language, createdAt: house.now }] : [],
  )
  await house.db.commit((tx) => [
    tx.insert(feedbacks).values(rows),
    ...(contacts.length > 0 ? [tx.insert(feedbackContacts).values(contacts)] : []),
  ])
  return rows.map(({ id }) => id)
}
