import { type Replayed, replay } from '../domain/history.ts'
import type { EndingKind } from '../domain/lifecycle.ts'
import { passage } from '../initiatives/queries.ts'
import type { Group } from './groups.ts'
import { type History, historyOf, type Step } from './history.ts'
import type { KnownInitiative, KnownWorld } from './known.ts'
import type { Mapping } from './mapping.ts'
import { differences, type Sheet, sheetOf } from './sheet.ts'
import type { Fault, Mention, Said } from './said.ts'

/** What becomes of one row of the file. Every row has exactly one. */
export interface RowOutcome {
  line: number
  outcome: 'created' | 'moved' | 'planned' | 'changed' | 'unchanged' | 'ignored' | 'refused'
  fault?: Fault
}

/** What an import means to do with the rows of one initiative. Nothing is written yet. */
export interface Intention {
  kind: 'create' | 'change' | 'unchanged' | 'refuse'
  externalId: string
  title: string
  known: KnownInitiative | undefined
  sheet: Sheet
  steps: Step[]
  planned: Step[]
  /** Whether the planned moves replace those that an import planned before. */
  replans: boolean
  /** Where it then stands, and since when. */
  stands: (Replayed & { endingKind: EndingKind | null }) | undefined
  rows: RowOutcome[]
}

/** Pure: the same rows, the same world and the same day always give the same intention. */
export function intentionFor(group: Group, mapping: Mapping, world: KnownWorld, today: string): Intention {
  const known = group.externalId === '' ? undefined : world.initiative(group.externalId)
  const rows: RowOutcome[] = group.unread.map(({ line, fault }) => ({ line, outcome: 'refused', fault }))
  const said: Said[] = []
  for (const one of group.said) {
    const fault = faultIn(one, mapping, world)
    if (fault) rows.push({ line: one.line, outcome: 'refused', fault })
    else said.push(one)
  }
  const history = historyFor(said, mapping, known, today)
  const whole: Whole = { group, known, said, history, rows, sheet: sheetOf(said, mapping, world, known), mapping }
  return known ? changed(whole, known) : created(whole)
}

interface Whole {
  group: Group
  known: KnownInitiative | undefined
  said: Said[]
  history: History
  rows: RowOutcome[]
  sheet: Sheet
  mapping: Mapping
}

/** A place or an actor that a row names and that cannot be told. */
function faultIn({ territories, actors }: Said, mapping: Mapping, world: KnownWorld): Fault | undefined {
  for (const { name, column } of mapping.ignoresUnknownTerritories ? [] : territories) {
    const found = world.territory(name)
    if (typeof found === 'string') return { reason: `territory-${found}`, column, value: name }
  }
  const unclear = actors.find(({ name, kind }: Mention) => world.actor(name, kind) === 'several')
  return unclear && { reason: 'actor-several', column: unclear.column, value: unclear.name }
}

function historyFor(said: Said[], { mode }: Mapping, known: KnownInitiative | undefined, today: string): History {
  const passages = known?.moves.map(passage) ?? []
  const isWhole = mode === 'phases' || !known
  // Of an initiative that is known, a row without phases says only where it stands now.
  const waypoints = said.flatMap((one) => (isWhole ? one.waypoints : one.waypoints.slice(-1)))
  // Rows of one initiative say again what is expected of it.
  const plan = said.map((one) => one.plan).find((one) => one !== undefined)
  return historyOf(plan ? [...waypoints, plan] : waypoints, { today, passages, isWhole })
}

function created(whole: Whole): Intention {
  const { said, history, rows, mapping } = whole
  const outcomes = rowsOf(said, history)
  const isRefused = history.steps.length === 0 || (mapping.mode === 'initiatives' && outcomes.some(isRefusal))
  if (isRefused) return refused(whole, outcomes)
  const named = outcomes.map(
    (row): RowOutcome =>
      mapping.mode === 'initiatives' && row.outcome === 'moved' ? { ...row, outcome: 'created' } : row,
  )
  return { ...base(whole), kind: 'create', rows: [...rows, ...named], stands: standingAfter(whole) }
}

/** No row could begin it: each says why, and those that only planned cannot plan for what does not exist. */
function refused(whole: Whole, outcomes: RowOutcome[]): Intention {
  const rows = outcomes.map(
    (row): RowOutcome =>
      row.outcome === 'refused' || row.outcome === 'ignored'
        ? row
        : { line: row.line, outcome: 'refused', fault: { reason: 'never-started' } },
  )
  return { ...base(whole), kind: 'refuse', steps: [], planned: [], rows: [...whole.rows, ...rows] }
}

