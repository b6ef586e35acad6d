import { accounts } from '../../src/accounts/tables.ts'
import type { NetworkRole } from '../../src/domain/permissions.ts'
import type { By } from '../../src/domain/viewer.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { newId } from '../../src/platform/id.ts'

/** Somebody with an account, ready to act. */
export async function person(
  db: Database,
  networkRole: NetworkRole,
  name: string = networkRole,
): Promise<By & { accountId: string }> {
  const accountId = newId()
  const email = `${accountId}@example.org`
  const createdAt = new Date('2026-01-01T12:00:00Z')
  await db.commit((tx) => [tx.insert(accounts).values({ id: accountId, email, name, networkRole, createdAt })])
  return { accountId, name, networkRole, actorIds: [] }
}
