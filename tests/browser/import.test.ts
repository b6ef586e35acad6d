import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { count, eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { initiatives } from '../../src/initiatives/tables.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse('2026-11-22T15:00:00Z')
const browser = useBrowser(house)

const phases = [
  'id;title;phase;start;sponsors',
  'jardin;Jardin des voisins;investigation;2024-01-10;Fonds du fleuve',
  'jardin;Jardin des voisins;construction;2024-06-01;Fonds du fleuve',
  'velo;Vélo partagé;investigation;2025-02-01;Caisse du quai',
  'velo;Vélo partagé;abandon-investigation;2025-05-01;Caisse du quai',
].join('\r\n')

async function upload(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) {
  await page.locator('input[type=file]').setInputFiles(file)
  await next(page)
}

async function next(page: Page) {
  const from = page.url()
  await page.locator('main form button.primary').last().click()
  await page.waitForURL((url) => url.href !== from)
}

async function imported(): Promise<number> {
  const [row] = await house.db.select({ many: count() }).from(initiatives).where(eq(initiatives.status, 'active'))
  return row!.many
}

test.each([true, false])(
  'a file of phases is imported through the wizard, and undone (scripts: %s)',
  async (javaScript) => {
    const town = await settle(house)
    const before = await imported()
    const page = await browser.open('/imports/new', { as: town.coordinator.accountId, javaScript })
    await upload(page, { name: 'phases.csv', mimeType: 'text/csv', buffer: Buffer.from(phases) })
    for (const step of ['columns', 'values', 'preview']) {
      await next(page)
      expect(page.url()).toContain(step)
    }
    expect(await page.locator('main').textContent()).toMatch(/2\s*initiatives seraient créées/)
    await next(page)
    await house.work()
    await page.reload()
    expect(await page.locator('h1').textContent()).toBe('phases.csv')
    expect(await imported()).toBe(before + 1)

    await page.locator('main form button', { hasText: /annuler/i }).click()
    await house.work()
    await page.reload()
    expect(await imported()).toBe(before)
  },
)

describe.each([{ theme: 'light' }, { theme: 'dark' }] as const)('in the $theme theme', ({ theme }) => {
  test('axe objects to nothing at any step, and none sticks out on a phone', async () => {
    const town = await settle(house)
    const page = await browser.open('/imports/new', { as: town.coordinator.accountId, theme, viewport: phone })
    await upload(page, { name: 'phases.csv', mimeType: 'text/csv', buffer: Buffer.from(phases) })
    const look = async () => {
      await expectAccessible(page)
      await expectNoSideways(page)
    }
    await look()
    for (let step = 0; step < 4; step++) {
      await next(page)
      await look()
    }
    await house.work()
    await page.reload()
    await look()
  })
})

test('a picture is refused, with why', async () => {
  const town = await settle(house)
  const page = await browser.open('/imports/new', { as: town.coordinator.accountId })
  await page.locator('input[type=file]').setInputFiles({
    name: 'photo.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  })
  await page.locator('main form button.primary').last().click()
  await page.locator('[data-problems]').waitFor()
  expect(await page.locator('[data-problems]').textContent()).toMatch(/photo|fichier|lire/i)
})

const real = resolve(root, '../shared/data/pipeline/betagouv_phase_transitions.csv')
test.skipIf(!existsSync(real))(
  'the real pipeline is on the board by stage after six clicks (../shared/data)',
  async () => {
    const town = await settle(house)
    const page = await browser.open('/imports/new', { as: town.coordinator.accountId })
    await upload(page, real)
    for (let step = 0; step < 4; step++) await next(page)
    await house.work()
    await page.reload()
    expect(await page.locator('main').textContent()).toMatch(/662/)
    await page.goto('/')
    expect(await page.locator('.card').count()).toBe(80)
    await page.locator('#cards-mobilisation .more a').click()
    await page.locator('#cards-mobilisation .card').nth(39).waitFor()
    const ids = await page.evaluate<string[]>(
      '[...document.querySelectorAll("#cards-mobilisation .card")].map((card) => card.id)',
    )
    expect(new Set(ids).size).toBe(40)
  },
)
