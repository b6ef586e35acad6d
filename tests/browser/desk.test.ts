import { expect, test } from 'vitest'
import { reportReadings } from '../../src/reports/tables.ts'
import { useHouse } from '../house.ts'
import { reporting, reportRow } from '../progress/agreed.ts'
import { published } from '../reports/published.ts'
import { settle } from '../town.ts'
import { useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)

test('a carrier writes and submits, the funder asks, the carrier answers, the funder accepts', async () => {
  const town = await settle(house)
  const one = await town.initiativeAt('mobilisation', { visibility: 'public' })
  const { reportId, questions } = await reporting(house, town, one)
  const url = `/progress/${reportId}`

  const carrier = await browser.open('/me', { as: town.carrier.accountId })
  await carrier.locator(`a[href="${url}"]`).click()
  await carrier.waitForURL(new RegExp(`${url}$`))
  await carrier.waitForLoadState()
  await carrier.locator(`#f-answer-${questions[0]!}`).fill('Trois villages de plus.')
  // What is typed stays on this device until it is sent.
  await carrier.reload()
  await carrier.locator('.message.draft button').first().click()
  expect(await carrier.locator(`#f-answer-${questions[0]!}`).inputValue()).toBe('Trois villages de plus.')
  await carrier.locator('button.primary', { hasText: 'Remettre' }).click()
  await carrier.waitForURL(new RegExp(`${url}$`))
  expect(await carrier.locator('main').textContent()).toContain('remis')

  const funder = await browser.open('/desk', { as: town.funder.accountId, javaScript: false })
  await funder.locator(`#progress a[href="${url}"]`).click()
  await funder.locator('#f-question').fill('Lesquels ?')
  await funder.locator('button', { hasText: 'Envoyer la question' }).click()
  expect(await funder.locator('#remarks').textContent()).toContain('Lesquels ?')

  await carrier.goto(url)
  await carrier.locator('#f-reply').fill('Ceux du nord.')
  await carrier.locator('button', { hasText: 'Envoyer la réponse' }).click()
  await carrier.waitForURL(new RegExp(`${url}$`))

  await funder.goto(url)
  expect(await funder.locator('#remarks').textContent()).toContain('Ceux du nord.')
  await funder.locator('button.primary', { hasText: 'Accepter' }).click()
  expect((await reportRow(house, reportId)).state).toBe('accepted')
})

test('a funder reads a report, says so, asks about an initiative, and is answered', async () => {
  const town = await settle(house)
  await town.initiativeAt('mobilisation', { visibility: 'team', title: 'Jardin du fleuve' })
  const slug = await published(house, town.coordinator, { sight: 'actor', actorId: town.funder.actorId })
  const url = `/reports/${slug}/versions/1`
  const funder = await browser.open(url, { as: town.funder.accountId })
  await funder.locator('#readers button', { hasText: 'J’ai lu' }).click()
  await funder.locator('#readers .tag', { hasText: 'lu' }).waitFor()
  expect(await house.db.select().from(reportReadings)).toHaveLength(1)
  await funder.locator('#readers a', { hasText: 'Poser une question' }).click()
  await funder.locator('#f-initiative').fill('Jardin du fleuve')
  await funder.locator('#f-words').fill('Qui tient le terrain ?')
  await funder.locator('main form button.primary').click()
  await funder.waitForURL(new RegExp(`${url}#readers$`))

  const carrier = await browser.open('/me', { as: town.leadCarrier.accountId, javaScript: false })
  await carrier.locator('a', { hasText: 'Qui tient le terrain ?' }).click()
  await carrier.locator('#f-words').fill('La municipalité.')
  await carrier.locator('main form button.primary').click()

  await funder.reload()
  expect(await funder.locator('#readers').textContent()).toContain('La municipalité.')
})
