import type { AdoptionStatus, Fidelity } from '../adoptions.ts'
import type { Thresholds } from '../ages.ts'
import type { KnowledgeKind } from '../documents.ts'
import type { Adequacy, FeedbackWay } from '../feedback.ts'
import type { TerritoryKind } from '../innovation.ts'
import type { EndingKind, MoveEvent, Stage, Status } from '../lifecycle.ts'
import type { Currency, FundingKind, MoneyStatus } from '../money.ts'
import type { AdjustmentState, BenefitKind, PilotState, ValueKind } from '../pilots.ts'
import type { Role, Sector, TakerKind } from '../roles.ts'

// What figures are made of: rows as they were recorded, of the initiatives that one reader may see. Pure values.

/** A row that is known from one instant, and void from another if a later row took its place. Milliseconds. */
export interface Known {
  recordedAt: number
  voidAt: number | null
}

export interface MoveFact extends Known {
  event: MoveEvent | 'start'
  stage: Stage
  status: Status
  /** The day it happened. */
  on: string
  sequence: number
  endingKind: EndingKind | null
  /** What it was corrected from: the row whose place it took. */
  insteadOf?: MoveFact
}

export interface ParticipationFact {
  actorId: string
  role: Role
  sector: Sector | null
  since: string
  until: string | null
  recordedAt: number
}

export interface KnowledgeFact extends Known {
  kind: KnowledgeKind
  sector: Sector | null
  on: string
}

export interface MoneyFact extends Known {
  fundingId: string
  funderId: string
  kind: FundingKind
  currency: Currency
  status: MoneyStatus
  on: string
  cents: number
  /** Whether the one whose eyes these are gave it. */
  isOwn: boolean
}

/** A trial as it is entered today: its days are kept, not the history of what was known of them. */
export interface PilotFact {
  state: PilotState
  /** False for one that is planned, or was given up before it began. */
  hasBegun: boolean
  startsOn: string
  /** As planned; as it was, once it is over; the day it was given up. */
  endsOn: string
  recordedAt: number
  feedback: FeedbackFact[]
}

/** That somebody said something, and how well it answers the need. Never what they said, nor who they are. */
export interface FeedbackFact extends Known {
  takerKind: TakerKind
  way: FeedbackWay
  adequacy: Adequacy | null
  on: string
}

export interface AdjustmentFact {
  state: AdjustmentState
  decidedOn: string
  doneOn: string | null
  recordedAt: number
  /** The day of the earliest feedback that it answers; null when it answers none. */
  saidOn: string | null
}

export interface AdoptionStepFact extends Known {
  status: AdoptionStatus
  on: string
  sequence: number
  /** What it was corrected from: the row whose place it took. */
  insteadOf?: AdoptionStepFact
}

export interface AdoptionFact {
  takerKind: TakerKind
  territoryId: string | null
  fidelity: Fidelity | null
  people: number | null
  /** Whether these eyes may know that somebody hesitates, or gave it up. */
  tellsAll: boolean
  steps: AdoptionStepFact[]
}

export interface IndicatorFact {
  benefits: BenefitKind
  isMoreBetter: boolean
  recordedAt: number
  values: IndicatorValueFact[]
}

export interface IndicatorValueFact extends Known {
  kind: ValueKind
  value: number
  on: string
}

export interface InitiativeFacts {
  id: string
  slug: string
  title: string
  moves: MoveFact[]
  participations: ParticipationFact[]
  knowledge: KnowledgeFact[]
  money: MoneyFact[]
  pilots: PilotFact[]
  adjustments: AdjustmentFact[]
  adoptions: AdoptionFact[]
  indicators: IndicatorFact[]
  territories: string[]
  themes: string[]
  editions: { slug: string; since: string }[]
}

export interface ActorFact {
  /** Null when the reader may know that there is one, but not who. */
  name: string | null
  slug: string
  sector: Sector | null
}

export interface TerritoryFact {
  code: string
  name: string
  kind: TerritoryKind
  path: string
}

export interface RateFact {
  from: Currency
  to: Currency
  rate: string
  on: string
  recordedAt: number
  source: string
}

export interface Facts {
  /** By id, so that the same facts are always told in the same order. */
  initiatives: readonly InitiativeFacts[]
  /** The actors whose report it is: it speaks of what they carry, fund or support. Empty: of everything. */
  own: readonly string[]
  actors: ReadonlyMap<string, ActorFact>
  territories: ReadonlyMap<string, TerritoryFact>
  /** By slug. */
  themes: ReadonlyMap<string, string>
  rates: readonly RateFact[]
  /** Of whom these eyes know that they hesitate or gave up: of all takers, of some, or of none. */
  hesitations: 'all' | 'some' | 'none'
  thresholds: Thresholds
  gates: Readonly<Record<Stage, number>>
  /** What was learned from those that ended, by the id of the initiative and the day. */
  lessons: ReadonlyMap<string, string>
  /** The day that an instant was, where the network is. */
  dayAt: (instant: number) => string
}
