import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { initiatives } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { desk, expectAccessible, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)

test('what one does on the board appears on the other’s, and is said aloud; the page of the initiative follows', async () => {
  const town = await settle(house)
  const it = await town.initiativeAt('mobilisation', { title: 'Navette de nuit', visibility: 'public' })
  const carriers = await browser.open('/', { as: town.leadCarrier.accountId })
  const visitors = await browser.open('/')
  const sheet = await browser.open(`/initiatives/${it.slug}`, { as: town.member.accountId })
  const still = await browser.open('/', { javaScript: false })

  await carriers.goto(`/initiatives/${it.slug}/moves/new?to=emergence`)
  await carriers.locator('#f-reason').fill('À revoir avec les personnes concernées')
  await carriers.locator('main form button.primary').click()
  await carriers.waitForURL(new RegExp(`/initiatives/${it.slug}$`))

  await visitors.locator(`#cards-emergence #card-${it.slug}`).waitFor()
  expect(await visitors.locator(`#card-${it.slug}`).count()).toBe(1)
  expect(await visitors.locator('#count-emergence').textContent()).toMatch(/^1/)
  expect(await visitors.locator('#count-mobilisation').textContent()).toMatch(/^0/)
  expect(await visitors.locator('#live').textContent()).toContain('Navette de nuit')
  await expectAccessible(visitors)

  await sheet.locator('#timeline', { hasText: 'Mobilisation → Émergence' }).waitFor()

  // Without a script nothing moves by itself; a reload shows the same.
  expect(await still.locator(`#cards-mobilisation #card-${it.slug}`).count()).toBe(1)
  await still.reload()
  expect(await still.locator(`#cards-emergence #card-${it.slug}`).count()).toBe(1)

  // Nothing moves under somebody’s hands.
  await sheet.locator('details.menu summary').first().click()
  await house.db.commit((tx) => [tx.update(initiatives).set({ version: 50 }).where(eq(initiatives.id, it.id))])
  expect(await sheet.locator('details.menu[open]').count()).toBe(1)
})

test('the box opens with a key, finds while one types, leads there with the arrows, and closes with Escape', async () => {
  const town = await settle(house)
  await town.initiativeAt('mobilisation', { title: 'Navette de nuit', visibility: 'public' })
  for (const viewport of [desk, phone]) {
    const page = await browser.open('/actors', { as: town.coordinator.accountId, viewport })
    await page.keyboard.press('/')
    await page.locator('#command[open]').waitFor()
    await page.keyboard.type('navet')
    await page.locator('#command-found a', { hasText: 'Navette de nuit' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.locator('#command').waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+k')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/initiatives\/navette-de-nuit/)
  }
})

test('without scripts the box is a page', async () => {
  const town = await settle(house)
  await town.initiativeAt('mobilisation', { title: 'Navette de nuit', visibility: 'public' })
  const page = await browser.open('/', { javaScript: false })
  await page.locator('[data-command]').click()
  await page.locator('main input[name=q]').fill('navete')
  await page.locator('main form button').click()
  await page.getByRole('link', { name: 'Chercher plutôt « navette »' }).click()
  await page.getByRole('link', { name: 'Navette de nuit' }).click()
  expect(await page.locator('h1').textContent()).toContain('Navette de nuit')
})
