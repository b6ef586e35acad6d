import type { Capacity } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import type { Writer } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { communications } from './tables.ts'

/** What leaves: who takes it is told by `by`. */
export interface Leaving {
  /** A key of the catalogues: `words.communication.<what>`. */
  what: string
  format: string
  /** What it was narrowed to, as the address has it. */
  filter?: string
  purpose?: string
  /** To whom, in words, when somebody else than the person who asks receives it. */
  recipients?: string
  holdsPersons: boolean
  rows?: number
  as?: Capacity
}

/** A step for someone else's commit: what leaves is entered in the register, or does not leave. */
export function communicated(tx: Writer, by: Pick<By, 'accountId'>, at: Date, { as, ...leaving }: Leaving) {
  return tx.insert(communications).values({
    id: newId(),
    at,
    byAccountId: by.accountId,
    capacity: as ?? null,
    ...leaving,
    rows: leaving.rows ?? null,
  })
}
