import type { Reader } from '../platform/db/database.ts'
import { retentionPeriods } from './retention.ts'

/** What the public page of privacy shows of this room: how long each kind is kept. */
export const periodsPart = (db: Reader) => async () => ({
  view: '/privacy/periods',
  data: { periods: await retentionPeriods(db) },
})
