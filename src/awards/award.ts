import type { Actor } from '../actors/queries.ts'
import type { TerritoryKind } from '../domain/innovation.ts'
import type { MoneyStatus } from '../domain/money.ts'
import { isHeld, type InvitationState } from '../domain/roles.ts'
import type { fundings } from '../funding/tables.ts'

interface Number {
  scheme: string
  value: string
}

/** An organisation as open data names it: never a person, never a way to reach one. */
export interface Organisation {
  id: string
  name: string
  url: string
  numbers: readonly Number[]
}

interface Row {
  id: string
  status: MoneyStatus
  cents: number
  effectiveOn: string
}

interface Carrier {
  isLead: boolean
  state: InvitationState
  since: string
  until: string | null
  actor: Actor
}

/** What is awarded: all of it public. Amounts are cents of the funding's currency. */
export interface Award {
  funding: typeof fundings.$inferSelect
  initiative: { id: string; slug: string; title: string; need: string; description: string }
  funder: Organisation | undefined
  recipient: Organisation | undefined
  requested: number
  awarded: number
  /** The day of the decision: of the first confirmation or, where none was entered, of the first payment. */
  awardedOn: string
  payments: { id: string; cents: number; on: string; isReturned: boolean }[]
  places: { code: string; name: string; kind: TerritoryKind; path: string }[]
  subjects: { slug: string; fr: string }[]
}

interface Gathered extends Pick<Award, 'funding' | 'initiative' | 'places' | 'subjects'> {
  funder: Actor
  rows: readonly Row[]
  carriers: readonly Carrier[]
  numbersOf: (actorId: string) => readonly Number[]
  today: string
}

/** `rows` are those that stand and are public, in the order of their days. */
export function awardOf({ rows, carriers, funder, numbersOf, today, ...rest }: Gathered): Award {
  const of = (status: MoneyStatus) => rows.filter((row) => row.status === status)
  const [confirmed, disbursed] = [of('confirmed'), of('disbursed')]
  const decided = confirmed.length > 0 ? confirmed : disbursed
  const awardedOn = decided[0]?.effectiveOn ?? today
  const named = (actor: Actor): Organisation => ({
    id: actor.id,
    name: actor.name,
    url: actor.url,
    numbers: numbersOf(actor.id),
  })
  const carrier = carrierOn(carriers, awardedOn) ?? carrierOn(carriers, today)
  return {
    ...rest,
    funder: funder.kind === 'organisation' && funder.visibility === 'public' ? named(funder) : undefined,
    recipient: carrier && named(carrier.actor),
    requested: total(of('requested')),
    awarded: total(decided),
    awardedOn,
    payments: rows
      .filter(({ status, cents }) => (status === 'disbursed' || status === 'returned') && cents !== 0)
      .map(({ id, status, cents, effectiveOn }) => ({ id, cents, on: effectiveOn, isReturned: status === 'returned' })),
  }
}

const total = (rows: readonly Row[]) => rows.reduce((sum, { cents }) => sum + cents, 0)

function carrierOn(carriers: readonly Carrier[], day: string): Carrier | undefined {
  const held = carriers.filter((one) => isHeld(one, day))
  return held.find(({ isLead }) => isLead) ?? held[0]
}

/** What was paid and not given back. */
export function paid({ payments }: Pick<Award, 'payments'>): number {
  return payments.reduce((sum, { cents, isReturned }) => sum + (isReturned ? -cents : cents), 0)
}

/** Cents as the decimal that both formats ask for; exact as written, up to ninety thousand billions. */
export const decimal = (cents: number): number => cents / 100
