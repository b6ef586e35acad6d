import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { initiatives } from '../../src/initiatives/tables.ts'
import { adopted, planted } from '../adoptions/adopted.ts'
import { inviting } from '../adoptions/inviting.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)

test('a visitor finds the page, asks on a phone, and the carrier is told and reads the request', async () => {
  const town = await settle(house)
  const one = await town.initiativeAt('appropriation', { visibility: 'public' })
  const child = await town.initiativeAt('mobilisation', { visibility: 'public', title: 'Épicerie du rang' })
  await house.db.commit((tx) => [tx.update(initiatives).set({ parentId: one.id }).where(eq(initiatives.id, child.id))])
  const { lachute } = await planted(house)
  await adopted(house, { initiativeId: one.id, takerId: town.taker.actorId, territoryId: lachute.id })
  await inviting(house, town, one)
  house.letters.length = 0

  const page = await browser.open(`/initiatives/${one.slug}`, { viewport: phone })
  await page.getByRole('link', { name: 'L’adopter', exact: true }).click()
  await page.waitForURL(/\/adopt$/)
  await expectAccessible(page)
  await expectNoSideways(page)
  await page.getByLabel('Votre organisation ou votre groupe').fill('École du rang')
  await page.getByLabel(/utilisateur\s: nous/).check()
  await page.getByLabel(/Votre message/).fill('Nous aimerions essayer.')
  await page.getByLabel('Qui peut-on joindre').fill('Direction')
  await page.getByLabel('Courriel pour vous répondre').fill('direction@ecole-du-rang.example.org')
  await page.getByLabel(/J’accepte/).check()

  // Too fast for a person: nothing is lost, and the second try is taken.
  await page.getByRole('button', { name: 'Envoyer la demande' }).click()
  await page.locator('[data-problems]').waitFor()
  expect(await page.getByLabel('Votre organisation ou votre groupe').inputValue()).toBe('École du rang')
  await expectAccessible(page)
  house.now = new Date(house.now.getTime() + 20_000)
  await page.getByRole('button', { name: 'Envoyer la demande' }).click()
  await page.getByText('Votre demande est envoyée').waitFor()

  await house.work()
  const letter = house.letters.at(-1)!
  expect(letter.subject).toContain('Une demande d’adoption attend')
  expect(letter.text).not.toContain('École du rang')
  const link = /http:\/\/sillon\.test(\/initiatives\/\S+)/.exec(letter.text)![1]!
  const inbox = await browser.open(link, { as: town.leadCarrier.accountId })
  await inbox.getByText('École du rang').first().waitFor()

  await page.goto(`/initiatives/${one.slug}/lineage`)
  await expectAccessible(page)
  await expectNoSideways(page)
  await page.locator('.branches').getByRole('link', { name: 'Épicerie du rang' }).waitFor()
  const wide = await browser.open(`/initiatives/${one.slug}/lineage`)
  await wide.locator('svg.lineage').waitFor()
  await expectAccessible(wide)
})
