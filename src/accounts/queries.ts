import { eq, sql } from 'drizzle-orm'
import type { Reader } from '../platform/db/database.ts'
import { accounts, sessions } from './tables.ts'

export type Account = typeof accounts.$inferSelect

/** The session that a cookie's token opens, with its account. Asked on every request: prepared once per database. */
export async function findSession(db: Reader, tokenHash: string) {
  let statement = sessionStatements.get(db)
  if (!statement) sessionStatements.set(db, (statement = sessionStatement(db)))
  const [row] = await statement.execute({ tokenHash })
  return row
}

const sessionStatements = new WeakMap<Reader, ReturnType<typeof sessionStatement>>()

function sessionStatement(db: Reader) {
  return db
    .select({
      id: sessions.id,
      accountId: sessions.accountId,
      seenAt: sessions.seenAt,
      expiresAt: sessions.expiresAt,
      provenAt: sessions.provenAt,
      name: accounts.name,
      networkRole: accounts.networkRole,
      locale: accounts.locale,
      disabledAt: accounts.disabledAt,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(eq(sessions.tokenHash, sql.placeholder('tokenHash')))
    .prepare('session')
}
