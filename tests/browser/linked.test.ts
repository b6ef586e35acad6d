import { beforeEach, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let slug: string

beforeEach(async () => {
  const town = await settle(house)
  slug = (await town.initiativeAt('mobilisation', { visibility: 'public', title: 'Jardin </script><b>' })).slug
})

// What the content policy stops fails any test of the browser: this one says that there was something to stop.
test('linked data passes the content policy, which lets no script in a page run', async () => {
  const page = await browser.open(`/initiatives/${slug}`)
  const text = await page.locator('head script[type="application/ld+json"]').textContent()
  expect((JSON.parse(text ?? '') as { name: string }).name).toBe('Jardin </script><b>')
})
