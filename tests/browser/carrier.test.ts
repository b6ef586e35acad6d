import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { accounts } from '../../src/accounts/tables.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)

test('a carrier signs in by letter, is told what is missing, supplies it, moves, and corrects the day', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('mobilisation', { since: '2026-01-10' })
  const [account] = await house.db.select().from(accounts).where(eq(accounts.id, town.leadCarrier.accountId))

  // Signed in by the link of a letter.
  const page = await browser.open('/sign-in')
  await page
    .getByLabel(/courriel/i)
    .first()
    .fill(account!.email)
  await page.locator('form[action="/sign-in/links"] button').click()
  await page.waitForURL(/sign-in\/sent/)
  await house.work()
  const link = /http:\/\/sillon\.test(\/sign-in\/\S+)/.exec(house.letters.at(-1)!.text)![1]!
  await page.goto(link)
  await page.locator('main form button').first().click()
  await page.goto(`/initiatives/${slug}`)

  // Refused: what is missing, and who can supply it.
  await page.getByRole('link', { name: /Passer à l’étape « Rétroaction »/ }).click()
  await page.locator('main form button.primary').click()
  await page.locator('[data-problems]').waitFor()
  const refused = (await page.locator('main').textContent())!
  expect(refused).toContain('Le jalon n’est pas franchi')
  expect(refused).toContain('Trois types de savoirs sont à la table')
  expect(refused).toContain('Peut le fournir')

  // Each criterion has its button.
  for (let missing = 5; missing > 0; missing--) {
    await page.goto(`/initiatives/${slug}`)
    await page.locator('.criterion:not(.met) a', { hasText: 'Attester' }).first().click()
    await page.getByLabel('En quoi est-il rempli').fill('Vu en rencontre.')
    await page.getByLabel(/Où la trouver/).fill('Compte rendu du 3 février')
    await page.locator('main form button.primary').click()
    await page.waitForURL(new RegExp(`/initiatives/${slug}$`))
  }

  // Moved: it happened last month, it is recorded today.
  await page.getByRole('link', { name: /Passer à l’étape « Rétroaction »/ }).click()
  await page.locator('#f-effectiveOn').fill('2026-02-03')
  await page.locator('main form button.primary').click()
  await page.waitForURL(new RegExp(`/initiatives/${slug}$`))
  const moved = page.locator('#timeline li').first()
  expect(await moved.textContent()).toContain('Mobilisation → Rétroaction')
  expect(await moved.textContent()).toContain('3 février 2026')
  expect(await moved.textContent()).toContain('inscrit le 2 mars 2026')

  // Corrected: the line that replaces says what it replaced.
  await moved.getByRole('link', { name: 'Corriger' }).click()
  await page.locator('#f-effectiveOn').fill('2026-02-10')
  await page.locator('#f-reason').fill('La rencontre avait été remise')
  await page.locator('main form button.primary').click()
  await page.waitForURL(new RegExp(`/initiatives/${slug}$`))
  const corrected = (await page.locator('#timeline li').first().textContent())!
  expect(corrected).toContain('10 février 2026')
  expect(corrected).toContain('3 février 2026')
})

test('two people move the same initiative at once: one does, the other sees both states and can go on', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('feedback')
  const path = `/initiatives/${slug}/moves/new`
  const [first, second] = await Promise.all([
    browser.open(`${path}?to=on_hold`, { as: town.leadCarrier.accountId }),
    browser.open(`${path}?to=emergence`, { as: town.coordinator.accountId }),
  ])
  await first.locator('#f-reviewOn').fill('2026-09-01')
  await first.locator('#f-reason').fill('Pause')
  await first.locator('main form button.primary').click()
  await first.waitForURL(new RegExp(`/initiatives/${slug}$`))

  await second.locator('#f-reason').fill('Le besoin a changé')
  await second.locator('main form button.primary').click()
  await second.locator('[data-problems]').waitFor()
  const both = (await second.locator('main').textContent())!
  expect(both).toContain('Quelqu’un l’a déplacée avant vous')
  expect(both).toContain('Vous vouliez\u00a0: Émergence')
  expect(both).toContain('Rétroaction, en pause')
})

test('a form sent after the session ended keeps its draft for the next time', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('feedback')
  const page = await browser.open(`/initiatives/${slug}/edit`, { as: town.leadCarrier.accountId })
  await page.locator('#f-change').fill('Que chacun mange à sa faim')
  const cookies = await page.context().cookies()
  await page.context().clearCookies()
  await page.locator('main form button.primary').click()
  await page.locator('.refusal').waitFor()
  await page.context().addCookies(cookies)
  await page.goto(`/initiatives/${slug}/edit`)
  await page.getByRole('button', { name: /Reprendre/ }).click()
  expect(await page.locator('#f-change').inputValue()).toBe('Que chacun mange à sa faim')
})
