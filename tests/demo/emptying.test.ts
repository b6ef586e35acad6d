import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { eq, getTableName, is, Table } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'
import { accounts } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { seedDemo } from '../../src/demo/commands.ts'
import { documents } from '../../src/documents/tables.ts'
import { setUp } from '../../src/demo/opening.ts'
import { imports } from '../../src/imports/tables.ts'
import { network, territories, themes } from '../../src/network/tables.ts'
import { root } from '../database.ts'
import { memoryStorage, useHouse } from '../house.ts'
import { sealedHouse } from './sealed.ts'

const house = useHouse()
const everyTable = await tablesOfTheHouse()

describe('the demo is emptied', () => {
  test('by its administrator: nothing stays but the journal, and a network can be founded', async () => {
    await seedDemo(sealedHouse(house.db), house.now, memoryStorage())
    expect(await house.db.$count(documents)).toBeGreaterThan(0)
    const as = await accountOf('administration@demo.example')
    const before = await house.db.$count(journal)
    await house.db.commit((tx) => [
      tx
        .insert(imports)
        .values({ id: 'i', fileName: 'a.csv', file: '', state: 'done', plan: {}, counts: {}, createdAt: house.now }),
    ])
    const page = await house.get('/settings/demo', { as })
    expect(page.body).toContain('Vider la démonstration')

    const emptied = await house.post('/settings/demo', { isSure: 'on', once: 'a'.repeat(22) }, { as })
    expect([emptied.status, emptied.to]).toEqual([303, expect.stringMatching(/^\/first-administrator\//)])
    const left = await rowsLeft()
    expect(left).toEqual({ journal: before + 1, network: 1, tokens: 1 })

    const founding = await house.get(emptied.to!)
    expect(founding.status).toBe(200)
    const fields = { network: 'Réseau du Nord', name: 'Première', email: 'premiere@example.org', password: '' }
    const founded = await house.post(emptied.to!, { ...fields, once: 'b'.repeat(22) })
    expect([founded.status, founded.to]).toEqual([303, '/'])
    const [row] = await house.db.select().from(network)
    expect(row).toMatchObject({ name: 'Réseau du Nord', isDemo: false, introduction: '' })
    const [account] = await house.db.select().from(accounts)
    const begun = await house.post(
      '/initiatives',
      {
        title: 'La nôtre',
        need: '',
        stage: 'emergence',
        startedOn: '2026-03-01',
        visibility: 'network',
        once: 'c'.repeat(22),
      },
      { as: account!.id },
    )
    expect(begun.to).toBe('/initiatives/la-notre')
    expect((await house.get('/', { as: account!.id })).body).not.toContain('démonstration')
  })

  // From here on its people and places are enough.
  test('and does not come back at the next start', async () => {
    await setUp(house.db, house.now)
    await house.post('/settings/demo', { isSure: 'on' }, { as: await accountOf('administration@demo.example') })
    expect(await seedDemo(sealedHouse(house.db), new Date(house.now.getTime() + 86_400_000))).toBe(false)
    expect(await house.db.$count(accounts)).toBe(0)
  })

  test('keeping its themes and territories when that is asked', async () => {
    await setUp(house.db, house.now)
    const as = await accountOf('administration@demo.example')
    await house.post('/settings/demo', { isSure: 'on', keepsPlaces: 'on' }, { as })
    expect(await house.db.$count(themes)).toBe(11)
    expect(await house.db.$count(territories)).toBe(30)
  })

  test('only by somebody who is sure', async () => {
    await setUp(house.db, house.now)
    const as = await accountOf('administration@demo.example')
    const refused = await house.post('/settings/demo', { keepsPlaces: 'on' }, { as })
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('f-isSure-problem')
    expect(refused.body).toMatch(/name="keepsPlaces" value="on" checked/)
    expect(await house.db.$count(accounts)).toBeGreaterThan(0)
  })

  test('not by a coordinator, a member or a visitor', async () => {
    await setUp(house.db, house.now)
    for (const email of ['coordination@demo.example', 'membre@demo.example']) {
      const as = await accountOf(email)
      expect((await house.get('/settings/demo', { as })).status).toBe(403)
      expect((await house.post('/settings/demo', { isSure: 'on' }, { as })).status).toBe(403)
    }
    expect((await house.get('/settings/demo')).status).toBe(404)
    expect((await house.post('/settings/demo', { isSure: 'on' })).status).toBe(404)
    expect((await house.get('/settings', { as: await accountOf('coordination@demo.example') })).body).not.toContain(
      '/settings/demo',
    )
  })

  test('and a network that is no demo has no such page, even for its administrator', async () => {
    await house.db.commit((tx) => [
      tx
        .insert(accounts)
        .values({ id: 'a', email: 'a@example.org', name: 'A', networkRole: 'administrator', createdAt: house.now }),
    ])
    expect((await house.get('/settings/demo', { as: 'a' })).status).toBe(404)
    expect((await house.post('/settings/demo', { isSure: 'on' }, { as: 'a' })).status).toBe(404)
    expect(await house.db.$count(accounts)).toBe(1)
  })
})

async function accountOf(email: string): Promise<string> {
  // The network is kept in memory for some seconds: it became a demo behind the house's back.
  house.now = new Date(house.now.getTime() + 10_000)
  const [row] = await house.db.select().from(accounts).where(eq(accounts.email, email))
  return row!.id
}

async function rowsLeft(): Promise<Record<string, number>> {
  const counts = await Promise.all(
    everyTable.map(async (table): Promise<[string, number]> => [getTableName(table), await house.db.$count(table)]),
  )
  return Object.fromEntries(counts.filter(([, many]) => many > 0))
}

// Read from the folders: a room that comes later is emptied too, or this fails.
async function tablesOfTheHouse(): Promise<PgTable[]> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(^|\/)tables\.ts$/.test(name),
  )
  const modules = await Promise.all(
    files.map((name) => import(join(root, 'src', name)) as Promise<Record<string, unknown>>),
  )
  return modules.flatMap((module) => Object.values(module)).filter((value): value is PgTable => is(value, Table))
}
