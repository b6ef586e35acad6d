import { isHeard } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import type { MakePilotPart } from '../pilots/parts.ts'
import type { Reader } from '../platform/db/database.ts'
import { formOf } from './queries.ts'

/** « Donner la parole », on a pilot's page: its form and the ways to it, for those who invite and those who answer. */
export function invitingPart(db: Reader): MakePilotPart {
  return async ({ pilot, capacities }, { today }) => {
    const give = may('feedback.give', capacities)
    const mayInvite = may('feedback.invite', capacities).allowed
    const form = await formOf(db, pilot.id)
    const isOpen = isHeard(pilot, form?.isOpen ?? false, today)
    const isTaker = give.allowed && give.as === 'taker'
    if (!mayInvite && !(isTaker && isOpen)) return undefined
    return {
      name: 'feedback-inviting',
      view: '/feedback/inviting-part',
      data: {
        base: `/pilots/${pilot.id}`,
        mayInvite,
        hasForm: form !== undefined,
        isOpen,
        questions: form?.questions.length ?? 0,
        give: give.allowed && (isOpen || !isTaker) ? (isTaker ? 'own' : 'on_behalf') : undefined,
      },
    }
  }
}
