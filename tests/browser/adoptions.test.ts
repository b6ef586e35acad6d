import { beforeEach, expect, test } from 'vitest'
import { adopted, planted } from '../adoptions/adopted.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let town: Town
beforeEach(async () => {
  town = await settle(house)
  await planted(house)
})

type Page = Awaited<ReturnType<typeof browser.open>>

async function expectGate(page: Page, { slug }: Settled, states: Record<string, boolean>) {
  await page.goto(`/initiatives/${slug}`)
  for (const [code, isMet] of Object.entries(states)) {
    const criterion = page.locator('.criterion', { has: page.locator('.code', { hasText: code }) }).first()
    const classes = await criterion.getAttribute('class')
    expect([code, classes?.split(' ').includes('met')]).toEqual([code, isMet])
  }
}

async function record(
  page: Page,
  { slug }: Settled,
  fields: { taker: string; kind: string; status: string; since?: string },
) {
  await page.goto(`/initiatives/${slug}/adoptions/new`)
  await page.locator('[name=taker]').fill(fields.taker)
  await page.locator('[name=newKind]').selectOption(fields.kind === 'beneficiary' ? 'group' : 'organisation')
  await page.locator(`[name=takerKind][value=${fields.kind}]`).check()
  await page.locator('[name=status]').selectOption(fields.status)
  if (fields.since) await page.locator('[name=since]').fill(fields.since)
  await page.locator('[name=territory]').fill('Lachute (76020)')
  await page.locator('main form button.primary').click()
  await page.waitForURL(/\/adoptions\/[0-9a-f-]+$/)
}

async function step(page: Page, status: string) {
  await page.locator('main a', { hasText: 'Ajouter une étape' }).click()
  await page.locator('[name=status]').selectOption(status)
  await page.locator('main form button.primary').click()
  await page.waitForURL(/\/adoptions\/[0-9a-f-]+$/)
}

test.each([true, false])('R5 is met by a declared intent (scripts run: %s)', async (javaScript) => {
  const one = await town.initiativeAt('feedback', { visibility: 'public' })
  const page = await browser.open('/', { as: town.leadCarrier.accountId, viewport: phone, javaScript })
  await record(page, one, { taker: 'École du rang', kind: 'adopter', status: 'considered' })
  await expectGate(page, one, { R5: false })
  await page.goto(`/initiatives/${one.slug}/adoptions`)
  await page.locator('main a', { hasText: 'École du rang' }).click()
  await step(page, 'intent')
  await expectGate(page, one, { R5: true })
})

test('A1 is met by a practice, A2 by half a year of use', async () => {
  const one = await town.initiativeAt('appropriation', { visibility: 'public' })
  const page = await browser.open('/', { as: town.carrier.accountId })
  await record(page, one, { taker: 'École du rang', kind: 'adopter', status: 'trial' })
  await expectGate(page, one, { A1: false, A2: false })
  await page.goto(`/initiatives/${one.slug}/adoptions`)
  await page.locator('main a', { hasText: 'École du rang' }).click()
  await step(page, 'integrated')
  await expectGate(page, one, { A1: true, A2: false })
  await record(page, one, { taker: 'Jeunes du rang', kind: 'beneficiary', status: 'trial', since: '2025-10-01' })
  await expectGate(page, one, { A1: true, A2: false })
  // The first use was older than was thought.
  await page.goto(`/initiatives/${one.slug}/adoptions`)
  await page.locator('main a', { hasText: 'Jeunes du rang' }).click()
  await page.locator('main a', { hasText: 'Corriger' }).click()
  await page.locator('[name=effectiveOn]').fill('2025-08-15')
  await page.locator('main form button.primary').click()
  await page.waitForURL(/\/adoptions\/[0-9a-f-]+$/)
  await expectGate(page, one, { A1: true, A2: true })
})

test('a tile leads to who is behind it, by keyboard too', async () => {
  const one = await town.initiativeAt('appropriation', { visibility: 'public' })
  const page = await browser.open('/', { as: town.carrier.accountId })
  await record(page, one, { taker: 'École du rang', kind: 'adopter', status: 'integrated' })
  await page.goto('/uptake')
  await page.locator('a.tile').focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/region=QC-15/)
  expect(await page.locator('#behind').textContent()).toContain('École du rang')
})

test('who asked by the public form waits on the carrier’s own page, and is confirmed as an actor', async () => {
  const one = await town.initiativeAt('appropriation', { visibility: 'public' })
  await adopted(house, {
    initiativeId: one.id,
    takerId: null,
    takerName: 'École du rang',
    status: 'considered',
    isConfirmed: false,
  })
  const page = await browser.open('/me', { as: town.carrier.accountId })
  await page.locator('main a', { hasText: 'École du rang' }).click()
  await page.locator('[name=newKind]').selectOption('organisation')
  await page.locator('main form button.primary').click()
  await page.waitForURL(/\/adoptions\/[0-9a-f-]+$/)
  expect(await page.locator('h1').textContent()).toContain('École du rang')
  await page.goto('/me')
  expect(await page.locator('main').textContent()).not.toContain('École du rang')
})
