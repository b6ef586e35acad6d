import { accounts } from '../accounts/tables.ts'
import type { ActorKind, Sector } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import { territories } from '../network/tables.ts'
import { day, index, instant, integer, sequence, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** An organisation, a person or a named group. What it is to an initiative is said by a dated link, never here. */
export const actors = table(
  'actors',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull(),
    kind: text('kind').$type<ActorKind>().notNull(),
    name: text('name').notNull(),
    sector: text('sector').$type<Sector>(),
    description: text('description').notNull().default(''),
    url: text('url').notNull().default(''),
    /** Private: shown to coordinators and to the actor itself. */
    email: text('email').notNull().default(''),
    phone: text('phone').notNull().default(''),
    territoryId: text('territory_id').references(() => territories.id, { onDelete: 'set null' }),
    /** The account of a person who has one. */
    accountId: text('account_id').references(() => accounts.id, { onDelete: 'set null' }),
    /** Organisations and groups are public unless said otherwise; persons are for the network. */
    visibility: text('visibility').$type<Visibility>().notNull(),
    mergedIntoId: text('merged_into_id'),
    searchText: text('search_text').notNull(),
    importId: text('import_id'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('actors_slug').on(t.slug),
    uniqueIndex('actors_account').on(t.accountId),
    index('actors_search').on(t.searchText),
  ],
)

/** NEQ, BN, SIRET, RNA: validated when entered, held by one actor only. */
export const identifiers = table(
  'identifiers',
  {
    id: text('id').primaryKey(),
    actorId: text('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    scheme: text('scheme').notNull(),
    value: text('value').notNull(),
  },
  (t) => [uniqueIndex('identifiers_value').on(t.scheme, t.value), index('identifiers_actor').on(t.actorId)],
)

/** Who speaks for an organisation or a group, and when: its people act in the roles it holds. */
export const memberships = table(
  'memberships',
  {
    id: text('id').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    organisationId: text('organisation_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    title: text('title').notNull().default(''),
    since: day('since').notNull(),
    until: day('until'),
  },
  (t) => [index('memberships_person').on(t.personId), index('memberships_organisation').on(t.organisationId)],
)

/** The name of an actor for full text, as `initiative_search` is for initiatives. Kept by triggers. */
export const actorSearch = table(
  'actor_search',
  {
    number: sequence('number'),
    actorId: text('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    words: text('words').notNull().default(''),
  },
  (t) => [uniqueIndex('actor_search_actor').on(t.actorId)],
)
