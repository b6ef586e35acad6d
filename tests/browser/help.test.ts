import { describe, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { desk, expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(['/help', '/help/accessibility', '/help/source', '/privacy'])(
    '%s has nothing that axe objects to',
    async (path) => {
      await expectAccessible(await browser.open(path, { theme }))
    },
  )
})

test.each([phone, { width: 320, height: 640 }, desk])(
  'the help does not stick out to the side at $width px',
  async (viewport) => {
    await expectNoSideways(await browser.open('/help', { viewport }))
  },
)

test('the help is whole without JavaScript, in the language asked for', async () => {
  const page = await browser.open('/help', { javaScript: false, locale: 'en' })
  expect(await page.locator('h1').textContent()).toBe('Help')
  expect(await page.locator('table').first().locator('tbody tr').count()).toBe(10)
  expect(await page.getByRole('img', { name: 'The path of an initiative' }).count()).toBe(1)
})

test('what keeps people out would be found', async () => {
  const page = await browser.open('/help')
  await page.evaluate('document.querySelector("main").insertAdjacentHTML("beforeend", "<img src=/x><input>")')
  await expect(expectAccessible(page)).rejects.toThrow(/image-alt/)
})
