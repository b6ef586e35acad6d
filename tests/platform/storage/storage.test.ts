import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderStorage, type Storage } from '../../../src/platform/storage/storage.ts'

describe('a folder of files', () => {
  let folder: string
  let storage: Storage
  const kept = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sillon-files-'))
    storage = folderStorage(folder)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('gives back what it was given, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, n) => n % 251))
    const { name } = await storage.keep(Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]))
    expect((await storage.read(name)).equals(bytes)).toBe(true)
  })

  test('names a file after its bytes, and keeps the same bytes once', async () => {
    const names = await Promise.all([1, 2, 3].map(() => storage.keep(Readable.from(['same']))))
    for (const { name, size } of names) {
      expect(name).toBe('0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5')
      expect(size).toBe(4)
    }
    expect(kept()).toHaveLength(1)
  })

  test('says how much it keeps, and says so again when that changed', async () => {
    expect(await storage.measured()).toEqual({ files: 0, bytes: 0 })
    const names = await Promise.all(['a', 'bb', 'ccc'].map((text) => storage.keep(Readable.from([text]))))
    expect(await storage.measured()).toEqual({ files: 3, bytes: 6 })
    expect(await storage.measured()).toEqual({ files: 3, bytes: 6 })
    await storage.remove(names[2]!.name)
    expect(await storage.measured()).toEqual({ files: 2, bytes: 3 })
    rmSync(folder, { recursive: true })
    expect(await storage.measured()).toEqual({ files: 0, bytes: 0 })
    mkdirSync(folder)
  })

  test('keeps nothing of a file that breaks off', async () => {
    const broken = Readable.from(
      (function* () {
        yield 'half'
        throw new Error('the line went down')
      })(),
    )
    await expect(storage.keep(broken)).rejects.toThrow('the line went down')
    expect(kept()).toEqual([])
  })

  test('forgets what is removed, also when it is removed twice', async () => {
    const { name } = await storage.keep(Readable.from(['gone soon']))
    await storage.remove(name)
    await storage.remove(name)
    await expect(storage.read(name)).rejects.toThrow(/ENOENT/)
    expect(kept()).toEqual([])
  })

  test.each(['../../etc/passwd', '', 'a/b', '0'.repeat(35), `${'0'.repeat(36)}/..`, '0'.repeat(36) + '\n'])(
    'does not follow %j out of its folder',
    async (name) => {
      await expect(Promise.resolve().then(() => storage.read(name))).rejects.toThrow()
      await expect(Promise.resolve().then(() => storage.remove(name))).rejects.toThrow('not a name of this store')
    },
  )
})
