import { inArray, type SQL } from 'drizzle-orm'
import type { InitiativeFacts } from '../domain/figures/facts.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'

/** With whose eyes facts are read, and of what. */
export interface Asked {
  eyes: Viewer
  today: string
  dayAt: (instant: number) => string
  /** The initiatives, when they are few enough to be named. */
  few: readonly string[] | undefined
}

/** Initiatives by id, to which facts are added. */
export type Found = ReadonlyMap<string, InitiativeFacts>

/** For queries that join `initiatives`. */
export const only = (few: readonly string[] | undefined): SQL | undefined => few && inArray(initiatives.id, [...few])

/** An initiative of which nothing is known yet. */
export function withoutFacts(one: Pick<InitiativeFacts, 'id' | 'slug' | 'title'>): InitiativeFacts {
  return {
    ...one,
    moves: [],
    participations: [],
    knowledge: [],
    money: [],
    pilots: [],
    adjustments: [],
    adoptions: [],
    indicators: [],
    statements: [],
    territories: [],
    themes: [],
    editions: [],
  }
}
