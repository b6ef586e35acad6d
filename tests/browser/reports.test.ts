import { beforeEach, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { key, movesOf, versionOf } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse('2026-04-10T15:00:00Z')
const browser = useBrowser(house)
let town: Town
let moved: Settled

beforeEach(async () => {
  town = await settle(house)
  moved = await town.initiativeAt('feedback', { title: 'Atelier', visibility: 'public', since: '2026-02-15' })
  for (const n of [1, 2, 3]) {
    await town.initiativeAt('mobilisation', { title: `Jardin ${n}`, visibility: 'public', since: '2026-01-10' })
  }
})

/** From nothing to a first version, by the pages alone. Returns the address of the version. */
async function published(javaScript: boolean): Promise<string> {
  const page = await browser.open('/reports', { as: town.coordinator.accountId, javaScript })
  await page.getByRole('link', { name: 'Nouveau rapport' }).click()
  await page.getByRole('textbox', { name: 'Titre' }).fill('Bilan annuel')
  await page.getByRole('radio', { name: /Page presque blanche/ }).check()
  await page.getByRole('radio', { name: 'ce que le réseau voit' }).check()
  await page.getByRole('button', { name: 'Commencer' }).click()
  await page.locator('[name="comparison"][value="year_before"], select[name="comparison"]').first().waitFor()
  await page.locator('select[name="comparison"]').selectOption('year_before')
  await page.locator('main form button.primary').first().click()
  await page.getByRole('link', { name: 'Sections et textes' }).click()
  await page.locator('select[name="block"]').selectOption('stock')
  await page.locator('form:has(select[name="block"]) button').click()
  await page.locator('select[name="block"]').selectOption('words')
  await page.locator('form:has(select[name="block"]) button').click()
  await page.locator('textarea[name="words"]').fill('Une **année** de passages.')
  await page.locator('form:has(textarea) button').click()
  await page
    .locator('.report-blocks > li')
    .nth(2)
    .getByRole('button', { name: /Monter/ })
    .click()
  await page.locator('.report-blocks > li').nth(1).locator('textarea').waitFor()
  await page.getByRole('link', { name: 'Voir le rapport' }).click()
  await page.locator('.report-words strong', { hasText: 'année' }).waitFor()
  await page.getByRole('link', { name: 'Publier' }).click()
  await page.getByRole('button', { name: /Publier/ }).click()
  await page.waitForURL(/versions\/1$/)
  await page.context().close()
  return new URL(page.url()).pathname
}

test.each([true, false])('a coordinator begins, edits, arranges and publishes; JavaScript: %s', async (javaScript) => {
  const path = await published(javaScript)
  const page = await browser.open(path, { as: town.member.accountId, javaScript })
  expect(await page.locator('h1').innerText()).toBe('Bilan annuel')
  expect(await page.locator('.report-section').count()).toBeGreaterThanOrEqual(2)
  expect(await page.locator('.report-words').innerText()).toContain('Une année de passages.')
})

test('a reader is told of a correction, follows a figure to its initiatives, and finds nothing that axe objects to', async () => {
  const path = await published(true)
  const last = (await movesOf(house, moved.slug)).at(-1)!
  house.now = new Date(house.now.getTime() + 3_600_000)
  const { status } = await house.post(
    `/initiatives/${moved.slug}/moves/${last.id}/corrections`,
    { effectiveOn: '2026-04-02', reason: 'C’était en avril', version: await versionOf(house, moved.slug), once: key() },
    { as: town.carrier.accountId },
  )
  expect(status).toBe(303)
  for (const theme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, phone]) {
      const page = await browser.open(path, {
        as: town.member.accountId,
        theme,
        ...(viewport ? { viewport } : {}),
      })
      await page.getByRole('heading', { name: 'Une correction existe' }).waitFor()
      await expectAccessible(page)
      await expectNoSideways(page)
      await page.context().close()
    }
  }
  const page = await browser.open(path, { as: town.member.accountId })
  await page.locator('.figure-value a').first().click()
  await page.getByRole('link', { name: /Jardin 1/ }).waitFor()
})
