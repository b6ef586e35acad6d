import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { moveFiles } from '../../src/archive/storage-moving.ts'
import { sweepStorage } from '../../src/archive/sweeping.ts'
import { imports } from '../../src/imports/tables.ts'
import { openStorage } from '../../src/platform/storage/opening.ts'
import { placeIn, type Storage } from '../../src/platform/storage/storage.ts'
import { useHouse } from '../house.ts'
import { useBucket, variablesOf } from '../platform/storage/s3.ts'
import { settle } from '../town.ts'
import { useFolder, useNowhere } from './archives.ts'
import { command } from './command.ts'

const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true })
const bucket = useBucket()
const here = useFolder()
const elsewhere = useNowhere(here)

const folder = () => join(house.source.dataFolder, 'files')
const inBucket = () => openStorage({ ...house.source, s3: bucket.settings })
const run = (args: string[], changes: Record<string, string> = {}) =>
  command(args, { DATABASE_URL: house.source.databaseUrl, SILLON_DATA: house.source.dataFolder, ...changes })
const nameOf = (content: string) => createHash('sha256').update(content).digest('hex')
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

async function kept(content: string, storage: Storage = house.storage): Promise<string> {
  return (await storage.keep(Readable.from([Buffer.from(content)]))).name
}

async function pointedTo(...files: string[]) {
  await house.db.commit((tx) =>
    files.map((file) =>
      tx.insert(imports).values({
        id: `i-${file.slice(0, 8)}`,
        fileName: 'a.csv',
        file,
        state: 'done',
        plan: {},
        counts: {},
        createdAt: house.now,
      }),
    ),
  )
}

async function namesIn(storage: Storage): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of storage.names()) names.push(name)
  return names.sort()
}

const aged = (name: string) => utimesSync(placeIn(folder(), name), daysAgo(2), daysAgo(2))

beforeEach(async () => void (await settle(house)))

describe('the sweep', () => {
  const sweep = () => sweepStorage(house.db, house.storage, new Date())

  test('removes what no row has pointed to for a day, and nothing else', async () => {
    const [used, young, old] = [await kept('used'), await kept('young'), await kept('old')]
    await pointedTo(used)
    for (const name of [used, old]) aged(name)
    writeFileSync(join(folder(), 'half.part'), 'x')
    utimesSync(join(folder(), 'half.part'), daysAgo(2), daysAgo(2))
    expect(await sweep()).toEqual({ removed: 1, left: 0 })
    expect(await namesIn(house.storage)).toEqual([used, young].sort())
    expect(readdirSync(folder())).not.toContain('half.part')
  })

  test('spares what one row has let go while another holds the same bytes', async () => {
    const file = await kept('twice')
    await pointedTo(file)
    await house.db.commit((tx) => [
      tx.insert(imports).values({
        id: 'second',
        fileName: 'b.csv',
        file,
        state: 'done',
        plan: {},
        counts: {},
        createdAt: house.now,
      }),
    ])
    aged(file)
    await house.db.commit((tx) => [tx.delete(imports).where(eq(imports.id, 'second'))])
    expect(await sweep()).toEqual({ removed: 0, left: 0 })
    await house.db.commit((tx) => [tx.delete(imports)])
    expect(await sweep()).toEqual({ removed: 1, left: 0 })
  })

  test('spares old bytes that somebody brings again while it looks, before there is a row', async () => {
    const file = await kept('again')
    aged(file)
    const meanwhile: Storage = {
      ...house.storage,
      removeOlder: async (name, than) => {
        await kept('again')
        return house.storage.removeOlder(name, than)
      },
    }
    expect(await sweepStorage(house.db, meanwhile, new Date())).toEqual({ removed: 0, left: 0 })
    expect((await house.storage.read(file)).toString()).toBe('again')
  })

  test('takes nothing from a store that is probably another network’s', async () => {
    const names = await Promise.all(Array.from({ length: 101 }, (_, n) => kept(`file ${n}`)))
    for (const name of names) aged(name)
    expect(await sweep()).toEqual({ removed: 0, left: 101 })
    await pointedTo(...names.slice(0, 60))
    expect(await sweep()).toEqual({ removed: 41, left: 0 })
  })
})

