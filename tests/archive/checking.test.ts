import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { checkArchive } from '../../src/archive/checking.ts'
import { firstFilled, loadArchive } from '../../src/archive/loading.ts'
import { makeArchive } from '../../src/archive/making.ts'
import { LIMITS } from '../../src/archive/reading.ts'
import { imports } from '../../src/imports/tables.ts'
import { folderStorage } from '../../src/platform/storage/storage.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { compressed, type Entry, entriesIn, packed, relisted, useFolder, useNowhere } from './archives.ts'

const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true })
const here = useFolder()
const elsewhere = useNowhere(here)
const kept = mkdtempSync(join(tmpdir(), 'sillon-kept-'))
const original = join(kept, 'sillon-20260302T150000Z.tar.gz')
let isMade = false
let bytes: Buffer
let entries: Entry[]

// One archive of a town with a file, which the tests then spoil.
beforeEach(async () => {
  if (isMade) return
  const town = await settle(house)
  for (const stage of ['emergence', 'feedback'] as const) await town.initiativeAt(stage)
  const { name: file } = await folderStorage(join(house.source.dataFolder, 'files')).keep(
    Readable.from([Buffer.from('titre;phase\nA;abandon\n')]),
  )
  await house.db.commit((tx) => [
    tx
      .insert(imports)
      .values({ id: 'i', fileName: 'a.csv', file, state: 'done', plan: {}, counts: {}, createdAt: house.now }),
  ])
  await makeArchive({ ...house.source, file: original, takenAt: house.now, now: () => house.now })
  bytes = readFileSync(original)
  entries = await entriesIn(original)
  isMade = true
})
afterAll(() => rmSync(kept, { recursive: true }))

const place = () => join(here.path, 'sillon-20260302T160000Z.tar.gz')
const check = (file: string, limits = LIMITS) => checkArchive(file, { root, limits })
const fault = async (file: string) => {
  try {
    await check(file)
  } catch (error) {
    const { key, details } = error as { key?: string; details?: object }
    return key ? { key, ...details } : { error: String(error) }
  }
  return 'whole'
}
const spoilt = (spoil: (copy: Buffer) => Buffer | void) => {
  const copy = Buffer.from(bytes)
  writeFileSync(place(), spoil(copy) ?? copy)
  return place()
}

