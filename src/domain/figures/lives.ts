import type { Stage, Status } from '../lifecycle.ts'
import type { InitiativeFacts, Known, MoveFact } from './facts.ts'

/** One initiative as it was known at an instant: its moves that stood then, in the order in which they happened. */
export interface Life {
  it: InitiativeFacts
  /** Place among the initiatives of the content. */
  place: number
  moves: readonly MoveFact[]
  /** The last move that happened by the as-of day. */
  last: MoveFact
  stageSince: string
}

export function isKnown({ recordedAt, voidAt }: Known, at: number): boolean {
  return recordedAt <= at && (voidAt === null || voidAt > at)
}

/** What `standing` of the domain's history says, of the rows that were recorded by then. */
function knownMoves(moves: readonly MoveFact[], at: number): readonly MoveFact[] {
  const known = moves.every((move) => isKnown(move, at)) ? moves : moves.filter((move) => isKnown(move, at))
  // Most were entered as they happened.
  return known.every((move, index) => index === 0 || inOrder(known[index - 1]!, move) <= 0)
    ? known
    : known.toSorted(inOrder)
}

const inOrder = (a: MoveFact, b: MoveFact) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.sequence - b.sequence)

/** Undefined when nothing of it had begun by that day, as far as was known. */
export function lifeOf(it: InitiativeFacts, asOf: string, knownAt: number): Omit<Life, 'place'> | undefined {
  const moves = knownMoves(it.moves, knownAt)
  const last = standingOn(moves, asOf)
  return last && { it, moves, last, stageSince: stageSinceOn(moves, asOf) }
}

/** The move by which it stands where it stands at the end of a day. */
function standingOn(moves: readonly MoveFact[], day: string): MoveFact | undefined {
  let last: MoveFact | undefined
  for (const move of moves) {
    if (move.on > day) break
    last = move
  }
  return last
}

function stageSinceOn(moves: readonly MoveFact[], day: string): string {
  let since = ''
  let stage: Stage | undefined
  for (const move of moves) {
    if (move.on > day) break
    if (move.stage !== stage) since = move.on
    stage = move.stage
  }
  return since
}

/** On its way: neither spotted from outside nor ended. */
export const isRunning = (status: Status) => status === 'active' || status === 'on_hold'
