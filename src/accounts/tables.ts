import type { Purpose } from '../domain/consents.ts'
import type { NetworkRole } from '../domain/permissions.ts'
import { boolean, day, index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** Somebody who may sign in. */
export const accounts = table(
  'accounts',
  {
    id: text('id').primaryKey(),
    /** Lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    networkRole: text('network_role').$type<NetworkRole>().notNull(),
    /** argon2id; null for those who sign in by e-mail link only. */
    passwordHash: text('password_hash'),
    locale: text('locale'),
    theme: text('theme'),
    /** Base32; asked for at sign-in once confirmed. */
    totpSecret: text('totp_secret'),
    totpConfirmedAt: instant('totp_confirmed_at'),
    /** The last time step a code was accepted for, so that a code serves once. */
    totpLastStep: integer('totp_last_step'),
    mailOnMoves: boolean('mail_on_moves').notNull().default(true),
    isDemo: boolean('is_demo').notNull().default(false),
    disabledAt: instant('disabled_at'),
    createdAt: instant('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [uniqueIndex('accounts_email').on(t.email)],
)

/** One browser signed in. The token itself is only in the cookie. */
export const sessions = table(
  'sessions',
  {
    id: text('id').primaryKey(),
    tokenHash: text('token_hash').notNull(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    userAgent: text('user_agent').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Refreshed at most once an hour: reading a page writes nothing. */
    seenAt: instant('seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** Null while the second factor is still to be given. */
    provenAt: instant('proven_at'),
  },
  (t) => [uniqueIndex('sessions_token').on(t.tokenHash), index('sessions_account').on(t.accountId)],
)

/** One-time links: sign-in, invitation, first administrator. Hashed, like sessions. */
export const tokens = table(
  'tokens',
  {
    id: text('id').primaryKey(),
    hash: text('hash').notNull(),
    purpose: text('purpose').$type<'sign_in' | 'invitation' | 'first_administrator'>().notNull(),
    email: text('email').notNull(),
    /** What an invitation grants: network role, actor, role on an initiative. */
    grants: json('grants').$type<Record<string, string>>().notNull(),
    invitedById: text('invited_by_id').references(() => accounts.id, { onDelete: 'set null' }),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [uniqueIndex('tokens_hash').on(t.hash), index('tokens_email').on(t.email, t.purpose)],
)

/** Codes that stand in for a lost second factor, each once. */
export const recoveryCodes = table(
  'recovery_codes',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    hash: text('hash').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('recovery_codes_account').on(t.accountId)],
)

/**
 * What somebody agreed to, for which purpose, by which text. Added to, never edited: the latest row of a purpose holds.
 * Of a person without an account, a coordinator says when and how it was given.
 */
export const consents = table(
  'consents',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
    /** The person, as an actor; no foreign key, since actors come after accounts. */
    actorId: text('actor_id'),
    purpose: text('purpose').$type<Purpose>().notNull(),
    /** The version of the text that was shown. */
    textVersion: integer('text_version').notNull(),
    isGiven: boolean('is_given').notNull(),
    givenOn: day('given_on').notNull(),
    /** How it was given, when somebody else writes it down; '' by oneself. */
    how: text('how').notNull().default(''),
    byAccountId: text('by_account_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [index('consents_account').on(t.accountId, t.purpose), index('consents_actor').on(t.actorId, t.purpose)],
)
