import { isHeard } from '../domain/feedback.ts'
import type { MakeWaiting } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { personKey } from './person.ts'
import { givenAmong, waitingFor } from './queries.ts'

/** On « Ma page »: pilots that ask for what this taker has to say, and have not heard it yet. */
export function feedbackWaiting(db: Reader): MakeWaiting {
  return async ({ viewer, today }) => {
    const { accountId } = viewer
    if (!accountId) return undefined
    const asking = (await waitingFor(db, viewer, today)).filter(({ pilot }) => isHeard(pilot, true, today))
    const keys = asking.map(({ pilot }) => personKey(pilot.id, { account: accountId }))
    const given = await givenAmong(
      db,
      asking.map(({ pilot }) => pilot.id),
      keys,
    )
    const waiting = asking.filter((_, n) => !given.has(keys[n]!))
    return waiting.length > 0 ? { view: '/feedback/waiting', data: { pilots: waiting } } : undefined
  }
}
