import { fundInitiative, recordMoney } from '../funding/commands.ts'
import { addInstalment } from '../funding/scheduling.ts'
import { type FundingMet, fundingsOf } from '../funding/queries.ts'
import { setRate } from '../funding/rates.ts'
import type { MoneyStatus } from '../domain/money.ts'
import type { Moment } from '../platform/clock.ts'
import { readAmount } from '../platform/reading/amounts.ts'
import type { OrganisationKey, PersonKey } from './cast.ts'
import { dayAgo, present, type Scene, slugOfStory, type Stage } from './stage.ts'

/** What a funder and an initiative come to, told in days ago. */
interface Ledger {
  story: string
  funder: OrganisationKey
  by?: PersonKey
  ago: number
  kind?: 'cash' | 'in_kind'
  currency?: 'CAD' | 'EUR'
  purpose: string
  agreement?: string
  /** Of its rows; the network knows of the funding itself. */
  level?: 'network' | 'restricted'
  first: [status: MoneyStatus, amount: string]
  after?: (
    | [ago: number, status: MoneyStatus, amount: string]
    | { ago: number; amends?: string; corrects?: string; why: string }
  )[]
  /** Payments, by days from now: past ones that nobody honoured are late. */
  due?: [inDays: number, amount: string, condition: string][]
}

const ledgers: readonly Ledger[] = [
  {
    story: 'paniers',
    funder: 'fonds',
    ago: 200,
    purpose: 'Expérimentation des paniers dans onze municipalités',
    agreement: 'FDS-2025-118',
    level: 'restricted',
    first: ['requested', '60 000'],
    after: [
      [160, 'confirmed', '48 000'],
      [120, 'disbursed', '2 400'],
      { ago: 118, corrects: '24 000', why: 'Un zéro oublié à la saisie' },
      { ago: 60, amends: '-3 000', why: 'Une municipalité de moins' },
    ],
    due: [
      [-12, '12 000', 'Bilan du premier cycle'],
      [75, '9 000', 'Rapport final'],
    ],
  },
  {
    story: 'paniers',
    funder: 'mrc',
    ago: 150,
    purpose: 'Camion réfrigéré prêté et chauffeur',
    level: 'restricted',
    kind: 'in_kind',
    first: ['confirmed', '14 500'],
    after: [[90, 'disbursed', '7 250,50']],
  },
  {
    story: 'paniers',
    funder: 'fondation',
    ago: 140,
    purpose: 'Achat de denrées',
    level: 'network',
    first: ['requested', '20 000'],
    after: [[110, 'refused', '20 000']],
  },
  {
    story: 'paniers',
    funder: 'metropole',
    ago: 100,
    purpose: 'Échange avec les épiceries mobiles de Lyon',
    level: 'network',
    currency: 'EUR',
    first: ['pledged', '8 000'],
    after: [[40, 'confirmed', '8 000']],
  },
]

/** The ledger, as funders and the coordination kept it, and a rate for whoever adds euros to dollars. */
export const moneyScenes: readonly Scene[] = [
  ...ledgers.flatMap((ledger): Scene[] => [
    { ago: ledger.ago, act: (stage, when) => begun(stage, ledger, when) },
    ...(ledger.after ?? []).map((row): Scene => {
      const ago = Array.isArray(row) ? row[0] : row.ago
      return {
        ago,
        act: (stage, when) => (Array.isArray(row) ? added(stage, ledger, row, when) : mended(stage, ledger, row, when)),
      }
    }),
  ]),
  { ago: 30, act: rateSet },
]

const actorOf = ({ by = 'coordination' }: Ledger, { people }: Stage) => people[by]
const levelOf = ({ level = 'network' }: Ledger) => level

// « 7 250,50 », as people of the demo write it.
function cents(text: string): number {
  const read = readAmount(text)
  if (!read.ok || !read.value) throw new Error(`${text} is no amount`)
  return read.value.cents
}

async function begun(stage: Stage, ledger: Ledger, when: Moment) {
  const { kind = 'cash', currency = 'CAD', purpose, agreement = '', first, due = [] } = ledger
  const [status, text] = first
  const input = {
    funder: stage.called[ledger.funder],
    kind,
    currency,
    purpose,
    agreementReference: agreement,
    conditions: '',
    visibility: 'network' as const,
    status,
    amount: { cents: cents(text) },
    effectiveOn: when.today,
    note: '',
    reason: '',
    rowVisibility: levelOf(ledger),
    document: '',
    instalment: '',
  }
  const by = actorOf(ledger, stage)
  const id = await fundInitiative(stage.db, slugOfStory(stage, ledger.story), input, by, when)
  for (const [inDays, promised, condition] of due) {
    const instalment = { dueOn: dayAgo(stage, -inDays), amount: { cents: cents(promised) }, condition }
    await addInstalment(stage.db, id, instalment, by, when)
  }
}

/** The funding of this ledger as it stands at this point of the play. */
async function metOf(stage: Stage, { story, purpose }: Ledger, when: Moment) {
  return found(stage, story, when, ({ funding }) => funding.purpose === purpose)
}

/** What an organisation gives to the initiative of a story. */
export async function fundingOf(stage: Stage, story: string, funder: OrganisationKey, when: Moment) {
  return found(stage, story, when, ({ funding }) => funding.funderId === stage.actors[funder])
}

async function found(stage: Stage, story: string, when: Moment, isMeant: (one: FundingMet) => boolean) {
  const { id } = await present(stage, story, when)
  const one = (await fundingsOf(stage.db, stage.people.coordination, when.today, id)).find(isMeant)
  if (!one) throw new Error(`nobody funds ${story}`)
  return one
}

async function added(stage: Stage, ledger: Ledger, [, status, text]: [number, MoneyStatus, string], when: Moment) {
  const { funding } = await metOf(stage, ledger, when)
  const row = { status, cents: cents(text), effectiveOn: when.today, note: '', reason: '', visibility: levelOf(ledger) }
  await recordMoney(stage.db, funding.id, row, actorOf(ledger, stage), when)
}

// Amendments are of what was confirmed; corrections of what was entered last.
async function mended(
  stage: Stage,
  ledger: Ledger,
  { amends, corrects = '', why }: { amends?: string; corrects?: string; why: string },
  when: Moment,
) {
  const { funding, rows } = await metOf(stage, ledger, when)
  const row = amends ? rows.find(({ status }) => status === 'confirmed')! : rows.at(-1)!
  const effectiveOn = amends ? when.today : row.effectiveOn
  const { status, visibility, note } = row
  const link = amends ? { amendsId: row.id } : { supersedesId: row.id }
  const wanted = { status, visibility, note, cents: cents(amends ?? corrects), effectiveOn, reason: why, ...link }
  await recordMoney(stage.db, funding.id, wanted, actorOf(ledger, stage), when)
}

async function rateSet(stage: Stage, when: Moment) {
  const rate = {
    from: 'EUR',
    to: 'CAD',
    rate: '1.6120',
    effectiveOn: when.today,
    source: 'Banque du Canada (exemple)',
  } as const
  await setRate(stage.db, rate, stage.people.coordination, when)
}
