import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { pilotPages } from '../pilots/pages.ts'
import { settle } from '../town.ts'
import { expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)

const fill = async (page: Page, fields: Record<string, string>) => {
  for (const [name, text] of Object.entries(fields)) await page.locator(`#f-${name}`).fill(text)
}
const save = async (page: Page) => {
  const from = page.url()
  await page.locator('main form[method="post"] button.primary').first().click()
  await page.waitForURL(({ href }) => href !== from)
}

test.each([true, false])(
  'a carrier plans a pilot, begins it, measures and finishes it: M4, R1 and R4 turn from missing to met (JavaScript: %s)',
  async (javaScript) => {
    const town = await settle(house)
    const [before, after] = [
      await town.initiativeAt('mobilisation', { title: 'Paniers du soir' }),
      await town.initiativeAt('feedback', { title: 'Paniers du matin' }),
    ]
    const as = town.leadCarrier.accountId
    const page = await browser.open('/', { as, javaScript, viewport: phone })
    const isMet = async (slug: string, code: string) => {
      await page.goto(`/initiatives/${slug}`)
      const one = page
        .locator('.criterion', { has: page.locator('.code', { hasText: new RegExp(`^${code}$`) }) })
        .first()
      return ((await one.getAttribute('class')) ?? '').includes('met')
    }

    // Of one that mobilises: the plan, and an indicator with its baseline on the spot.
    expect(await isMet(before.slug, 'M4')).toBe(false)
    await plan(page, before.slug)
    expect(await page.locator('h1').textContent()).toBe('Deux mois dans trois villages')
    expect(await isMet(before.slug, 'M4')).toBe(true)

    // Of one that gathers feedback: the whole cycle.
    for (const code of ['R1', 'R4']) expect(await isMet(after.slug, code)).toBe(false)
    const pilot = await plan(page, after.slug)
    await page.getByRole('link', { name: 'Commencer' }).click()
    await save(page)
    expect(await page.locator('main .head').textContent()).toContain('en cours')
    await page.getByRole('link', { name: /Ajouter un résultat/ }).click()
    await fill(page, { value: '1 040,5', effectiveOn: '2026-03-01', source: 'Registre' })
    await save(page)
    expect(await page.locator('.chart').textContent()).toContain('De 12 à 1 040,5'.replace(' 040', '\u00a0040'))
    expect(await isMet(after.slug, 'R4')).toBe(false)
    await page.goto(pilot)
    await page.getByRole('link', { name: 'Terminer' }).click()
    await fill(page, { endsOn: '2026-03-02', findings: 'Le soir convient mieux.', negativeEffects: 'Du bruit.' })
    await save(page)
    expect(await page.locator('main .head').textContent()).toContain('terminée')
    for (const code of ['R1', 'R4']) expect([code, await isMet(after.slug, code)]).toEqual([code, true])
  },
)

async function plan(page: Page, slug: string): Promise<string> {
  await page.goto(`/initiatives/${slug}`)
  await page.locator('#pilots').getByRole('link', { name: 'Planifier' }).click()
  await fill(page, {
    title: 'Deux mois dans trois villages',
    startsOn: '2026-02-01',
    endsOn: '2026-03-31',
    place: 'Centre communautaire',
    responsible: 'La coordination du centre',
    newVersion: 'Prototype',
    newName: 'Repas partagés',
    newBaseline: '12',
  })
  await save(page)
  return page.url()
}

test('a form left half-way is offered again on that device', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('mobilisation')
  const page = await browser.open(`/initiatives/${slug}/pilots/new`, { as: town.leadCarrier.accountId })
  await page.locator('#f-title').fill('Commencée hier')
  await page.locator('#f-place').fill('Gymnase')
  await page.goto(`/initiatives/${slug}`)
  await page.goto(`/initiatives/${slug}/pilots/new`)
  await page
    .getByRole('button', { name: /reprendre|rétablir/i })
    .first()
    .click()
  expect(await page.locator('#f-title').inputValue()).toBe('Commencée hier')
})

test('pages are accessible, and none sticks out to the side at 320 px', async () => {
  const town = await settle(house)
  const one = await town.initiativeAt('feedback', { visibility: 'public' })
  for (const [path, who] of await pilotPages(house, one)) {
    const as = who === 'visitor' ? {} : { as: (town[who] as typeof town.member).accountId }
    const page = await browser.open(path, { ...as, viewport: { width: 320, height: 640 } })
    await expectNoSideways(page).catch(() => {
      throw new Error(`${path} as ${who} sticks out to the side`)
    })
    await expectAccessible(page).catch((error: unknown) => {
      throw new Error(`${path} as ${who}: ${String(error)}`)
    })
    expect([path, await page.locator('h1').count()]).toEqual([path, 1])
    await page.context().close()
  }
})