describe('an archive is read from its first byte to its last', () => {
  test('and says what it is when it is whole', async () => {
    const checked = await check(original)
    expect(checked.about).toMatchObject({ format: 1, network: 'Sillon', takenAt: '2026-03-02T15:00:00.000Z' })
    expect(checked.manifest.rows).toMatchObject({ accounts: 11, initiatives: 3, imports: 1 })
    expect(checked.manifest.files).toBe(1)
    expect(checked.bytes).toBe(bytes.length)
  })

  test('cut short at any place, it is refused and nothing else', async () => {
    const places = Array.from({ length: 40 }, (_, n) => Math.floor((bytes.length * n) / 40))
    for (const end of [...places, 1, 9, 10, 11, 18, bytes.length - 1, bytes.length - 8, bytes.length - 9]) {
      const met = await fault(spoilt((copy) => copy.subarray(0, end)))
      expect([end, met]).toEqual([
        end,
        expect.objectContaining({ key: expect.stringMatching(/cut_short|not_an_archive/) }),
      ])
    }
  })

  test('cut short between two entries, or without its list, it is refused', async () => {
    for (const length of [0, 1, 5, entries.length - 1]) {
      const met = await fault(await packed(place(), entries.slice(0, length)))
      expect(met).toMatchObject({ key: length === 0 ? 'not_an_archive' : 'cut_short' })
    }
  })

  test('with any one of its bytes changed, it is refused', async () => {
    const step = Math.max(1, Math.floor(bytes.length / 150))
    const places = Array.from({ length: 10 }, (_, n) => n)
    for (let at = 10; at < bytes.length; at += step) places.push(at)
    for (let back = 1; back <= 8; back++) places.push(bytes.length - back)
    for (const at of places) {
      const met = await fault(spoilt((copy) => void (copy[at]! ^= 0x55)))
      expect([at, met]).toEqual([at, expect.objectContaining({ key: expect.any(String) })])
    }
  })

  test('with one byte changed and compressed again, the entry is named', async () => {
    const tar = gunzipSync(bytes)
    const changed = (text: string, by: string) => {
      const copy = Buffer.from(tar)
      copy.write(by, copy.indexOf(text))
      return fault(compressed(place(), copy))
    }
    expect(await changed('Atelier de v', 'Otelier de v')).toEqual({
      key: 'changed',
      entry: 'tables/initiatives-0001.jsonl',
    })
    expect(await changed('A;abandon', 'B;abandon')).toMatchObject({
      key: 'changed',
      entry: expect.stringMatching(/^files\//),
    })
    expect(await changed('"network":"Sillon"', '"network":"Sollon"')).toEqual({ key: 'changed', entry: 'sillon.json' })
    expect(await changed('"files":1', '"files":2')).toMatchObject({ key: 'rows', table: 'files' })
    expect(await changed('"accounts":11', '"accounts":12')).toMatchObject({ key: 'rows', table: 'accounts' })
    expect(await changed('tables/moves-0001', 'tables/mover-0001')).toMatchObject({ key: 'damaged' })
    // A row that cannot be read at all is said by its line.
    expect(await changed('"is_lead":true', '"is_lead":trve')).toMatchObject({
      key: 'row',
      entry: 'tables/participations-0001.jsonl',
    })
  })

  test.each([
    ['nothing at all', Buffer.alloc(0)],
    ['a text', Buffer.from('Bonjour, ceci n’est pas une archive de Sillon.')],
    ['a compressed text of another program', gzipSync('bonjour')],
  ])('%s is no archive', async (_what, content) => {
    writeFileSync(place(), content)
    expect(await fault(place())).toMatchObject({ key: 'not_an_archive' })
  })

  test('a compressed file that is no tar, and a tar of other things, are none either', async () => {
    expect(await fault(compressed(place(), Buffer.alloc(4096, 'a')))).toMatchObject({ key: 'damaged' })
    expect(await fault(await packed(place(), [{ name: 'lisez-moi.txt', bytes: Buffer.from('a') }]))).toMatchObject({
      key: 'unexpected_entry',
    })
    expect(await fault(join(here.path, 'none.tar.gz'))).toMatchObject({ key: 'no_file' })
  })

  test('of a newer format or a newer Sillon, it is refused in those words', async () => {
    const about = JSON.parse(entries[0]!.bytes.toString()) as { migrations: string[] }
    const with_ = (changes: object) =>
      packed(
        place(),
        relisted([
          { name: 'sillon.json', bytes: Buffer.from(JSON.stringify({ ...about, ...changes })) },
          ...entries.slice(1),
        ]),
      )
    expect(await fault(await with_({ format: 2 }))).toEqual({ key: 'newer_format', format: 2, known: 1 })
    expect(await fault(await with_({ version: '9.0.0', migrations: [...about.migrations, '0099_later'] }))).toEqual({
      key: 'newer_version',
      version: '9.0.0',
      migration: '0099_later',
    })
    expect(await fault(await with_({}))).toBe('whole')
  })
})

describe('an archive that means harm', () => {
  const names = [
    '../sillon.db',
    '/etc/passwd',
    'files/../../x',
    'files/a',
    'tables/sessions-0001.jsonl',
    'tables/x.jsonl',
    'files\\x',
    'sillon.json/',
  ]
  test.each(names)('with an entry named %s is refused', async (name) => {
    const more = [...entries.slice(0, -1), { name, bytes: Buffer.from('{}\n') }, entries.at(-1)!]
    expect(await fault(await packed(place(), relisted(more)))).toMatchObject({ key: 'unexpected_entry' })
  })

  test.each(['symlink', 'link'] as const)('with a %s is refused', async (type) => {
    const name = 'files/0195a7c0-0000-7000-8000-000000000000'
    const more: Entry[] = [
      entries[0]!,
      { name, type, linkname: '/etc/passwd', bytes: Buffer.alloc(0) },
      ...entries.slice(1),
    ]
    expect(await fault(await packed(place(), more))).toEqual({ key: 'link_entry', entry: name })
  })

  test('with the same entry twice, one that is not listed, or one after the list, is refused', async () => {
    const [, second] = entries
    expect(await fault(await packed(place(), [...entries.slice(0, -1), second!, entries.at(-1)!]))).toMatchObject({
      key: 'unexpected_entry',
    })
    expect(await fault(await packed(place(), [...entries, second!]))).toMatchObject({ key: 'unexpected_entry' })
    expect(
      await fault(
        await packed(
          place(),
          entries.filter((one) => one !== second),
        ),
      ),
    ).toMatchObject({ key: 'entry_missing', entry: second!.name })
  })

  test('that unfolds without end is stopped', async () => {
    const limits = { ...LIMITS, allowance: 100_000, ratio: 20 }
    const name = 'files/0195a7c0-0000-7000-8000-000000000000'
    const bomb = relisted(
      [...entries.slice(0, -1), { name, bytes: Buffer.alloc(20_000_000) }, entries.at(-1)!],
      (one) => ({ ...one, files: 2 }),
    )
    await packed(place(), bomb)
    await expect(check(place(), limits)).rejects.toMatchObject({ key: 'too_large' })
    const line = relisted([
      ...entries.slice(0, -1),
      { name: 'tables/moves-0002.jsonl', bytes: Buffer.alloc(300_000, ' ') },
      entries.at(-1)!,
    ])
    await packed(place(), line)
    await expect(check(place(), { ...LIMITS, line: 100_000 })).rejects.toMatchObject({ key: 'too_large' })
  })
})

describe('what passes the check and still is not right leaves nothing behind', () => {
  const changed = (table: string, change: (rows: Record<string, unknown>[]) => void) =>
    packed(
      place(),
      relisted(
        entries.map((entry) => {
          if (!entry.name.startsWith(`tables/${table}-`)) return entry
          const rows = entry.bytes
            .toString()
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>)
          change(rows)
          return { ...entry, bytes: Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')) }
        }),
      ),
    )
  const refused = async (file: string) => {
    const databaseUrl = await elsewhere.fresh()
    const storage = folderStorage(join(here.path, 'files'))
    const loading = loadArchive({ file, checked: await check(file), databaseUrl, storage, root })
    const error = await loading.then(
      () => undefined,
      (reason: unknown) => reason as { key?: string },
    )
    expect(await firstFilled(await elsewhere.opened(databaseUrl))).toBeUndefined()
    const left = readdirSync(here.path, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /[0-9a-f-]{36}/.test(name),
    )
    expect(left).toEqual([])
    return error
  }

  test('a journal whose words were changed', async () => {
    expect(await refused(await changed('journal', (rows) => (rows[0]!.what = 'nothing_happened')))).toMatchObject({
      key: 'journal_broken',
      details: { seq: 1 },
    })
  })

  test('a journal whose last row was changed with its digest', async () => {
    expect(await refused(await changed('journal', (rows) => (rows.at(-1)!.digest = 'a'.repeat(64))))).toBeDefined()
  })

  test('a row that points at nothing', async () => {
    expect(await refused(await changed('participations', (rows) => (rows[0]!.actor_id = 'nobody')))).toBeDefined()
  })

  test('two rows with the same name', async () => {
    expect(await refused(await changed('accounts', (rows) => (rows[1]!.email = rows[0]!.email)))).toMatchObject({
      name: 'Duplicate',
    })
  })

  test('an archive that changes between its check and its loading', async () => {
    copyFileSync(original, place())
    const checked = await check(place())
    await changed('initiatives', (rows) => (rows[0]!.title = 'Autre titre'))
    const databaseUrl = await elsewhere.fresh()
    await expect(
      loadArchive({ file: place(), checked, databaseUrl, storage: folderStorage(join(here.path, 'files')), root }),
    ).rejects.toMatchObject({ key: 'changed' })
    expect(await firstFilled(await elsewhere.opened(databaseUrl))).toBeUndefined()
  })

  test('a database that holds anything is refused, and keeps it', async () => {
    const databaseUrl = await elsewhere.fresh()
    const storage = folderStorage(join(here.path, 'files'))
    const checked = await check(original)
    await loadArchive({ file: original, checked, databaseUrl, storage, root })
    await expect(loadArchive({ file: original, checked, databaseUrl, storage, root })).rejects.toMatchObject({
      key: 'not_empty',
    })
    const db = await elsewhere.opened(databaseUrl)
    expect(await db.$count(imports)).toBe(1)
  })
})
