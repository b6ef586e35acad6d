import { initiatives } from '../initiatives/tables.ts'
import { index, instant, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** A read-only way to the dossier of an initiative, for somebody without an account. The token itself is kept nowhere. */
export const dossierLinks = table(
  'dossier_links',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    /** SHA-256 of the token, in hexadecimal. */
    tokenHash: text('token_hash').notNull(),
    /** For whom it was made, in words. */
    label: text('label').notNull(),
    /** The widest reading it gives: what is public, what the network sees, or what the team sees. Never `restricted`. */
    shows: text('shows').$type<'public' | 'network' | 'team'>().notNull(),
    byAccountId: text('by_account_id'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [uniqueIndex('dossier_links_token').on(t.tokenHash), index('dossier_links_initiative').on(t.initiativeId)],
)

export const dossierOpenings = table(
  'dossier_openings',
  {
    id: text('id').primaryKey(),
    linkId: text('link_id')
      .notNull()
      .references(() => dossierLinks.id, { onDelete: 'cascade' }),
    openedAt: instant('opened_at').notNull(),
    what: text('what').$type<'page' | 'zip' | 'document'>().notNull(),
  },
  (t) => [index('dossier_openings_link').on(t.linkId, t.openedAt)],
)
