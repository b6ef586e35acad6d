import { type Passage, replay, type Replayed } from '../src/domain/history.ts'
import { moveBetween, type Position, type Stage, type Status, stages } from '../src/domain/lifecycle.ts'
import type { Dice } from './dice.ts'

const DAY_MS = 86_400_000
const TEN_YEARS = 3650

/** How real pipelines stand after ten years: half of it was given up, a sixth was taken over or goes on by itself. */
const ends: Record<Status, number> = {
  discontinued: 49,
  sustained: 11,
  transferred: 5,
  active: 27,
  on_hold: 5,
  spotted: 3,
}
const reached: Record<Stage, number> = { emergence: 35, mobilisation: 30, feedback: 20, appropriation: 15 }

export interface Story extends Replayed {
  /** Each move, with the instant at which it was entered: on its day or some days after. */
  passages: (Passage & { recordedAt: Date })[]
}

/** What happened to one initiative in the ten years before `now`; at length, with about as many moves as reports are to bear. */
export function story(dice: Dice, now: Date, isLong = false): Story {
  const line = isLong ? lengthened(dice, positions(dice)) : positions(dice)
  const days = daysAgo(dice, line)
  let last = 0
  const passages = line.map((to, index): Story['passages'][number] => {
    const from = line[index - 1] ?? null
    const effective = now.getTime() - days[index]! * DAY_MS
    last = Math.min(now.getTime(), Math.max(last + 1, effective + dice.between(0, 30) * dice.next() * DAY_MS))
    return {
      id: dice.id(),
      event: from ? moveBetween(from, to)!.type : 'start',
      from,
      to,
      effectiveOn: new Date(effective).toISOString().slice(0, 10),
      sequence: index + 1,
      supersedesId: null,
      recordedAt: new Date(last),
    }
  })
  const told = isLong ? passages.flatMap((passage) => (dice.is(0.03) ? corrected(dice, passage) : [passage])) : passages
  return { ...replay(passages)!, passages: told }
}

/** Pauses and returns to the stage before, until there are some ten moves and more. */
function lengthened(dice: Dice, way: readonly Position[]): Position[] {
  const long = [...way]
  for (const many = dice.between(5, 15); long.length < many; ) {
    const at = dice.between(0, long.length - 1)
    const { stage, status } = long[at]!
    if (status !== 'active') {
      if (long.length === 1) break
      continue
    }
    const earlier = stages[stages.indexOf(stage) - 1]
    const aside: Position = earlier && dice.is(0.5) ? { stage: earlier, status } : { stage, status: 'on_hold' }
    long.splice(at + 1, 0, aside, { stage, status })
  }
  return long
}

/** As it was entered first, a day late, and as it was corrected some days after. */
function corrected(dice: Dice, passage: Story['passages'][number]): Story['passages'] {
  const late = new Date(Date.parse(passage.effectiveOn) + DAY_MS).toISOString().slice(0, 10)
  const first = { ...passage, id: dice.id(), effectiveOn: late }
  const recordedAt = new Date(passage.recordedAt.getTime() + dice.between(1, 3) * 3_600_000)
  return [first, { ...passage, id: dice.id(), supersedesId: first.id, recordedAt }]
}

function positions(dice: Dice): Position[] {
  const status = dice.weighed(ends)
  if (status === 'spotted') return [{ stage: 'emergence', status }]
  const stage = status === 'sustained' || status === 'transferred' ? 'appropriation' : dice.weighed(reached)
  const way: Position[] = []
  for (const passed of stages.slice(0, stages.indexOf(stage) + 1)) {
    const before = way.at(-1)
    way.push({ stage: passed, status: 'active' })
    // Sent back for another turn, or put aside for a while.
    if (before && dice.is(0.08)) way.push(before, { stage: passed, status: 'active' })
    else if (dice.is(0.07)) way.push({ stage: passed, status: 'on_hold' }, { stage: passed, status: 'active' })
  }
  return status === 'active' ? way : [...way, { stage, status }]
}

/** How many days before now each position was reached. */
function daysAgo(dice: Dice, line: readonly Position[]): number[] {
  const isLive = line.at(-1)!.status === 'active' || line.at(-1)!.status === 'spotted'
  const since = Math.floor((isLive ? 900 : 2600) * dice.next() ** (isLive ? 2 : 1))
  const stays = line.slice(1).map(() => dice.between(20, 480))
  const whole = since + stays.reduce((sum, days) => sum + days, 0)
  const scale = Math.min(1, TEN_YEARS / whole)
  let before = since
  const ago = [before]
  for (const stay of stays.toReversed()) ago.unshift((before += stay))
  return ago.map((days) => Math.floor(days * scale))
}
