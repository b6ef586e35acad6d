import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { accounts, sessions } from '../../src/accounts/tables.ts'
import { firstBrokenLink } from '../../src/activity/queries.ts'
import { checkArchive } from '../../src/archive/checking.ts'
import { held } from '../../src/archive/held.ts'
import { loadArchive } from '../../src/archive/loading.ts'
import { makeArchive } from '../../src/archive/making.ts'
import { madeApart } from '../../src/archive/working.ts'
import { seedDemo } from '../../src/demo/commands.ts'
import { sealedHouse } from '../demo/sealed.ts'
import { replay } from '../../src/domain/history.ts'
import { imports } from '../../src/imports/tables.ts'
import { start } from '../../src/initiatives/commands.ts'
import { documentFaults } from '../../src/documents/derived.ts'
import { fundingFaults } from '../../src/funding/derived.ts'
import { derivedFaults } from '../../src/initiatives/derived.ts'
import { passage } from '../../src/initiatives/queries.ts'
import { StartInput } from '../../src/initiatives/schema.ts'
import { initiatives, moves } from '../../src/initiatives/tables.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { queued } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { folderStorage, placeIn } from '../../src/platform/storage/storage.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { entriesIn, rowsIn, useFolder, useNowhere } from './archives.ts'

const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true })
const here = useFolder()
const elsewhere = useNowhere(here)

const at = (name: string) => join(here.path, name)
const store = () => join(house.source.dataFolder, 'files')
const make = (file: string, changes: object = {}) =>
  makeArchive({ ...house.source, file, takenAt: house.now, now: () => house.now, ...changes })

async function load(file: string, into: string) {
  const databaseUrl = await elsewhere.fresh()
  const checked = await checkArchive(file, { root })
  await loadArchive({ file, checked, databaseUrl, storage: folderStorage(into), root })
  return { databaseUrl, db: await elsewhere.opened(databaseUrl), checked }
}

/** A file that came with an import, of which there is a row. */
async function imported(id: string, content: string): Promise<string> {
  const { name: file } = await folderStorage(store()).keep(Readable.from([Buffer.from(content)]))
  await house.db.commit((tx) => [
    tx.insert(imports).values({
      id,
      fileName: `${id}.csv`,
      file,
      state: 'uploaded',
      plan: { b: 1, a: [null] },
      counts: {},
      createdAt: house.now,
    }),
  ])
  return file
}

async function invariants(db: Database) {
  expect(await derivedFaults(db)).toEqual([])
  expect(await documentFaults(db)).toEqual([])
  expect(await fundingFaults(db)).toEqual([])
  expect(await firstBrokenLink(db)).toBeUndefined()
  const made = await db.select().from(moves)
  for (const { id, stage, status, stageSince, statusSince } of await db.select().from(initiatives)) {
    const replayed = replay(made.filter(({ initiativeId }) => initiativeId === id).map(passage))
    expect(replayed).toEqual({ position: { stage, status }, stageSince, statusSince })
  }
}

describe('the drill: a network is taken, lost and restored', () => {
  test('row for row and file for file, with work that waits, and goes on', { timeout: 120_000 }, async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const files = [await imported('i', 'titre\nA\n'), await imported('j', 'é'.repeat(200_000))]
    await house.db.commit((tx) => [queued(tx, 'letter.send', { to: 'a@example.org', é: [1, 2.5, null] }, house.now)])
    const made = await make(at('one.tar.gz'))
    expect(made).toMatchObject({ files: 2, missing: [], takenAt: '2026-03-02T15:00:00.000Z' })

    const { db, databaseUrl, checked } = await load(at('one.tar.gz'), join(here.path, 'store', 'files'))
    expect(checked.rows).toBe(made.rows)
    for (const file of files) {
      expect(readFileSync(placeIn(at('store/files'), file))).toEqual(readFileSync(placeIn(store(), file)))
    }
    await invariants(db)

    // Archived again it is the same: every row, every value, every file.
    await make(at('two.tar.gz'), { databaseUrl, dataFolder: at('store') })
    expect(await rowsIn(at('two.tar.gz'))).toEqual(await rowsIn(at('one.tar.gz')))
    const sums = async (file: string) => (await entriesIn(file)).filter(({ name }) => name.startsWith('files/'))
    expect(await sums(at('two.tar.gz'))).toEqual(await sums(at('one.tar.gz')))

    // People go on where they were.
    const [someone] = await db.select().from(accounts).where(eq(accounts.email, 'coordination@demo.example'))
    const by = { accountId: someone!.id, name: '', networkRole: 'coordinator', actorIds: [] } as const
    await begin(db, by, 'Après la remise')
    await invariants(db)
    expect(await db.select().from(sessions)).toEqual([])
  })

  test('jobs that make archives are not in it: they would begin again wherever it is restored', async () => {
    await house.db.commit((tx) => [
      queued(tx, 'backup.run', {}, house.now, { id: 'backup-2026-03-02', lane: 'long' }),
      queued(tx, 'move.tell', { id: 'm' }, house.now),
    ])
    await make(at('one.tar.gz'))
    const { db } = await load(at('one.tar.gz'), at('files'))
    expect((await db.select().from(jobs)).map(({ kind }) => kind)).toEqual(['move.tell'])
  })
})

