import { isHeard, mayBeEntered } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import type { MakePilotPart } from '../pilots/parts.ts'
import type { Reader } from '../platform/db/database.ts'
import { formOf } from './queries.ts'

/** « Demander l'avis des preneurs », on a pilot's page: the form and its links for carriers, the way to answer for takers. */
export function invitingPart(db: Reader): MakePilotPart {
  return async ({ pilot, capacities }, { today }) => {
    const mayInvite = may('feedback.invite', capacities).allowed
    const mayGive = may('feedback.give', capacities).allowed
    if (!mayInvite && !mayGive) return undefined
    const form = await formOf(db, pilot.id)
    const isTaker = capacities.includes('taker')
    const isOpen = isTaker ? isHeard(pilot, form?.isOpen ?? false, today) : mayBeEntered(pilot)
    const give = mayGive && isOpen ? `/pilots/${pilot.id}/feedback/new` : undefined
    if (!mayInvite && !give) return undefined
    return {
      name: 'inviting',
      view: '/feedback/inviting-part',
      data: {
        state: mayInvite ? (form ? (form.isOpen ? 'open' : 'closed') : 'none') : undefined,
        base: `/pilots/${pilot.id}`,
        give,
        isTaker,
      },
    }
  }
}