describe('npm run storage:check', { timeout: 300_000 }, () => {
  test('names what is missing, corrupted and orphaned, and ends with 1', async () => {
    const [whole, lost, spoilt] = [await kept('whole'), await kept('lost'), await kept('spoilt')]
    await pointedTo(whole, lost, spoilt)
    const orphan = await kept('orphan')
    aged(orphan)
    const fine = await run(['storage:check'], { LANG: 'en' })
    expect([fine.code, fine.err]).toEqual([0, ''])
    expect(fine.out).toMatch(/Files checked: 4\n[^]*missing +0\n[^]*corrupted +0\n[^]*orphaned +1, 1 of them older/)
    expect(fine.out).toContain(`orphaned   ${orphan}`)

    rmSync(placeIn(folder(), lost))
    writeFileSync(placeIn(folder(), spoilt), 'spoiLt')
    const said = await run(['storage:check', '--sweep'])
    expect(said.code).toBe(1)
    expect(said.out).toContain(`manquant  ${lost}`)
    expect(said.out).toContain(`abîmé     ${spoilt}`)
    expect(said.out).toContain('Orphelins retirés\u00a0: 1')
    expect(await namesIn(house.storage)).toEqual([whole, spoilt].sort())
  })

  test('of a store that speaks S3', async () => {
    const s3 = await inBucket()
    const [there, orphan] = [await kept('there', s3), await kept('orphan', s3)]
    await pointedTo(there, nameOf('lost'))
    const said = await run(['storage:check', '--sweep'], { ...variablesOf(bucket.settings), LANG: 'en' })
    expect([said.code, said.err]).toEqual([1, ''])
    expect(said.out).toContain(`missing    ${nameOf('lost')}`)
    expect(said.out).toContain(`orphaned   ${orphan}`)
    // It is young.
    expect(said.out).toContain('Orphans removed: 0')
    await bucket.down()
    const away = await run(['storage:check'], { ...variablesOf(bucket.settings), LANG: 'en' })
    expect([away.code, away.err]).toEqual([1, expect.stringContaining('The store of files (SILLON_S3_…)')])
    expect(away.err).not.toContain(bucket.settings.secret)
  })
})

