import type { Thresholds } from '../ages.ts'
import type { KnowledgeKind } from '../documents.ts'
import type { TerritoryKind } from '../innovation.ts'
import type { EndingKind, MoveEvent, Stage, Status } from '../lifecycle.ts'
import type { Currency, FundingKind, MoneyStatus } from '../money.ts'
import type { Role, Sector } from '../roles.ts'

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

export interface InitiativeFacts {
  id: string
  slug: string
  title: string
  moves: MoveFact[]
  participations: ParticipationFact[]
  knowledge: KnowledgeFact[]
  money: MoneyFact[]
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
  thresholds: Thresholds
  gates: Readonly<Record<Stage, number>>
  /** What was learned from those that ended, by the id of the initiative and the day. */
  lessons: ReadonlyMap<string, string>
  /** The day that an instant was, where the network is. */
  dayAt: (instant: number) => string
}
