import type { Attention } from '../operation/attention.ts'
import type { Reader } from '../platform/db/database.ts'
import { incidentsUntold } from './incidents-queries.ts'

/** What the page of the operation says of incidents: serious ones, as long as somebody has to be told. */
export const untoldIncidents = (db: Reader) => async (): Promise<Attention[]> => [
  { key: 'incidents', count: await incidentsUntold(db), href: '/settings/privacy/incidents' },
]
