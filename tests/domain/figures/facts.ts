import { originalThresholds } from '../../../src/domain/ages.ts'
import type { Facts, InitiativeFacts, MoveFact } from '../../../src/domain/figures/facts.ts'
import type { Stage, Status } from '../../../src/domain/lifecycle.ts'

/** Noon of a day, in milliseconds: when something that happened on it was entered, unless said otherwise. */
export const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)

/** `2025-01-05 start emergence active`, with more fields if need be. */
export function move(words: string, more: Partial<MoveFact> = {}): MoveFact {
  const [on, event, stage, status] = words.split(' ') as [string, MoveFact['event'], Stage, Status]
  return { event, stage, status, on, sequence: 0, endingKind: null, recordedAt: noon(on), voidAt: null, ...more }
}

export function initiative(
  id: string,
  moves: (string | MoveFact)[],
  more: Partial<InitiativeFacts> = {},
): InitiativeFacts {
  return {
    id,
    slug: id,
    title: id.toUpperCase(),
    moves: moves.map((one, sequence) => (typeof one === 'string' ? move(one, { sequence }) : one)),
    participations: [],
    knowledge: [],
    money: [],
    pilots: [],
    adjustments: [],
    adoptions: [],
    indicators: [],
    territories: [],
    themes: [],
    editions: [],
    ...more,
  }
}

export function facts(initiatives: InitiativeFacts[], more: Partial<Facts> = {}): Facts {
  return {
    initiatives,
    own: [],
    actors: new Map(),
    territories: new Map(),
    themes: new Map(),
    rates: [],
    hesitations: 'all',
    thresholds: originalThresholds,
    gates: { emergence: 1, mobilisation: 1, feedback: 1, appropriation: 1 },
    lessons: new Map(),
    dayAt: (instant) => new Date(instant).toISOString().slice(0, 10),
    ...more,
  }
}
