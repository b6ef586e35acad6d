import { documents } from '../documents/tables.ts'
import type { KnowledgeKind } from '../domain/documents.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { Sector } from '../domain/roles.ts'
import { initiatives } from '../initiatives/tables.ts'
import { day, index, instant, table, text } from '../platform/db/dialect.ts'

/** Knowledge that somebody brought to an initiative, and what it changed there. */
export const knowledgeContributions = table(
  'knowledge_contributions',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<KnowledgeKind>().notNull(),
    sector: text('sector').$type<Sector>(),
    /** What was brought, in a sentence or two. */
    brought: text('brought').notNull(),
    /** Who brought it: an actor of the network, or words (a group of beneficiaries is never named persons). */
    actorId: text('actor_id'),
    who: text('who').notNull().default(''),
    /** What it changed in the initiative. */
    effect: text('effect').notNull().default(''),
    documentId: text('document_id').references(() => documents.id, { onDelete: 'set null' }),
    contributedOn: day('contributed_on').notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    recordedAt: instant('recorded_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [index('knowledge_contributions_initiative').on(t.initiativeId, t.withdrawnAt, t.contributedOn)],
)