function changed(whole: Whole, known: KnownInitiative): Intention {
  const { said, history, rows, sheet } = whole
  const outcomes = rowsOf(said, history)
  const isHeard = outcomes.some(({ outcome }) => outcome !== 'refused' && outcome !== 'ignored')
  const differs = isHeard ? differences(sheet, known) : []
  const replans = said.length > 0 && plansDiffer(history.planned, known)
  if (differs.length === 0 && history.steps.length === 0 && !replans) {
    return { ...base(whole), kind: 'unchanged', rows: [...rows, ...outcomes.map(settled)] }
  }
  if (known.isWorkedOn) return { ...base(whole), kind: 'refuse', rows: [...rows, ...kept(outcomes, known.row.title)] }
  const bearer = differs.length > 0 ? outcomes.find(({ outcome }) => outcome === 'unchanged') : undefined
  const named = outcomes.map(
    (row): RowOutcome => (row === bearer ? { ...row, outcome: 'changed' } : replans ? row : settled(row)),
  )
  return { ...base(whole), kind: 'change', replans, rows: [...rows, ...named], stands: standingAfter(whole) }
}

/** What people typed stays; the rows that would have changed something say so. */
function kept(outcomes: RowOutcome[], title: string): RowOutcome[] {
  const news = outcomes.filter(({ outcome }) => outcome === 'moved' || outcome === 'planned')
  const bearers = news.length > 0 ? news : outcomes.filter(({ outcome }) => outcome === 'unchanged').slice(0, 1)
  return outcomes.map(
    (row): RowOutcome =>
      bearers.includes(row)
        ? { line: row.line, outcome: 'refused', fault: { reason: 'edited-since', value: title } }
        : settled(row),
  )
}

const isRefusal = ({ outcome }: RowOutcome): boolean => outcome === 'refused'

/** What was planned already, and still is, is no news. */
const settled = (row: RowOutcome): RowOutcome => (row.outcome === 'planned' ? { ...row, outcome: 'unchanged' } : row)

/** One outcome per row: a refusal wins over the rest, a move over a plan, a plan over what is known; a row that asks for nothing is passed over. */
function rowsOf(said: Said[], { verdicts }: History): RowOutcome[] {
  const byLine = Map.groupBy(verdicts, ({ line }) => line)
  return said.map(({ line }) => {
    const its = byLine.get(line) ?? []
    const of = (wanted: RowOutcome['outcome']) => its.find(({ outcome }) => outcome === wanted)
    const verdict = of('refused') ?? of('moved') ?? of('planned')
    return verdict ?? its[0] ?? { line, outcome: 'ignored', fault: { reason: 'ignored-value' } }
  })
}

function plansDiffer(planned: readonly Step[], { expected }: KnownInitiative): boolean {
  const sign = (to: { stage: string; status: string }, on: string) => `${to.stage} ${to.status} ${on}`
  const before = expected
    .filter(({ importId }) => importId !== null)
    .map((one) => sign({ stage: one.toStage, status: one.toStatus }, one.expectedOn))
  const after = planned.map(({ to, on }) => sign(to, on))
  return before.sort().join() !== after.sort().join()
}

function standingAfter({ known, history }: Whole): Intention['stands'] {
  const before = known?.moves.map(passage) ?? []
  const sequence = Math.max(0, ...before.map((one) => one.sequence)) + 1
  const added = history.steps.map(({ on, ...step }, index) => ({
    ...step,
    id: `new ${index}`,
    effectiveOn: on,
    sequence: sequence + index,
    supersedesId: null,
  }))
  const replayed = replay([...before, ...added])
  if (!replayed) return undefined
  const ending = history.steps.findLast(({ event }) => event === 'discontinue')
  const isEnded = replayed.position.status === 'discontinued'
  return { ...replayed, endingKind: isEnded ? (ending?.endingKind ?? known?.row.endingKind ?? null) : null }
}

function base({ group, known, sheet, history, said }: Whole): Omit<Intention, 'kind' | 'rows'> {
  const { steps, planned } = history
  const title = said[0]?.texts.title ?? known?.row.title ?? ''
  return { externalId: group.externalId, title, known, sheet, steps, planned, replans: false, stands: undefined }
}
