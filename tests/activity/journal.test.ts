import { asc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { findDone, firstBrokenLink } from '../../src/activity/queries.ts'
import { alsoRecorded, recorded } from '../../src/activity/recorded.ts'
import { journal } from '../../src/activity/tables.ts'
import type { By } from '../../src/domain/viewer.ts'
import type { Database, Writer } from '../../src/platform/db/database.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { useDatabase } from '../database.ts'

const context = useDatabase()
const at = new Date('2026-03-02T15:00:00.123Z')
const ana: By = { accountId: 'ana', name: 'Ana', networkRole: 'member', actorIds: [] }
const happening = (id: string, particulars = {}) => ({
  what: 'moved',
  subject: { kind: 'initiative', id },
  initiativeId: id,
  particulars,
})

async function record(...ids: string[]) {
  for (const id of ids) await context.db.commit((tx) => [recorded(tx, ana, at, happening(id, { à: `« ${id} »` }))])
}
const rows = () => context.db.select().from(journal).orderBy(asc(journal.seq))

/** Straight into the database, past the application. */
async function raw(db: Database, ...statements: string[]) {
  const { raw: handle } = db as unknown as { raw: { exec?(sql: string): void; query?(sql: string): Promise<unknown> } }
  for (const statement of statements) await (handle.exec ? handle.exec(statement) : handle.query?.(statement))
}
const withoutTriggers = async (...statements: string[]) => {
  if (dialect === 'postgresql') {
    await raw(
      context.db,
      'alter table journal disable trigger user',
      ...statements,
      'alter table journal enable trigger user',
    )
  } else {
    const { raw: handle } = context.db as unknown as { raw: { prepare(sql: string): { all(): { name: string }[] } } }
    const triggers = handle
      .prepare(`select name from sqlite_schema where type = 'trigger' and tbl_name = 'journal'`)
      .all()
    await raw(context.db, ...triggers.map(({ name }) => `drop trigger ${name}`), ...statements)
  }
}

describe('the chain', () => {
  test('of an empty journal is whole', async () => {
    expect(await firstBrokenLink(context.db)).toBeUndefined()
  })

  test('links each row to the one before, and is whole', async () => {
    await record('a', 'b', 'c')
    const all = await rows()
    expect(all.map(({ previous }) => previous)).toEqual(['', all[0]!.hash, all[1]!.hash])
    for (const { hash } of all) expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await firstBrokenLink(context.db)).toBeUndefined()
  })

  test('holds when one commit writes several rows', async () => {
    await context.db.commit((tx) => [
      recorded(tx, ana, at, happening('a')),
      alsoRecorded(tx, ana, at, happening('b')),
      alsoRecorded(tx, ana, at, happening('c')),
    ])
    expect(await rows()).toHaveLength(3)
    expect(await firstBrokenLink(context.db)).toBeUndefined()
  })

  test('holds when many write at once: one chain, not a fork', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => record(`x${n}`, `y${n}`)))
    const all = await rows()
    expect(all).toHaveLength(60)
    expect(new Set(all.map(({ previous }) => previous)).size).toBe(60)
    expect(await firstBrokenLink(context.db)).toBeUndefined()
  })

  test('holds after a commit that was undone', async () => {
    await record('a')
    const undone = (tx: Writer) => [
      recorded(tx, ana, at, happening('b')),
      {
        statement: tx.update(journal).set({ what: 'x' }).where(eq(journal.seq, -1)).returning(),
        check: () => {
          throw new Error('undone')
        },
      },
    ]
    await expect(context.db.commit(undone)).rejects.toThrow('undone')
    await record('c')
    expect((await rows()).map(({ subjectId }) => subjectId)).toEqual(['a', 'c'])
    expect(await firstBrokenLink(context.db)).toBeUndefined()
  })
})

describe('the journal refuses', () => {
  test.each([
    ['that a row be changed', (tx: Writer) => tx.update(journal).set({ what: 'waived' })],
    ['that the account be taken out', (tx: Writer) => tx.update(journal).set({ byAccountId: null })],
    ['that a row be removed', (tx: Writer) => tx.delete(journal)],
  ])('%s', async (_what, step) => {
    await record('a', 'b')
    await expect(context.db.commit((tx) => [step(tx)])).rejects.toThrow()
    expect((await rows()).map(({ what, byAccountId }) => [what, byAccountId])).toEqual([
      ['moved', 'ana'],
      ['moved', 'ana'],
    ])
  })
})

describe('who passes by the triggers is found out', () => {
  test.each([
    ['a word is changed', `update journal set what = 'waived' where subject_id = 'b'`, 2],
    ['the person is changed', `update journal set by_account_id = 'eve' where subject_id = 'b'`, 2],
    [
      'the instant is changed',
      dialect === 'postgresql'
        ? `update journal set at = at + interval '1 day' where subject_id = 'b'`
        : `update journal set at = at + 86400000 where subject_id = 'b'`,
      2,
    ],
    ['particulars are changed', `update journal set particulars = '{}' where subject_id = 'c'`, 3],
    ['a row is removed from within', `delete from journal where subject_id = 'b'`, 3],
    ['the first row is removed', `delete from journal where subject_id = 'a'`, 2],
    ['a word and its digest are changed', `update journal set what = 'x', digest = 'x' where subject_id = 'a'`, 1],
  ])('when %s', async (_how, statement, seq) => {
    await record('a', 'b', 'c', 'd')
    const first = (await rows())[0]!.seq
    await withoutTriggers(statement)
    expect(await firstBrokenLink(context.db)).toBe(first + seq - 1)
  })
})

describe('a form', () => {
  const once = 'a-key-of-the-form-1'

  test('posted twice is recorded once, with nothing of the second', async () => {
    const post = () =>
      context.db.commit((tx) => [
        recorded(tx, { ...ana, once }, at, happening('a')),
        alsoRecorded(tx, { ...ana, once }, at, happening('b')),
      ])
    await post()
    await expect(post()).rejects.toMatchObject({ name: 'Duplicate', on: expect.stringMatching(/once/) as string })
    expect(await rows()).toHaveLength(2)
    expect(await findDone(context.db, once)).toEqual({ subjectKind: 'initiative', subjectId: 'a', initiativeId: 'a' })
  })

  test('posted ten times at the same instant is recorded once', async () => {
    const posts = Array.from({ length: 10 }, () =>
      context.db.commit((tx) => [recorded(tx, { ...ana, once }, at, happening('a'))]),
    )
    const outcomes = await Promise.allSettled(posts)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await rows()).toHaveLength(1)
  })

  test('that was not posted has done nothing', async () => {
    expect(await findDone(context.db, once)).toBeUndefined()
  })

  test('without a key, of a job or an import, is recorded each time', async () => {
    await record('a', 'a')
    expect(await rows()).toHaveLength(2)
  })
})
