import type { Status } from '../lifecycle.ts'
import { numberOf } from './days.ts'
import type { InitiativeFacts, Known, MoveFact } from './facts.ts'

/** One initiative as it was known at an instant: its moves that stood then, in the order in which they happened. */
export interface Life {
  it: InitiativeFacts
  /** Place among the initiatives of the content. */
  place: number
  moves: readonly MoveFact[]
  /** The day of each move, as `numberOf` has it: numbers are compared faster than days. */
  days: readonly number[]
  /** Its first move on its way, by the as-of day. */
  entry: MoveFact | undefined
  /** The last move that happened by the as-of day. */
  last: MoveFact
  stageSince: string
}

export function isKnown({ recordedAt, voidAt }: Known, at: number): boolean {
  return recordedAt <= at && (voidAt === null || voidAt > at)
}

/** What `standing` of the domain's history says, of the rows that were recorded by then. */
function knownMoves(moves: readonly MoveFact[], at: number): readonly MoveFact[] {
  const known = areKnown(moves, at) ? moves : moves.filter((move) => isKnown(move, at))
  // Most were entered as they happened.
  return areInOrder(known) ? known : known.toSorted(inOrder)
}

function areKnown(moves: readonly MoveFact[], at: number): boolean {
  for (const move of moves) if (!isKnown(move, at)) return false
  return true
}

function areInOrder(moves: readonly MoveFact[]): boolean {
  for (let index = 1; index < moves.length; index++) if (inOrder(moves[index - 1]!, moves[index]!) > 0) return false
  return true
}

const inOrder = (a: MoveFact, b: MoveFact) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.sequence - b.sequence)

/** Undefined when nothing of it had begun by that day, as far as was known. */
export function lifeOf(it: InitiativeFacts, asOf: string, knownAt: number): Omit<Life, 'place'> | undefined {
  const moves = knownMoves(it.moves, knownAt)
  let last: MoveFact | undefined
  let entry: MoveFact | undefined
  let stageSince = ''
  const until = numberOf(asOf)
  const days: number[] = []
  for (const move of moves) {
    const day = numberOf(move.on)
    days.push(day)
    if (day > until) continue
    if (move.stage !== last?.stage) stageSince = move.on
    if (!entry && isRunning(move.status)) entry = move
    last = move
  }
  return last && { it, moves, days, entry, last, stageSince }
}

/** On its way: neither spotted from outside nor ended. */
export const isRunning = (status: Status) => status === 'active' || status === 'on_hold'
