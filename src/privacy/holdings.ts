import type { Holding } from './holding.ts'
import { ofInitiatives } from './holdings-initiatives.ts'
import { ofPeople } from './holdings-people.ts'
import { ofProofs } from './holdings-proofs.ts'
import { ofReports } from './holdings-reports.ts'

/** Every table of the database, and how it may hold something of a person (decision 0048). A test looks for others. */
export const holdings: readonly Holding[] = [...ofPeople, ...ofInitiatives, ...ofProofs, ...ofReports]
