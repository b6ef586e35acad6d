import { isHeard } from '../domain/feedback.ts'
import type { MakeWaiting } from '../initiatives/sections.ts'
import type { Floor } from '../platform/http/floor.ts'
import { personKey } from './person.ts'
import { givenAmong, waitingFor } from './queries.ts'

/** On « Ma page »: pilots whose takers are asked what they think, and this one has not said it. */
export function feedbackWaiting(floor: Pick<Floor, 'db' | 'secure' | 'dataFolder'>): MakeWaiting {
  return async ({ viewer, today }) => {
    const { accountId } = viewer
    if (!accountId) return undefined
    const asking = (await waitingFor(floor.db, viewer, today))
      .filter(({ pilot }) => isHeard(pilot, true, today))
      .map((one) => ({ ...one, key: personKey(floor, one.pilot.id, { account: accountId }) }))
    if (asking.length === 0) return undefined
    const given = await givenAmong(
      floor.db,
      asking.map(({ key }) => key),
    )
    const pilots = asking
      .filter(({ key }) => !given.has(key))
      .map(({ pilot, initiative }) => ({ id: pilot.id, title: pilot.title, initiative: initiative.title }))
    return pilots.length > 0 ? { view: '/feedback/waiting', data: { pilots } } : undefined
  }
}