describe('npm run storage:move', { timeout: 300_000 }, () => {
  const stores = async () => ({ from: house.storage, to: await inBucket(), reached: () => {} })

  test('copies what rows point to, there and back, and removes nothing', async () => {
    const old = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'
    const [one, two] = [await kept('one'), await kept('two')]
    await house.storage.keep(Readable.from(['of a former time']), old)
    await pointedTo(one, two, old)
    await kept('orphan')
    const variables = { ...variablesOf(bucket.settings), LANG: 'en' }
    const there = await run(['storage:move', '--to', 's3'], variables)
    expect([there.code, there.err]).toEqual([0, ''])
    expect(there.out).toMatch(/copied and verified: 3\n[^]*there already +0\n[^]*remaining +0/)
    expect(there.out).toContain('All is in the S3 store')
    expect(await namesIn(await inBucket())).toEqual([one, two, old].sort())
    expect(await namesIn(house.storage)).toHaveLength(4)

    rmSync(folder(), { recursive: true })
    const back = await run(['storage:move', '--to', 'folder'], variables)
    expect([back.code, back.out]).toEqual([0, expect.stringContaining('All is in the folder')])
    expect((await house.storage.read(old)).toString()).toBe('of a former time')
    expect(await namesIn(house.storage)).toEqual([one, two, old].sort())
  })

  test('goes on where it was stopped', async () => {
    const names = [await kept('one'), await kept('two'), await kept('three')]
    await pointedTo(...names)
    const both = await stores()
    let asked = 0
    const cut: Storage = {
      ...both.from,
      stream: (name) => (++asked === 2 ? Promise.reject(new Error('stopped')) : both.from.stream(name)),
    }
    await expect(moveFiles(house.source, { ...both, from: cut })).rejects.toThrow('stopped')
    expect(await namesIn(both.to)).toHaveLength(1)
    expect(await moveFiles(house.source, both)).toMatchObject({ copied: 2, present: 1, missing: [], corrupted: [] })
    expect(await moveFiles(house.source, both)).toMatchObject({ copied: 0, present: 3 })
  })

  test('takes along what comes in meanwhile', async () => {
    await pointedTo(await kept('one'))
    const both = await stores()
    let isLate = false
    const busy: Storage = {
      ...both.from,
      stream: async (name) => {
        if (!isLate) await pointedTo(await kept('late'))
        isLate = true
        return both.from.stream(name)
      },
    }
    expect(await moveFiles(house.source, { ...both, from: busy })).toMatchObject({ copied: 2 })
  })

  test('does not carry over what is spoilt, and says what remains', async () => {
    const [fine, spoilt] = [await kept('fine'), await kept('spoilt')]
    await pointedTo(fine, spoilt, nameOf('lost'))
    writeFileSync(placeIn(folder(), spoilt), 'spoiLt')
    const said = await run(['storage:move', '--to', 's3'], { ...variablesOf(bucket.settings), LANG: 'en' })
    expect(said.code).toBe(1)
    expect(said.out).toMatch(/remaining +2/)
    expect(said.out).toContain(`missing    ${nameOf('lost')}`)
    expect(said.out).toContain(`corrupted  ${spoilt}`)
    expect(await namesIn(await inBucket())).toEqual([fine])
  })

  test('needs to be told where to, and a store to go to', async () => {
    expect((await run(['storage:move'])).code).toBe(64)
    expect((await run(['storage:move', '--to', 'moon'])).code).toBe(64)
    expect((await run(['storage:move', '--to', 's3'])).code).toBe(1)
  })
})

describe('archives of a network whose files are in a store that speaks S3', { timeout: 300_000 }, () => {
  test('hold them, are restored to such a store or to a folder, and keep aside what they replace', async () => {
    const s3 = await inBucket()
    const file = await kept('titre\nA\n', s3)
    await pointedTo(file)
    const variables = variablesOf(bucket.settings)
    const archive = join(here.path, 'a.tar.gz')
    const made = await run(['archive', archive], variables)
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toMatch(/fichiers {2}1\n/)
    expect(readdirSync(join(house.source.dataFolder, 'held'))).toEqual([])

    const machine = { DATABASE_URL: await elsewhere.fresh(), SILLON_DATA: join(here.path, 'machine') }
    expect((await command(['restore', archive], machine)).code).toBe(0)
    expect(readFileSync(placeIn(join(here.path, 'machine/files'), file), 'utf8')).toBe('titre\nA\n')

    // In another place with an S3 store of its own: what was there goes aside, as files.
    const former = await kept('former', s3)
    await s3.remove(file)
    const third = { DATABASE_URL: await elsewhere.fresh(), SILLON_DATA: join(here.path, 'third'), ...variables }
    expect((await command(['restore', archive], third)).code).toBe(0)
    expect(await namesIn(s3)).toEqual([file, former].sort())
    const replaced = await command(['restore', archive, '--replace'], third)
    expect([replaced.code, replaced.err]).toEqual([0, ''])
    const aside = /gardé dans (.+)\n/.exec(replaced.out)![1]!
    expect(readFileSync(placeIn(join(aside, 'files'), former), 'utf8')).toBe('former')
    expect(await namesIn(s3)).toEqual([file])
    expect((await s3.read(file)).toString()).toBe('titre\nA\n')
  })
})
