import type { Capacity } from '../domain/permissions.ts'
import { boolean, index, instant, integer, table, text } from '../platform/db/dialect.ts'

/** The register of communications (Loi 25, RGPD): what left the network with people in it. Added to, never edited. */
export const communications = table(
  'communications',
  {
    id: text('id').primaryKey(),
    at: instant('at').notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>(),
    /** What left: a key of the catalogues (`words.communication.<what>`). */
    what: text('what').notNull(),
    /** `xlsx`, `csv`, `json`, `pdf`, `link`, `mail` … */
    format: text('format').notNull(),
    /** What it was narrowed to, as the address has it. */
    filter: text('filter').notNull().default(''),
    purpose: text('purpose').notNull().default(''),
    /** To whom, in words; '' for the person who took it. */
    recipients: text('recipients').notNull().default(''),
    holdsPersons: boolean('holds_persons').notNull(),
    rows: integer('rows'),
  },
  (t) => [index('communications_at').on(t.at)],
)
