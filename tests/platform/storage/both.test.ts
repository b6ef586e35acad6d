import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Unavailable } from '../../../src/platform/db/database.ts'
import { openStorage } from '../../../src/platform/storage/opening.ts'
import { placeIn, type Storage, StoreUnreachable } from '../../../src/platform/storage/storage.ts'
import { useBucket } from './s3.ts'

const bucket = useBucket()
const DAY_MS = 86_400_000
const ago = (ms: number) => new Date(Date.now() - ms)

// What any store does, whatever it is made of.
describe.each(['a folder', 'S3'])('a store in %s', (kind) => {
  let folder: string
  let storage: Storage
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sillon-store-'))
    storage = await openStorage({ dataFolder: folder, s3: kind === 'S3' ? bucket.settings : undefined })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const halves = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.part'))
  const keep = (bytes: string | Buffer, as?: string) => storage.keep(Readable.from([Buffer.from(bytes)]), as)
  const all = async () => {
    const names = []
    for await (const one of storage.names()) names.push(one)
    return names
  }

  test('gives back what it was given, under the hash of its bytes', async () => {
    const bytes = randomBytes(300_000)
    const kept = await storage.keep(Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]))
    expect(kept).toEqual({ name: createHash('sha256').update(bytes).digest('hex'), size: 300_000 })
    expect((await storage.read(kept.name)).equals(bytes)).toBe(true)
    expect((await buffer(await storage.stream(kept.name))).equals(bytes)).toBe(true)
    expect(halves()).toEqual([])
  })

  test('keeps a long file whole, and gives any range of it', { timeout: 120_000 }, async () => {
    const bytes = randomBytes(20 * 1024 ** 2 + 7)
    const parts = Array.from({ length: 21 }, (_, n) => bytes.subarray(n * 1024 ** 2, (n + 1) * 1024 ** 2))
    const { name, size } = await storage.keep(Readable.from(parts))
    expect([size, await storage.sizeOf(name)]).toEqual([bytes.length, bytes.length])
    expect((await storage.read(name)).equals(bytes)).toBe(true)
    const range = async (start: number, end: number) => buffer(await storage.stream(name, { start, end }))
    expect((await range(0, 4)).equals(bytes.subarray(0, 5))).toBe(true)
    expect((await range(8_388_600, 8_388_700)).equals(bytes.subarray(8_388_600, 8_388_701))).toBe(true)
    expect((await range(size - 5, size - 1)).equals(bytes.subarray(-5))).toBe(true)
  })

  test('keeps an empty file', async () => {
    const { name } = await storage.keep(Readable.from([]))
    expect([await storage.sizeOf(name), (await storage.read(name)).length]).toEqual([0, 0])
  })

  test('keeps the same bytes once, also when they come at once, and lists and measures them once', async () => {
    await Promise.all([keep('same'), keep('same'), keep('same')])
    await keep('other!')
    expect((await all()).map(({ size }) => size).sort((a, b) => a - b)).toEqual([4, 6])
    expect(await storage.measured()).toEqual({ files: 2, bytes: 10 })
  })

  test('says what it does not have', async () => {
    const name = '0'.repeat(64)
    expect(await storage.sizeOf(name)).toBeUndefined()
    await expect(storage.stream(name)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(storage.read(name)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await storage.copyTo(name, join(folder, 'copy'))).toBe(false)
    expect(await storage.removeOlder(name, new Date())).toBe(false)
    await storage.remove(name)
  })

  test('leaves nothing of a file that breaks off', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half')
        throw new Error('the line went down')
      })(),
    )
    await expect(storage.keep(broken)).rejects.toThrow('the line went down')
    expect([await all(), halves()]).toEqual([[], []])
  })

  test('says that the disk is full, and leaves nothing', async () => {
    const noSpace = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    const full = new Readable({ read: () => void full.destroy(noSpace) })
    const refused = await storage.keep(full).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Unavailable)
    expect(refused).toMatchObject({ reason: 'full' })
    expect([await all(), halves()]).toEqual([[], []])
  })

  test('keeps under a name only the bytes of that name, or under one that is no hash', async () => {
    const name = createHash('sha256').update('this').digest('hex')
    await expect(keep('that', name)).rejects.toThrow('not those of')
    expect([await all(), halves()]).toEqual([[], []])
    expect(await keep('this', name)).toEqual({ name, size: 4 })
    const old = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'
    expect(await keep('of a former time', old)).toEqual({ name: old, size: 16 })
    expect((await storage.read(old)).toString()).toBe('of a former time')
  })

  test('puts a file beside itself for whoever wants to hold it', async () => {
    const { name } = await keep('held')
    expect(await storage.copyTo(name, join(folder, 'copy'))).toBe(true)
    await storage.remove(name)
    expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('held')
    expect(await storage.sizeOf(name)).toBeUndefined()
  })

  test('removes what is old, and not what was kept again since', async () => {
    const { name } = await keep('first')
    expect(await storage.removeOlder(name, ago(DAY_MS))).toBe(false)
    if (kind === 'a folder') utimesSync(placeIn(join(folder, 'files'), name), ago(2 * DAY_MS), ago(2 * DAY_MS))
    else await pause(1100)
    const before = kind === 'a folder' ? ago(DAY_MS) : new Date(Math.floor(Date.now() / 1000) * 1000)
    await keep('first')
    expect(await storage.removeOlder(name, before)).toBe(false)
    expect((await all())[0]!.at >= before).toBe(true)
    expect((await storage.read(name)).toString()).toBe('first')
    if (kind === 'S3') await pause(1100)
    expect(await storage.removeOlder(name, new Date(Date.now() + 1000))).toBe(true)
    expect(await all()).toEqual([])
  })

  test('tidies what a process that was killed left half-written', async () => {
    await keep('whole')
    const within = join(folder, kind === 'S3' ? 'spool' : 'files')
    writeFileSync(join(within, 'old.part'), 'x')
    writeFileSync(join(within, 'young.part'), 'x')
    utimesSync(join(within, 'old.part'), ago(2 * DAY_MS), ago(2 * DAY_MS))
    await storage.tidy(ago(DAY_MS))
    expect(halves().map((path) => path.split('/').at(-1))).toEqual(['young.part'])
    expect(await all()).toHaveLength(1)
  })

  test('says how much room there is', async () => {
    expect(await storage.room()).toBeGreaterThan(0)
  })

  test.each(['../../etc/passwd', '', 'a/b', `${'0'.repeat(36)}/..`])('never asks for %j', async (name) => {
    const asked: (() => Promise<unknown>)[] = [
      () => storage.stream(name),
      () => storage.remove(name),
      () => storage.sizeOf(name),
    ]
    for (const ask of asked) {
      await expect(Promise.resolve().then(ask)).rejects.toThrow('not a name of this store')
    }
  })
})

