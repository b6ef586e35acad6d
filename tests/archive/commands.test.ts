import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type Connection from 'better-sqlite3'
import type pg from 'pg'
import { describe, expect, test } from 'vitest'
import { checkArchive } from '../../src/archive/checking.ts'
import { backupsIn } from '../../src/archive/queries.ts'
import { hashOf } from '../../src/accounts/secrets.ts'
import { dossierLinks } from '../../src/dossiers/tables.ts'
import { imports } from '../../src/imports/tables.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { newId } from '../../src/platform/id.ts'
import { folderStorage, placeIn } from '../../src/platform/storage/storage.ts'
import { linked } from '../../src/reports/linking.ts'
import { reportVersions } from '../../src/reports/tables.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { published } from '../reports/published.ts'
import { rowsIn, useFolder, useNowhere } from './archives.ts'
import { command } from './command.ts'

const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true })
const here = useFolder()
const elsewhere = useNowhere(here)
const at = (name: string) => join(here.path, name)
const settings = () => ({ DATABASE_URL: house.source.databaseUrl, SILLON_DATA: house.source.dataFolder })
const run = (args: string[], changes: Record<string, string> = {}) => command(args, { ...settings(), ...changes })
/** A machine of its own, where nothing ever was. */
const another = async (name: string) => ({ DATABASE_URL: await elsewhere.fresh(), SILLON_DATA: at(name) })

async function withFile(): Promise<string> {
  const { name: file } = await folderStorage(join(house.source.dataFolder, 'files')).keep(
    Readable.from([Buffer.from('titre\nA\n')]),
  )
  await house.db.commit((tx) => [
    tx
      .insert(imports)
      .values({ id: 'i', fileName: 'a.csv', file, state: 'done', plan: {}, counts: {}, createdAt: house.now }),
  ])
  return file
}

describe('npm run backup', { timeout: 300_000 }, () => {
  test('while the server runs prints what it made, which is whole, and keeps the newest', async () => {
    await settle(house)
    await withFile()
    const first = await run(['backup', '--to', at('copies')], { SILLON_BACKUPS_KEPT: '2' })
    expect([first.code, first.err]).toEqual([0, ''])
    const [made] = await backupsIn(at('copies'))
    expect(first.out).toContain(`Faite et relue\u00a0: ${at('copies')}`)
    expect(first.out).toContain(made!.sha256)
    expect(first.out).toMatch(/fichiers {2}1\n/)
    expect((await checkArchive(join(at('copies'), made!.file), { root })).sha256).toBe(made!.sha256)
    for (const old of ['20200101', '20210101', '20220101'])
      writeFileSync(join(at('copies'), `sillon-${old}T030000Z.tar.gz`), 'x')
    expect(
      (await run(['backup', '--to', at('copies')], { SILLON_BACKUPS_KEPT: '2', LANG: 'en_CA.UTF-8' })).out,
    ).toContain('Made and read again')
    expect(readdirSync(at('copies')).filter((name) => name.endsWith('.gz'))).toHaveLength(2)
  })

  test('says in words where it cannot go', async () => {
    await settle(house)
    writeFileSync(at('file'), 'x')
    const said = await run(['backup', '--to', at('file')])
    expect([said.code, said.out, said.err]).toEqual([
      1,
      '',
      'Le dossier n’est pas là, ou ne peut pas être créé. Rien n’a été écrit.\n',
    ])
    const nowhere = await run(['backup'], { ...(await another('empty')), LANG: 'en' })
    expect([nowhere.code, nowhere.err]).toEqual([
      1,
      'The database of Sillon is not at that address, or does not answer.\n',
    ])
  })

  test('what is not understood ends with 64 and how to say it; settings that are not, with 78', async () => {
    for (const args of [[], ['bakcup'], ['backup', '--too', 'x'], ['archive'], ['restore', '--replace']]) {
      const said = await run(args)
      expect([args, said.code]).toEqual([args, 64])
      expect(said.err).toContain('npm run restore')
    }
    const said = await run(['backup'], { SILLON_BACKUP_HOUR: '25' })
    expect([said.code, said.err]).toEqual([78, 'SILLON_BACKUP_HOUR is "25": expected an hour of the night, 0 to 23\n'])
  })
})

