import type { Visibility } from '../../src/domain/visibility.ts'
import type { Place } from '../town.ts'

/** Everybody who may come to a page: the people of the town, and somebody who did not sign in. */
export const everybody = [
  'visitor',
  'member',
  'otherCarrier',
  'invited',
  'formerPartner',
  'funder',
  'supportPartner',
  'taker',
  'carrier',
  'leadCarrier',
  'coordinator',
  'administrator',
] as const satisfies readonly (Place | 'visitor')[]
export type Person = (typeof everybody)[number]

export const signedIn = everybody.filter((one) => one !== 'visitor')
export const coordinating: readonly Person[] = ['coordinator', 'administrator']
export const carrying: readonly Person[] = ['leadCarrier', 'carrier', ...coordinating]
export const team: readonly Person[] = ['funder', 'supportPartner', 'taker', ...carrying]

/** A level, and for the last one whom the initiative names besides its carriers. */
export const levels = ['public', 'network', 'community', 'team', 'restricted', 'restricted to funders too'] as const
export type Level = (typeof levels)[number]

/** Who sees what: the table of the product, written out by hand. */
export const readers: Record<Level, readonly Person[]> = {
  public: everybody,
  network: signedIn,
  community: team,
  team,
  restricted: carrying,
  'restricted to funders too': ['funder', ...carrying],
}

export const visibilityOf = (level: Level): Visibility =>
  level.startsWith('restricted') ? 'restricted' : (level as Visibility)

/** What came back: it was done or shown, refused with why, not found, or sent to sign in. */
export type Outcome = 'may' | 'refused' | 'hidden' | 'asked to sign in' | `unexpected ${number}`

export function outcomeOf({ status, to }: { status: number; to: string | null }): Outcome {
  if (to?.startsWith('/sign-in')) return 'asked to sign in'
  if ([200, 303, 301, 422].includes(status)) return 'may'
  if (status === 403) return 'refused'
  return status === 404 ? 'hidden' : `unexpected ${status}`
}