describe('a folder', () => {
  test('mends what a disk has cut short when the same bytes come again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sillon-store-'))
    const storage = await openStorage({ dataFolder: folder })
    const { name } = await storage.keep(Readable.from(['whole']))
    writeFileSync(placeIn(join(folder, 'files'), name), 'wh')
    await storage.keep(Readable.from(['whole']))
    expect((await storage.read(name)).toString()).toBe('whole')
    rmSync(folder, { recursive: true })
  })
})

describe('a store that speaks S3', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sillon-store-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('that is not there, does not know the bucket or refuses the key does not answer', {
    timeout: 120_000,
  }, async () => {
    const wrong = [{ bucket: 'nobody' }, { key: 'nobody' }]
    for (const changes of wrong) {
      const storage = await openStorage({ dataFolder: folder, s3: { ...bucket.settings, ...changes } })
      const refused = await storage.keep(Readable.from(['x'])).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(StoreUnreachable)
    }
    await bucket.down()
    const storage = await openStorage({ dataFolder: folder, s3: bucket.settings })
    for (const ask of [
      () => storage.keep(Readable.from(['x'])),
      () => storage.read('0'.repeat(64)),
      () => storage.measured(),
    ]) {
      expect(await Promise.resolve(ask()).catch((error: unknown) => error)).toBeInstanceOf(StoreUnreachable)
    }
    expect(readdirSync(join(folder, 'spool'))).toEqual([])
  })
})
