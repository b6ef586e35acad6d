import type { Maturity } from '../domain/innovation.ts'
import type { ActorKind, Role, TakerKind } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import { folded } from '../platform/db/sql.ts'
import type { TextField } from './fields.ts'
import type { Place } from './vocabulary.ts'

/** Why a row is not taken in: a key of `imports.reason`, and the cell that is to blame. */
export interface Fault {
  reason: string
  column?: string | undefined
  value?: string | undefined
}

/** Narrower than the usual: a file shows nobody to more than that. */
export type ActorLevel = Extract<Visibility, 'network' | 'restricted'>

/** Somebody named in a cell. */
export interface Mention {
  name: string
  kind: ActorKind
  role: Role
  isLead: boolean
  takerKind: TakerKind | null
  /** To whom it is shown when it is made; as its kind usually is when the row does not say. */
  level?: ActorLevel | undefined
  column: string
}

/** By what a name is known again. One of signs alone folds to nothing, and is still a name. */
export const keyOf = (name: string): string => folded(name) || name

/** Where a row puts an initiative, and when. */
export interface Waypoint {
  line: number
  place: Place
  /** YYYY-MM-DD */
  on: string
  /** Decides between two of the same day. */
  order: number
  /** Its place in a history that is told in full: then nothing else decides between two of the same day. */
  passage?: number | undefined
  reason: string
  lessons: string
  /** Expected, whatever its day: it comes after all that happened. */
  isPlan?: boolean | undefined
  column: string
  value: string
}

/** What one row of the file says, once every cell is understood. */
export interface Said {
  line: number
  /** The identifier of the file, or what its title makes. */
  externalId: string
  texts: Partial<Record<TextField, string>>
  sourceUrl: string | undefined
  maturity: Maturity | undefined
  visibility: Visibility | undefined
  themes: string[]
  territories: { name: string; column: string }[]
  solutions: { name: string; limitation: string }[]
  links: { url: string; label: string }[]
  actors: Mention[]
  /** None when its value is passed over, knowingly. */
  waypoints: Waypoint[]
  plan: Waypoint | undefined
}

export interface Unread {
  line: number
  fault: Fault
}
