import type { Attention } from '../operation/attention.ts'
import type { Reader } from '../platform/db/database.ts'
import { incidentsUntold } from './incidents-queries.ts'
import { retentionPeriods } from './retention.ts'

// What the pages of earlier rooms show of this one: the house hands it to them.

/** For the public page of privacy: how long each kind is kept. */
export const periodsPart = (db: Reader) => async () => ({
  view: '/privacy/periods',
  data: { periods: await retentionPeriods(db) },
})

/** For the page of the operation: serious incidents, as long as somebody has to be told. */
export const untoldIncidents = (db: Reader) => async (): Promise<Attention[]> => [
  { key: 'incidents', count: await incidentsUntold(db), href: '/settings/privacy/incidents' },
]
