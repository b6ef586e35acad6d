import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openSession } from '../../src/accounts/commands.ts'
import { accounts, sessions } from '../../src/accounts/tables.ts'
import { useDatabase } from '../database.ts'

const context = useDatabase()

test('The database keeps the hash of a session token, never the token', async () => {
  const now = new Date('2026-03-02T15:00:00Z')
  await context.db.commit((tx) => [
    tx.insert(accounts).values({ id: 'a', email: 'a@example.org', name: 'A', networkRole: 'member', createdAt: now }),
  ])
  const { token } = await openSession(context.db, { accountId: 'a', userAgent: 'x', proven: true }, now)
  const [row] = await context.db.select().from(sessions).where(eq(sessions.accountId, 'a'))
  expect(JSON.stringify(row)).not.toContain(token)
})
