import type { CriterionCode } from '../domain/gates.ts'
import type { Consent, EmergenceWay, InnovationType, Maturity } from '../domain/innovation.ts'
import type { EndingKind, MoveEvent, Stage } from '../domain/lifecycle.ts'
import type { Role, TakerKind } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import type { OrganisationKey, PartKey, PersonKey } from './cast.ts'
import type { ThemeKey } from './places.ts'

// How a story of the demo is written. Every `ago` is in days before the day the demo is played.

export interface Story {
  title: string
  /** Where it stands when the story begins, and since when. */
  begins: { stage: Stage; ago: number }
  /** Stages before that, added once it is in Sillon. */
  before?: readonly [Stage, number][]
  lead: PartKey
  /** Who writes it into Sillon; the coordination unless said otherwise. */
  teller?: PersonKey
  need: string
  change?: string
  benefit?: string
  population?: string
  description?: string
  origin?: string
  type?: InnovationType
  way?: EmergenceWay
  maturity?: Maturity
  /** Public unless said otherwise. */
  visibility?: Visibility
  namedRoles?: Role[]
  themes: ThemeKey[]
  /** Codes of territories. */
  places: string[]
  solutions?: [name: string, limitation: string][]
  links?: [label: string, url: string][]
  /** The key of the story it comes from. */
  parent?: string
  roles?: RoleLine[]
  /** Criteria of the present gate that somebody stated in the usual words. */
  stated?: CriterionCode[]
  /** Statements in words of their own. */
  proofs?: Proof[]
  acts?: Act[]
}

export interface RoleLine {
  role: Role
  who: PartKey
  /** Since the story begins, unless said otherwise. */
  ago?: number
  kind?: TakerKind
  /** `accepted` unless said otherwise: by the coordination for those who have no account. */
  state?: 'accepted' | 'proposed' | 'invited' | 'declined'
  until?: number
  note?: string
}

export interface Proof {
  code: CriterionCode
  ago: number
  says: string
  proof: string
  kind?: 'document' | 'link' | 'figure'
  by?: PersonKey
}

export interface MoveAct {
  event: MoveEvent
  /** The day it happened. */
  ago: number
  /** Days it took until somebody entered it. */
  late?: number
  by?: PersonKey
  to?: Stage
  reason?: string
  lessons?: string
  endingKind?: EndingKind
  /** In how many days from now it is looked at again. */
  reviewIn?: number
  organisation?: OrganisationKey
  waiver?: string
}

export type Act =
  | MoveAct
  /** The last move happened on another day. */
  | { correct: true; ago: number; is: number; reason: string }
  /** A move that is expected; `inDays` counts from now and may have passed. */
  | { plan: MoveEvent; ago: number; inDays: number; note: string }
  | { mergeInto: string; ago: number; reason: string }

/** An initiative known from outside. */
export interface Sighting {
  title: string
  ago: number
  need: string
  source: string
  sourceUrl?: string
  consent: Consent
  themes: ThemeKey[]
  places: string[]
  by?: PersonKey
  /** What became of it: claimed, then told like any other. */
  claimed?: { ago: number; story: Omit<Story, 'begins' | 'title' | 'need' | 'themes' | 'places'> }
  mergeInto?: { story: string; ago: number; reason: string }
}

export const taker = (who: PartKey, kind: TakerKind, more: Partial<RoleLine> = {}): RoleLine => ({
  role: 'taker',
  who,
  kind,
  ...more,
})
export const funder = (who: PartKey, more: Partial<RoleLine> = {}): RoleLine => ({ role: 'funder', who, ...more })
export const support = (who: PartKey, more: Partial<RoleLine> = {}): RoleLine => ({
  role: 'support_partner',
  who,
  ...more,
})
export const carrier = (who: PartKey, more: Partial<RoleLine> = {}): RoleLine => ({ role: 'carrier', who, ...more })
