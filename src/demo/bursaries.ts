import { fundInitiative, recordMoney } from '../funding/commands.ts'
import { addInstalment } from '../funding/scheduling.ts'
import type { Moment } from '../platform/clock.ts'
import { dayAgo, type Scene, slugOfStory, type Stage } from './stage.ts'
import { firstTeams } from './stories-first-teams.ts'
import { secondTeams } from './stories-second-teams.ts'

const CENTS = 200_000
const bursary = {
  kind: 'cash',
  currency: 'CAD',
  amount: { cents: CENTS },
  agreementReference: '',
  conditions: '',
  visibility: 'public',
  rowVisibility: 'public',
  note: '',
  reason: '',
  document: '',
  instalment: '',
} as const

/** Seven bursaries of 2 000 $ make the 14 000 $ that were published of CO-LAB’s first edition; the second’s are only promised. */
export const bursaryScenes: readonly Scene[] = [
  ...Object.keys(firstTeams).map((team): Scene => ({ ago: 14, act: (stage, when) => given(stage, when, team) })),
  ...Object.keys(secondTeams).map((team): Scene => ({ ago: 14, act: (stage, when) => promised(stage, when, team) })),
]

/** Decided and paid while the edition lasted, entered today. */
async function given(stage: Stage, when: Moment, team: string) {
  const { db, people, called } = stage
  const by = people.coordination
  const said = { ...bursary, funder: called.fonds, purpose: 'Bourse de la 1re édition de CO-LAB' }
  const confirmed = { ...said, status: 'confirmed', effectiveOn: dayAgo(stage, 900) } as const
  const id = await fundInitiative(db, slugOfStory(stage, team), confirmed, by, when)
  const paid = { status: 'disbursed', cents: CENTS, effectiveOn: dayAgo(stage, 880) } as const
  await recordMoney(db, id, { ...paid, note: '', reason: '', visibility: 'public' }, by, when)
}

/** Nothing of it is paid: what is agreed for later stands in the schedule. */
async function promised(stage: Stage, when: Moment, team: string) {
  const { db, people, called } = stage
  const by = people.coordination
  const said = { ...bursary, funder: called.fonds, purpose: 'Bourse de la 2e édition de CO-LAB' }
  const pledged = { ...said, status: 'pledged', effectiveOn: dayAgo(stage, 60) } as const
  const id = await fundInitiative(db, slugOfStory(stage, team), pledged, by, when)
  const due = { dueOn: dayAgo(stage, -60), amount: { cents: CENTS }, condition: 'Remise pendant le forum' }
  await addInstalment(db, id, due, by, when)
}
