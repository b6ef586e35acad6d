import { expectTypeOf, test } from 'vitest'
import { accounts } from '../src/accounts/tables.ts'
import type { NetworkRole } from '../src/domain/permissions.ts'
import { initiatives } from '../src/initiatives/tables.ts'
import type { Database, Reader } from '../src/platform/db/database.ts'

// What the compiler refuses is what is tested here; nothing runs.
test('a reader cannot write, and rows are typed alike on both databases', () => {
  const use = async (db: Database, reader: Reader) => {
    // @ts-expect-error writes belong in a commit
    db.insert(accounts)
    // @ts-expect-error a reader has nothing to commit with
    void reader.commit
    // @ts-expect-error SQLite's own verbs do not exist here
    db.select().from(accounts).all()
    const [row] = await db.select().from(accounts)
    expectTypeOf(row!.createdAt).toEqualTypeOf<Date>()
    expectTypeOf(row!.mailOnMoves).toEqualTypeOf<boolean>()
    expectTypeOf(row!.networkRole).toEqualTypeOf<NetworkRole>()
    expectTypeOf(row!.passwordHash).toEqualTypeOf<string | null>()
    const [moved, quiet] = await db.commit((tx) => [
      tx.update(initiatives).set({ stage: 'feedback' }).returning({ id: initiatives.id }),
      tx.delete(accounts),
    ])
    expectTypeOf(moved).toEqualTypeOf<{ id: string }[]>()
    expectTypeOf(quiet).toEqualTypeOf<undefined>()
    // @ts-expect-error not a stage
    await db.commit((tx) => [tx.update(initiatives).set({ stage: 'launch' })])
    // @ts-expect-error nothing is awaited inside a commit
    await db.commit(async (tx) => [tx.delete(accounts)])
  }
  expectTypeOf(use).toBeFunction()
})