describe('npm run restore', { timeout: 300_000 }, () => {
  test('puts a network back on another machine, and refuses a second time', async () => {
    await settle(house)
    const file = await withFile()
    await run(['archive', at('a.tar.gz')])
    const machine = await another('machine')
    const restored = await command(['restore', at('a.tar.gz')], machine)
    expect([restored.code, restored.err]).toEqual([0, ''])
    expect(restored.out).toMatch(/«\s*Sillon\s*» est remis/)
    expect(readFileSync(placeIn(at('machine/files'), file), 'utf8')).toBe('titre\nA\n')
    expect(statSync(placeIn(at('machine/files'), file)).isFile()).toBe(true)

    const again = await command(['restore', at('a.tar.gz')], machine)
    expect([again.code, again.out]).toEqual([1, ''])
    expect(again.err).toContain('La base n’est pas vide')
    await command(['archive', at('b.tar.gz')], machine)
    expect(await rowsIn(at('b.tar.gz'))).toEqual(await rowsIn(at('a.tar.gz')))
    expect((await command(['archive', at('b.tar.gz')], machine)).err).toContain('Il y a déjà un fichier')
  })

  test('says that links are as they were then; npm run links:revoke revokes those made until an instant', async () => {
    const town = await settle(house)
    const { id: initiativeId } = await town.initiativeAt('feedback', { visibility: 'public' })
    await published(house, town.coordinator, { sight: 'public' })
    const tokens = ['a', 'b', 'c'].map((name) => name.repeat(43))
    const day = (days: number) => new Date(Date.now() + days * 86_400_000)
    const byAccountId = town.coordinator.accountId
    const made = (n: number, createdAt: Date) => ({
      id: newId(),
      initiativeId,
      tokenHash: hashOf(tokens[n]!),
      label: 'La Fondation',
      shows: 'public' as const,
      byAccountId,
      createdAt,
      expiresAt: day(30),
    })
    const [version] = await house.db.select().from(reportVersions)
    const link = {
      id: newId(),
      versionId: version!.id,
      token: tokens[2]!,
      label: 'La Fondation',
      days: 60,
      byAccountId,
    }
    await house.db.commit((tx) => [
      tx.insert(dossierLinks).values([made(0, day(-3)), made(1, day(-1))]),
      linked(tx, link, day(-3)),
    ])
    await run(['archive', at('a.tar.gz')])
    const machine = await another('machine')
    const restored = await command(['restore', at('a.tar.gz')], machine)
    expect(restored.out).toContain('ce qui a été révoqué depuis s’ouvre de nouveau')
    expect(restored.out).toContain('npm run links:revoke')

    expect((await command(['links:revoke', '--before', 'hier'], machine)).code).toBe(64)
    const some = await command(['links:revoke', '--before', day(-2).toISOString()], machine)
    expect([some.code, some.out]).toEqual([0, expect.stringMatching(/dossiers {2}1\n {2}rapports {2}1\n/)])
    expect((await command(['links:revoke'], machine)).out).toMatch(/dossiers {2}1\n {2}rapports {2}0\n/)
    await command(['archive', at('b.tar.gz')], machine)
    const { dossier_links, report_links, journal } = await rowsIn(at('b.tar.gz'))
    expect([...dossier_links!, ...report_links!].filter((row) => !(row as { revoked_at: unknown }).revoked_at)).toEqual(
      [],
    )
    expect(journal!.at(-1)).toMatchObject({ what: 'links_revoked' })
  })

  test('with --replace keeps what was there aside, whole, and says so in the journal', async () => {
    const town = await settle(house)
    await run(['archive', at('before.tar.gz')])
    const machine = await another('machine')
    await command(['restore', at('before.tar.gz')], machine)
    await town.initiativeAt('feedback', { title: 'Celle d’après' })
    const file = await withFile()
    await run(['archive', at('after.tar.gz')])

    const replaced = await command(['restore', at('after.tar.gz'), '--replace'], machine)
    expect([replaced.code, replaced.err]).toEqual([0, ''])
    const aside = /gardé dans (.+)\n/.exec(replaced.out)![1]!
    expect(aside).toMatch(/\/replaced-\d{8}T\d{6}Z$/)
    await command(['archive', at('now.tar.gz')], machine)
    const [now, after] = [await rowsIn(at('now.tar.gz')), await rowsIn(at('after.tar.gz'))]
    const last = now.journal!.pop()
    expect(last).toMatchObject({ what: 'network_replaced', particulars: expect.stringContaining('"takenAt"') })
    expect(now).toEqual(after)
    expect(existsSync(placeIn(at('machine/files'), file))).toBe(true)

    // What was replaced can be put back: a database on SQLite, an archive on PostgreSQL.
    if (dialect === 'sqlite') {
      const name = readdirSync(aside).find((one) => one.endsWith('.db'))!
      await command(['archive', at('former.tar.gz')], {
        DATABASE_URL: `sqlite:${join(aside, name)}`,
        SILLON_DATA: aside,
      })
      expect(await rowsIn(at('former.tar.gz'))).toEqual(await rowsIn(at('before.tar.gz')))
    } else {
      const name = readdirSync(aside).find((one) => one.endsWith('.tar.gz'))!
      expect(await rowsIn(join(aside, name))).toEqual(await rowsIn(at('before.tar.gz')))
    }

    const back = await command(['restore', at('before.tar.gz'), '--replace'], machine)
    expect(back.code).toBe(0)
    // A file that nothing points to now is with what was replaced.
    expect(existsSync(placeIn(at('machine/files'), file))).toBe(false)
    const second = /gardé dans (.+)\n/.exec(back.out)![1]!
    expect(readFileSync(placeIn(join(second, 'files'), file), 'utf8')).toBe('titre\nA\n')
  })

  test('with --replace and an archive that is not whole leaves everything as it was', async () => {
    await settle(house)
    await run(['archive', at('a.tar.gz')])
    const machine = await another('machine')
    await command(['restore', at('a.tar.gz')], machine)
    const bytes = readFileSync(at('a.tar.gz'))
    writeFileSync(at('cut.tar.gz'), bytes.subarray(0, bytes.length / 2))
    const said = await command(['restore', at('cut.tar.gz'), '--replace'], machine)
    expect([said.code, said.err]).toEqual([1, expect.stringContaining('L’archive est coupée')])
    expect(readdirSync(at('machine')).filter((name) => /replaced|restoring/.test(name))).toEqual([])
    await command(['archive', at('b.tar.gz')], machine)
    expect(await rowsIn(at('b.tar.gz'))).toEqual(await rowsIn(at('a.tar.gz')))
  })

  test.skipIf(dialect !== 'sqlite')('refuses while the server has the database open', async () => {
    await settle(house)
    await run(['archive', at('a.tar.gz')])
    const many = await house.db.$count(initiatives)
    for (const replace of [[], ['--replace']]) {
      const said = await run(['restore', at('a.tar.gz'), ...replace])
      expect([said.code, said.err]).toEqual([1, expect.stringContaining('Sillon est en marche')])
    }
    expect(await house.db.$count(initiatives)).toBe(many)
  })

  test.skipIf(dialect !== 'sqlite')('with --replace takes the place of a database that is damaged', async () => {
    await settle(house)
    await run(['archive', at('a.tar.gz')])
    const machine = await another('machine')
    const path = machine.DATABASE_URL.slice('sqlite:'.length)
    writeFileSync(path, 'this is no database')
    expect((await command(['restore', at('a.tar.gz'), '--replace'], machine)).code).toBe(0)
    await command(['archive', at('b.tar.gz')], machine)
    expect((await rowsIn(at('b.tar.gz'))).initiatives).toEqual((await rowsIn(at('a.tar.gz'))).initiatives)
  })
})

describe('npm run journal:verify', { timeout: 300_000 }, () => {
  test('says how many rows are whole, or which is the first that is not', async () => {
    const { administrator, coordinator } = await settle(house)
    for (const by of [administrator, coordinator]) await house.get('/', { as: by.accountId })
    const whole = await run(['journal:verify'])
    expect([whole.code, whole.out]).toEqual([0, expect.stringMatching(/^Le journal est intact\s: \d+ lignes?\.\n$/)])
    await spoilt()
    const broken = await run(['journal:verify'], { LANG: 'en' })
    expect([broken.code, broken.out]).toEqual([1, expect.stringContaining('The journal is broken at row 1')])
  })
})

/** What somebody who owns the database could do. */
async function spoilt() {
  const { raw } = house.db as unknown as { raw: Connection.Database & pg.Pool }
  const change = `update journal set what = 'nothing' where seq = 1`
  if (dialect === 'sqlite') raw.exec(`drop trigger journal_keeps_words; ${change}`)
  else {
    for (const one of ['alter table journal disable trigger user', change, 'alter table journal enable trigger user'])
      await raw.query(one)
  }
}
