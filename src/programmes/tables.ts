import type { Currency } from '../domain/money.ts'
import { initiatives } from '../initiatives/tables.ts'
import { bigint, day, index, instant, integer, table, text, uniqueIndex } from '../platform/db/dialect.ts'

export const programmes = table(
  'programmes',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    visibility: text('visibility').$type<'public' | 'network'>().notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('programmes_slug').on(t.slug)],
)

/** A programme as it was held once: theme, days, envelope. */
export const editions = table(
  'editions',
  {
    id: text('id').primaryKey(),
    programmeId: text('programme_id')
      .notNull()
      .references(() => programmes.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    theme: text('theme').notNull().default(''),
    startsOn: day('starts_on').notNull(),
    endsOn: day('ends_on'),
    envelopeCents: bigint('envelope_cents'),
    currency: text('currency').$type<Currency>(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('editions_slug').on(t.slug), index('editions_programme').on(t.programmeId, t.startsOn)],
)

/** An initiative takes part in an edition, as one of its teams. */
export const enrolments = table(
  'enrolments',
  {
    id: text('id').primaryKey(),
    editionId: text('edition_id')
      .notNull()
      .references(() => editions.id, { onDelete: 'cascade' }),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    since: day('since').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('enrolments_once').on(t.editionId, t.initiativeId),
    index('enrolments_initiative').on(t.initiativeId),
  ],
)
