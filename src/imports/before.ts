import type { Initiative } from '../initiatives/queries.ts'
import type { expectedMoves } from '../initiatives/tables.ts'

/** What an import found on an initiative that it changed: kept with its rows, so that it can be undone. */
export interface Before {
  row: Partial<Initiative>
  /** The plans of earlier imports; JSON has no instants. */
  expected: (Omit<typeof expectedMoves.$inferSelect, 'recordedAt'> & { recordedAt: string })[]
  themeIds: string[]
  territoryIds: string[]
  /** Imports that are older than this list touched no solutions. */
  solutionIds?: string[]
  links: string[]
}