describe('while people work', () => {
  test('a back-up holds every write acknowledged before it began, and none by half', { timeout: 120_000 }, async () => {
    const { coordinator } = await settle(house)
    const acknowledged: string[] = []
    const work = { isOver: false }
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; !work.isOver; n++) {
        acknowledged.push(await begin(house.db, coordinator.by, titleOf(`${writer} ${n}`)))
        await pause(1)
      }
    })
    const file = at('sillon-20260302T150000Z.tar.gz')
    const reached: number[] = []
    const before: string[] = []
    const taken = async () => {
      await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(40)
      before.push(...acknowledged)
      return madeApart({ ...house.source, file, takenAt: house.now }, async (done) => void reached.push(done))
    }
    const made = await taken().finally(() => (work.isOver = true))
    const during = acknowledged.length - before.length
    await Promise.all(writers)

    expect(during).toBeGreaterThan(0)
    expect(reached.at(-1)).toBe(made.rows)
    const { db } = await load(file, at('files'))
    const restored = new Set((await db.select({ slug: initiatives.slug }).from(initiatives)).map(({ slug }) => slug))
    expect(before.filter((slug) => !restored.has(slug))).toEqual([])
    expect(restored.size).toBeLessThan(await house.db.$count(initiatives))
    await invariants(db)
  })

  test('a file whose import is discarded meanwhile is in the archive that knows of it', async () => {
    const file = await imported('i', 'gardé')
    const { snapshot, files, missing, release } = await held(
      house.source.databaseUrl,
      folderStorage(store()),
      at('held'),
    )
    await house.db.commit((tx) => [tx.delete(imports)])
    await folderStorage(store()).remove(file)
    expect(missing).toEqual([])
    expect(readFileSync(files.get(file)!, 'utf8')).toBe('gardé')
    expect(await snapshot.reader.$count(imports)).toBe(1)
    await release()
    expect(existsSync(at('held'))).toBe(false)
  })

  test('a file that is missing is told, and the rest is taken', async () => {
    const [lost, found] = [await imported('i', 'perdu'), await imported('j', 'là')]
    rmSync(placeIn(store(), lost))
    const made = await make(at('one.tar.gz'))
    expect(made).toMatchObject({ files: 1, missing: [lost] })
    await load(at('one.tar.gz'), at('files'))
    expect(readdirSync(at('files'), { recursive: true })).toContain(join(found.slice(0, 2), found))
  })

  test('nothing is taken of a database that was never begun', async () => {
    const databaseUrl = await elsewhere.fresh()
    const nowhere = make(at('one.tar.gz'), { databaseUrl })
    await expect(nowhere).rejects.toMatchObject({ name: expect.stringMatching(/ArchiveFault|Unavailable/) })
    expect(readdirSync(here.path)).not.toContain('one.tar.gz.part')
  })
})

async function begin(db: Database, by: Parameters<typeof start>[2], title: string): Promise<string> {
  const input = StartInput.parse({ title, stage: 'emergence', startedOn: '2026-03-01', visibility: 'network' })
  const { slug } = await start(db, input, by, { at: house.now, today: '2026-03-02' })
  return slug
}

// Titles that are alike are refused.
const titleOf = (text: string) => `Projet ${createHash('md5').update(text).digest('hex')}`
