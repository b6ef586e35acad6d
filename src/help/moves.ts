import {
  type Ask,
  asks,
  type MoveEvent,
  moveEvents,
  possible,
  type Stage,
  type Status,
  stages,
  statuses,
} from '../domain/lifecycle.ts'
import { type Capacity, mayMove } from '../domain/permissions.ts'

/** One kind of move, as the machine and the permissions have it. */
export interface MoveRule {
  event: MoveEvent
  /** Which of the two fields it changes, and between which values, each pair once. */
  field: 'stage' | 'status'
  pairs: { from: Stage | Status; to: Stage | Status }[]
  /** Whether the gate of the stage is asked. */
  gated: boolean
  asks: readonly Ask[]
  who: readonly Capacity[]
}

/** The moves, asked of the machine at each of its positions: nothing here is written by hand. */
export function moveRules(): MoveRule[] {
  const all = stages.flatMap((stage) =>
    statuses.flatMap((status) => possible({ stage, status }).map((one) => ({ ...one, from: { stage, status } }))),
  )
  return moveEvents.map((event) => {
    const ways = all.filter(({ move }) => move.type === event)
    const field = ways.some(({ from, next }) => from.stage !== next.stage) ? 'stage' : 'status'
    const pairs = new Map(
      ways.map(({ from, next }) => [`${from[field]} ${next[field]}`, { from: from[field], to: next[field] }]),
    )
    const permission = mayMove(event, [])
    return {
      event,
      field,
      pairs: [...pairs.values()],
      gated: ways.some(({ gated }) => gated),
      asks: asks[event],
      who: permission.allowed ? [] : permission.reserved,
    }
  })
}
