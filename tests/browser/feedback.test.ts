import { beforeEach, expect, test } from 'vitest'
import { asking, heardIn, linked, questions } from '../feedback/asking.ts'
import { useHouse } from '../house.ts'
import { piloted } from '../pilots/cycles.ts'
import { settle, type Town } from '../town.ts'
import { expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let town: Town
let pilot: string
let path: string

beforeEach(async () => {
  town = await settle(house)
  const one = await town.initiativeAt('feedback', { visibility: 'public' })
  pilot = await piloted(house, one.id, { state: 'running' })
  await asking(house, pilot, { questions })
  ;({ path } = await linked(house, pilot))
})

test('on a phone, a form left half-way is offered again, sent, and forgotten', async () => {
  const page = await browser.open(path, { viewport: phone })
  await expectAccessible(page)
  await expectNoSideways(page)
  expect(await page.getByText('Vous aviez commencé à répondre').isVisible()).toBe(false)
  await page.getByLabel('Qu’est-ce qui aide').fill('Le four à pain')
  await page.getByLabel('Le soir').check()
  await page.getByLabel('Votre courriel').fill('voisine@example.org')
  const kept = await page.evaluate<string>('JSON.stringify(localStorage)')
  expect([kept.includes('Le four à pain'), kept.includes('voisine@')]).toEqual([true, false])

  await page.goto('/help')
  await page.goto(path)
  await page.getByRole('button', { name: 'Continuer' }).click()
  expect(await page.getByLabel('Qu’est-ce qui aide').inputValue()).toBe('Le four à pain')
  expect(await page.getByLabel('Le soir').isChecked()).toBe(true)
  expect(await page.getByLabel('Votre courriel').inputValue()).toBe('')

  await page.getByRole('button', { name: 'Gros caractères' }).click()
  expect(await page.getByLabel('Qu’est-ce qui aide').inputValue()).toBe('Le four à pain')
  await expectAccessible(page)
  await expectNoSideways(page)

  await page.getByLabel('je suis d’accord').check()
  await page.getByLabel('J’en profite directement').check()
  await page.getByLabel('répond bien au besoin').check()
  house.now = new Date(house.now.getTime() + 60_000)
  await page.getByRole('button', { name: 'Envoyer mes réponses' }).click()
  await page.getByText('Elle porte le numéro 1').waitFor()
  await expectAccessible(page)
  expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('Le four à pain')

  await page.goto(path)
  await page.getByText('Vous avez déjà répondu').waitFor()
  await expectAccessible(page)
  expect(await heardIn(house, pilot)).toMatchObject([{ helps: 'Le four à pain', answers: { moment: 'soir' } }])
})

test('« Recommencer » erases what was kept; what is three days old is not offered', async () => {
  const page = await browser.open(path, { viewport: phone })
  await page.getByLabel('Qu’est-ce qui nuit').fill('Le bruit')
  await page.reload()
  await page.getByRole('button', { name: 'Recommencer' }).click()
  await page.reload()
  expect(await page.getByRole('button', { name: 'Continuer' }).isVisible()).toBe(false)
  await page.getByLabel('Qu’est-ce qui nuit').fill('Le bruit')
  await page.evaluate(
    'for (const key of Object.keys(localStorage)) localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), at: Date.now() - 4 * 86400000 }))',
  )
  await page.goto(path)
  expect(await page.getByRole('button', { name: 'Continuer' }).isVisible()).toBe(false)
  expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('Le bruit')
})

test('without JavaScript, in English, on a narrow screen, it is given all the same', async () => {
  const page = await browser.open(path, { javaScript: false, locale: 'en', viewport: { width: 320, height: 700 } })
  await page.getByLabel('I have read this text').check()
  await page.getByLabel('I benefit from it').check()
  await page.getByLabel('3: half meets').check()
  await page.getByLabel('Evening').check()
  house.now = new Date(house.now.getTime() + 60_000)
  await page.getByRole('button', { name: 'Send my answers' }).click()
  await page.getByText('Its number is 1').waitFor()
  await page.goBack()
  await page.getByText('You have already answered').waitFor()
  expect(await heardIn(house, pilot)).toMatchObject([{ language: 'en', adequacy: 3 }])
})
