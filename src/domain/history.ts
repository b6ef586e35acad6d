import { daysAfter } from './calendar.ts'
import type { MoveEvent, Position, Stage } from './lifecycle.ts'
import { moveBetween } from './lifecycle.ts'

/** One line of an initiative's history. `from` is null on the line that starts it. Days are YYYY-MM-DD. */
export interface Passage {
  id: string
  event: MoveEvent | 'start'
  from: Position | null
  to: Position
  effectiveOn: string
  /** Place among moves of the same day; a correction keeps the place of what it corrects. */
  sequence: number
  supersedesId: string | null
}

/** What stands: the rows that no later row supersedes, by effective day, then sequence. */
export function standing<P extends Pick<Passage, 'id' | 'effectiveOn' | 'sequence' | 'supersedesId'>>(
  passages: readonly P[],
): P[] {
  const superseded = new Set(passages.map(({ supersedesId }) => supersedesId))
  return passages
    .filter(({ id }) => !superseded.has(id))
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : a.sequence - b.sequence))
}

export interface Replayed {
  position: Position
  stageSince: string
  statusSince: string
}

/** Walks the standing moves from the first; undefined when there is none or when one does not follow from the one before. */
export function replay(passages: readonly Passage[]): Replayed | undefined {
  let at: Replayed | undefined
  for (const { from, to, effectiveOn } of standing(passages)) {
    if (at && !(from && same(from, at.position) && moveBetween(from, to))) return undefined
    if (!at && from) return undefined
    at = {
      position: to,
      stageSince: at && at.position.stage === to.stage ? at.stageSince : effectiveOn,
      statusSince: at && at.position.status === to.status ? at.statusSince : effectiveOn,
    }
  }
  return at
}

/** The days, both included, between which a move may be re-dated without changing the order of things. */
export function roomFor(passages: readonly Passage[], id: string): { after?: string; before?: string } {
  const line = standing(passages)
  const index = line.findIndex((passage) => passage.id === id)
  const [previous, passage, next] = [line[index - 1], line[index], line[index + 1]]
  // On one day the sequence decides: what was entered out of order cannot come to the same day.
  return {
    ...(previous && passage
      ? { after: daysAfter(previous.effectiveOn, previous.sequence < passage.sequence ? 0 : 1) }
      : {}),
    ...(next && passage ? { before: daysAfter(next.effectiveOn, passage.sequence < next.sequence ? 0 : -1) } : {}),
  }
}

/** A stretch of time in one stage. `until` is null while it lasts. */
export interface Stay {
  stage: Stage
  since: string
  until: string | null
}

export function stays(passages: readonly Passage[]): Stay[] {
  const result: Stay[] = []
  for (const { to, effectiveOn } of standing(passages)) {
    const current = result.at(-1)
    if (current?.stage === to.stage) continue
    if (current) current.until = effectiveOn
    result.push({ stage: to.stage, since: effectiveOn, until: null })
  }
  return result
}

const same = (a: Position, b: Position) => a.stage === b.stage && a.status === b.status
