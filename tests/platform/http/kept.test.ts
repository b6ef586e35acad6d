import { describe, expect, test } from 'vitest'
import { keptWhileUnwritten } from '../../../src/platform/http/kept.ts'
import { newId } from '../../../src/platform/id.ts'
import { queued } from '../../../src/platform/jobs/queued.ts'
import { dialect } from '../../../src/platform/db/dialect.ts'
import { openDatabase } from '../../../src/platform/db/open.ts'
import { jobs } from '../../../src/platform/jobs/tables.ts'
import { root, useDatabase } from '../../database.ts'

const context = useDatabase()

describe('a part of a page that is kept', () => {
  test('is made once, and again as soon as anything was committed', async () => {
    let revision = 'first'
    const keep = keptWhileUnwritten({ revision: async () => revision })
    let made = 0
    const part = () => keep('board of one reader', async () => `made ${++made}`)
    expect([await part(), await part()]).toEqual(['made 1', 'made 1'])
    revision = 'second'
    expect([await part(), await part()]).toEqual(['made 2', 'made 2'])
  })

  test('is its key’s alone', async () => {
    const keep = keptWhileUnwritten(context.db)
    expect(await keep('one', async () => 'for one')).toBe('for one')
    expect(await keep('other', async () => 'for the other')).toBe('for the other')
  })

  test('that was old before it was made is shown once and not kept', async () => {
    const keep = keptWhileUnwritten(context.db)
    const first = keep('board', async () => {
      await context.db.commit((tx) => [queued(tx, 'letter.send', {}, new Date(), { id: newId() })])
      // Somebody else looks meanwhile: what they see is newer than what is being made.
      await keep('other', async () => 'other')
      return 'read before it was written'
    })
    expect(await first).toBe('read before it was written')
    expect(await keep('board', async () => 'read after')).toBe('read after')
  })

  test('and was asked for with an older revision is nobody’s who asked later', async () => {
    const keep = keptWhileUnwritten({ revision: () => Promise.reject(new Error('not asked for again')) })
    expect(await keep('row', async () => 'at first', 'first')).toBe('at first')
    expect(await keep('row', async () => 'after the second commit', 'second')).toBe('after the second commit')
    expect(await keep('row', async () => 'later', 'first')).toBe('later')
    expect(await keep('row', async () => 'anew', 'second')).toBe('anew')
  })

  test('is not that there is nothing, and may be no text', async () => {
    const keep = keptWhileUnwritten({ revision: async () => 'as it was' }, 5_000)
    expect(await keep('row', async () => undefined)).toBeUndefined()
    expect(await keep('row', async () => false)).toBe(false)
    expect(await keep('row', async () => true)).toBe(false)
    for (const other of ['a', 'b']) await keep(other, async () => ({ other }))
    expect(await keep('row', async () => 'found again')).toBe('found again')
  })

  test('does not fill the memory', async () => {
    const keep = keptWhileUnwritten({ revision: async () => 'as it was' }, 10)
    let made = 0
    const part = (key: string) => keep(key, async () => `text ${++made}`)
    await part('one')
    await part('two')
    // Six characters each: the first had to go.
    expect(await part('two')).toBe('text 2')
    expect(await part('one')).toBe('text 3')
  })
})

test('the revision of a database changes with every commit', async () => {
  const seen = new Set([await context.db.revision()])
  for (let n = 0; n < 5; n++) {
    await context.db.commit((tx) => [queued(tx, 'letter.send', {}, new Date())])
    seen.add(await context.db.revision())
  }
  expect(seen.size).toBe(6)
})

// PostgreSQL's is that of the whole server, on which other databases are being written to.
test.skipIf(dialect === 'postgresql')('and with nothing else', async () => {
  const first = await context.db.revision()
  await context.db.select().from(jobs)
  expect(await context.db.revision()).toBe(first)
})

describe('two connections to one file', () => {
  const onDisk = useDatabase({ onDisk: true })
  test('see by the revision that the other has written', async () => {
    const other = await openDatabase(onDisk.url, root)
    const [ours, theirs] = [await onDisk.db.revision(), await other.revision()]
    await other.commit((tx) => [queued(tx, 'letter.send', {}, new Date())])
    expect(await onDisk.db.revision()).not.toBe(ours)
    expect(await other.revision()).not.toBe(theirs)
    await other.close()
  })
})
