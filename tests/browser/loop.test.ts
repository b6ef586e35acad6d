import { expect, test } from 'vitest'
import { feedbackContacts } from '../../src/feedback/tables.ts'
import { heard, tested } from '../feedback/said.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)

test('five sheets are typed by keyboard, two adjustments decided: R2 and R3 turn to met, and a letter arrives', async () => {
  const town = await settle(house)
  const { id, slug } = await town.initiativeAt('feedback', { visibility: 'public' })
  const pilot = `/pilots/${await tested(house, id)}`
  await heard(house, pilot.slice('/pilots/'.length), [
    { kind: 'adopter', toChange: 'Un arrêt de plus', address: 'preneuse@exemple.test' },
  ])
  const page = await browser.open(`/initiatives/${slug}`, { as: town.carrier.accountId })
  const isMet = (code: string) =>
    page.locator('.criterion.met', { has: page.locator('.code', { hasText: code }) }).count()
  expect([await isMet('R2'), await isMet('R3')]).toEqual([0, 0])

  // Five sheets, without the mouse: the page stays, and comes back at its first field.
  await page.goto(`${pilot}/paper`)
  for (let sheet = 1; sheet <= 5; sheet++) {
    await page.locator('#f-sheet:focus').waitFor()
    await page.keyboard.type(String(sheet))
    await page.locator('[name="takerKind"][value="beneficiary"]').focus()
    await page.keyboard.press('Space')
    await page.locator('#f-consent').focus()
    await page.keyboard.press('Space')
    await page.locator('#f-adequacy').focus()
    await page.keyboard.press('4')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Le chauffeur attend')
    await page.locator('form[data-digits] button.primary').focus()
    await page.keyboard.press('Enter')
    await page.locator('.tally', { hasText: `${sheet} saisie` }).waitFor()
  }
  await page.goto(`/initiatives/${slug}`)
  expect([await isMet('R2'), await isMet('R3')]).toEqual([1, 0])

  // What was said is ticked, and answered.
  const decide = async (what: string, state: string, words: string) => {
    await page.goto(`${pilot}/feedback`)
    await page.locator('.said-list > li', { hasText: words }).first().locator('input').check()
    await page.getByRole('button', { name: /Décider d’un ajustement/ }).click()
    await page.locator('#f-what').fill(what)
    await page.locator(`[name="state"][value="${state}"]`).check()
  }
  await decide('Garder le même chauffeur', 'decided', 'Le chauffeur attend')
  await page.locator('main form button.primary').click()
  await page.waitForURL(/\/adjustments\//)
  await decide('Un deuxième arrêt', 'done', 'Un arrêt de plus')
  await page.locator('#f-doneOn').fill('2026-03-02')
  await page.locator('#f-solutionVersion').selectOption('new')
  await page.locator('#f-newVersionName').fill('Avec deux arrêts')
  await page.locator('main form button.primary').click()
  await page.waitForURL(/\/adjustments\//)
  await page.goto(`/initiatives/${slug}`)
  expect([await isMet('R2'), await isMet('R3')]).toEqual([1, 1])
  const loop = (await page.locator('#loop').textContent())!
  for (const words of ['6 rétroactions', 'Garder le même chauffeur', 'Avec deux arrêts']) expect(loop).toContain(words)

  // Whoever left an address is told, and it is forgotten.
  await house.work()
  expect(house.letters.map(({ to }) => to)).toEqual(['preneuse@exemple.test'])
  expect(house.letters[0]!.text).toContain('«\u00a0Un deuxième arrêt\u00a0»')
  expect(await house.db.select().from(feedbackContacts)).toEqual([])

  await page.setViewportSize(phone)
  for (const path of [`/initiatives/${slug}`, `${pilot}/feedback`, `${pilot}/paper`, `${pilot}/sheet?large=1`]) {
    await page.goto(path)
    await expectAccessible(page)
    await expectNoSideways(page)
  }
})

test('the sheet is printed alone, in large print when asked', async () => {
  const town = await settle(house)
  const { id } = await town.initiativeAt('feedback', { visibility: 'public' })
  const pilot = `/pilots/${await tested(house, id)}`
  for (const [query, points] of [
    ['', 12],
    ['?large=1&language=en', 18],
  ] as const) {
    const page = await browser.open(`${pilot}/sheet${query}`, { as: town.supportPartner.accountId })
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.sheet-tools').isVisible()).toBe(false)
    expect(await page.locator('header.top, .top').first().isVisible()).toBe(false)
    expect(await page.evaluate<number>(smallest)).toBeGreaterThanOrEqual(points)
  }
})

/** The smallest letters of the sheet, in points. */
const smallest = `Math.min(...[...document.querySelectorAll('.paper-sheet :is(p, h2, h3)')]
  .map((one) => parseFloat(getComputedStyle(one).fontSize) * 0.75))`
