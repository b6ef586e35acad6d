import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { firstBrokenLink } from '../src/activity/queries.ts'
import { journal } from '../src/activity/tables.ts'
import { seedDemo } from '../src/demo/commands.ts'
import { sealedHouse } from './demo/sealed.ts'
import { imports } from '../src/imports/tables.ts'
import { documentFaults } from '../src/documents/derived.ts'
import { fundingFaults } from '../src/funding/derived.ts'
import { derivedFaults } from '../src/initiatives/derived.ts'
import { openSqlite } from '../src/platform/db/sqlite.ts'
import { queued } from '../src/platform/jobs/queued.ts'
import { folderStorage } from '../src/platform/storage/storage.ts'
import { entriesIn, rowsIn } from './archive/archives.ts'
import { command } from './archive/command.ts'
import { root } from './database.ts'

const folder = mkdtempSync(join(tmpdir(), 'sillon-moving-'))
const at = (name: string) => join(folder, name)
const name = `moving_${process.pid}`
const now = new Date('2026-03-02T15:00:00.123Z')

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await administer(`drop database if exists ${name} with (force)`)
})

test('a network moves from SQLite to PostgreSQL and back, row for row and file for file', {
  timeout: 600_000,
}, async () => {
  const theirs = await administer(`create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  const machines = {
    first: { DATABASE_URL: `sqlite:${at('first.db')}`, SILLON_DATA: at('first') },
    second: { DATABASE_URL: theirs, SILLON_DATA: at('second') },
    third: { DATABASE_URL: `sqlite:${at('third.db')}`, SILLON_DATA: at('third') },
  }
  const ours = openSqlite(at('first.db'), resolve(root, 'db/sqlite'))
  await seedDemo(sealedHouse(ours), now)
  const { name: file } = await folderStorage(at('first/files')).keep(
    Readable.from([Buffer.from('titre;phase\n« é » ; abandon\n')]),
  )
  const plan = { z: 1, a: { é: [null, 1.5, 'œ', true] } }
  await ours.commit((tx) => [
    tx
      .insert(imports)
      .values({ id: 'i', fileName: 'l’été.csv', file, state: 'done', plan, counts: { b: 1, a: 2 }, createdAt: now }),
    queued(tx, 'letter.send', { to: 'a@example.org', text: 'ligne\nligne' }, now),
  ])
  await ours.close()

  const said = []
  for (const [args, machine] of [
    [['archive', at('first.tar.gz')], machines.first],
    [['restore', at('first.tar.gz')], machines.second],
    [['archive', at('second.tar.gz')], machines.second],
    [['journal:verify'], machines.second],
    [['restore', at('second.tar.gz')], machines.third],
    [['archive', at('third.tar.gz')], machines.third],
  ] as const) {
    const { code, err } = await command([...args], machine)
    said.push([args[0], code, err])
  }
  expect(said).toEqual(said.map(([what]) => [what, 0, '']))

  const [first, second, third] = await Promise.all(
    ['first', 'second', 'third'].map((one) => rowsIn(at(`${one}.tar.gz`))),
  )
  expect(Object.keys(first!)).toEqual(
    expect.arrayContaining(['initiatives', 'moves', 'journal', 'jobs', 'imports', 'accounts']),
  )
  expect(second).toEqual(first)
  expect(third).toEqual(first)
  const files = async (archive: string) =>
    (await entriesIn(at(archive))).filter((entry) => entry.name.startsWith('files/'))
  expect(await files('second.tar.gz')).toEqual(await files('first.tar.gz'))
  expect(await files('third.tar.gz')).toEqual([
    { name: `files/${file}`, bytes: Buffer.from('titre;phase\n« é » ; abandon\n') },
  ])

  const again = openSqlite(at('third.db'), resolve(root, 'db/sqlite'))
  expect(await derivedFaults(again)).toEqual([])
  expect(await documentFaults(again)).toEqual([])
  expect(await fundingFaults(again)).toEqual([])
  expect(await firstBrokenLink(again)).toBeUndefined()
  expect(await again.$count(journal)).toBe(first!.journal!.length)
  await again.close()
})

async function administer(statement: string): Promise<string> {
  const url = inject('postgresUrl')
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
  return Object.assign(new URL(url), { pathname: name }).href
}
