import { asc, eq } from 'drizzle-orm'
import type { Question } from '../../src/domain/feedback.ts'
import type { TakerKind } from '../../src/domain/roles.ts'
import { feedbackForms, feedbackLinks, feedbacks } from '../../src/feedback/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { Answer, House, Visit } from '../house.ts'
import { key } from '../initiatives/forms.ts'

type Here = Pick<House, 'db' | 'now'>

export const questions: Question[] = [
  {
    id: 'moment',
    type: 'single',
    fr: 'Quel moment préférez-vous?',
    en: 'Which time do you prefer?',
    options: [
      { id: 'jour', fr: 'Le jour', en: 'Day' },
      { id: 'soir', fr: 'Le soir', en: 'Evening' },
    ],
    isRequired: true,
  },
  {
    id: 'outils',
    type: 'multiple',
    fr: 'Quels outils avez-vous utilisés?',
    options: [
      { id: 'four', fr: 'Le four' },
      { id: 'table', fr: 'La table' },
    ],
    isRequired: false,
  },
  { id: 'gout', type: 'scale', fr: 'Le goût vous plaît-il?', options: [], isRequired: false },
  { id: 'mots', type: 'text', fr: 'Racontez.', options: [], isRequired: false },
  { id: 'fois', type: 'number', fr: 'Combien de fois?', options: [], isRequired: false },
]

/** The form of a pilot as its page would have left it. */
export async function asking(
  { db, now }: Here,
  pilotId: string,
  more: Partial<typeof feedbackForms.$inferInsert> = {},
) {
  const texts = { introductionFr: 'Dites ce que vous en pensez.', introductionEn: 'Say what you think.' }
  const agreed = { consentFr: 'Vos réponses aident l’équipe.', consentEn: 'Your answers help the team.' }
  await db.commit((tx) => [
    tx
      .insert(feedbackForms)
      .values({ pilotId, questions: [], ...texts, ...agreed, isOpen: true, changedAt: now, ...more }),
  ])
}

interface Linked {
  most?: number
  takerKind?: TakerKind
  expiresAt?: Date
  revokedAt?: Date
}

/** A link to it. Returns its id and its address. */
export async function linked({ db, now }: Here, pilotId: string, more: Linked = {}) {
  const [id, token] = [newId(), `jeton-${newId()}`]
  const expiresAt = new Date(now.getTime() + 30 * 86_400_000)
  await db.commit((tx) => [
    tx
      .insert(feedbackLinks)
      .values({ id, pilotId, token, label: 'Affiche du marché', most: 50, createdAt: now, expiresAt, ...more }),
  ])
  return { id, token, path: `/f/${token}` }
}

/** What the form holds once it is filled in. */
export const answered = (more: Record<string, string | string[]> = {}) => ({
  once: key(),
  takerKind: 'beneficiary',
  consent: 'on',
  adequacy: '4',
  helps: 'Le repas du soir',
  website: '',
  ...more,
})

/** The sealed instant that an opened form carries. */
export const openedIn = (body: string): string => /name="opened" value="([^"]+)"/.exec(body)?.[1] ?? ''

/** The cookie that an answer leaves on a device. */
export function markOf({ headers }: Answer): Record<string, string> {
  const marks = headers.getSetCookie().filter((cookie) => cookie.startsWith('f-'))
  return marks.length > 0 ? { Cookie: marks.map((cookie) => cookie.split(';')[0]).join('; ') } : {}
}

/** Opens the form, reads for a while, and sends it. */
export async function giveBy(house: House, path: string, more: Record<string, string | string[]> = {}, visit?: Visit) {
  const { body } = await house.get(path, visit)
  house.now = new Date(house.now.getTime() + 30_000)
  return house.post(path, answered({ opened: openedIn(body), ...more }), visit)
}

export const heardIn = ({ db }: Here, pilotId: string) =>
  db.select().from(feedbacks).where(eq(feedbacks.pilotId, pilotId)).orderBy(asc(feedbacks.number))
