import { asc, eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { collectionDocuments } from '../../src/library/tables.ts'
import { useHouse } from '../house.ts'
import { gathered, shelve } from '../library/shelf.ts'
import { settle, type Town } from '../town.ts'
import { useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let town: Town
let collection: string

beforeEach(async () => {
  town = await settle(house)
  const { id } = await town.initiativeAt('mobilisation', { visibility: 'public' })
  const text = 'La récolte a nourri trente familles du quartier.'
  const made = []
  for (const title of ['Un', 'Deux', 'Trois']) made.push((await shelve(house, id, { title, text })).id)
  collection = await gathered(house, 'rayon', made)
})

const titles = 'main [data-id] .title'
const kept = async () => {
  const { position, documentId } = collectionDocuments
  const rows = await house.db
    .select()
    .from(collectionDocuments)
    .where(eq(collectionDocuments.collectionId, collection))
    .orderBy(asc(position), asc(documentId))
  return rows.map((row) => row.documentId)
}

test('a visitor without JavaScript searches a word inside, and sees it marked', async () => {
  const page = await browser.open('/library', { javaScript: false })
  await page.locator('#f-q').fill('RECOLTE')
  await page.getByRole('button', { name: 'Chercher' }).click()
  expect(await page.locator('main mark').allTextContents()).toEqual(['récolte', 'récolte', 'récolte'])
  expect(new URL(page.url()).searchParams.get('q')).toBe('RECOLTE')
})

test('a coordinator puts documents in order by dragging, and with the arrows of the page', async () => {
  const before = await kept()
  const page = await browser.open('/collections/rayon', { as: town.coordinator.accountId })
  await page.locator('[data-sortable][data-drag]').waitFor()
  const rows = page.locator('main [data-id] .small.muted:first-child')
  const [from, to] = [(await rows.nth(2).boundingBox())!, (await rows.nth(0).boundingBox())!]
  await page.mouse.move(from.x + 300, from.y + 5)
  await page.mouse.down()
  const order = async () => {
    for (const y of [40, 10, 0, -5]) await page.mouse.move(to.x + 300, to.y + y, { steps: 8 })
    return page.locator(titles).allInnerTexts()
  }
  await expect.poll(order).toEqual(['Trois', 'Un', 'Deux'])
  await page.mouse.up()
  await page.getByText('L’ordre est enregistré').waitFor()
  expect(await page.locator(titles).allInnerTexts()).toEqual(['Trois', 'Un', 'Deux'])
  expect(await kept()).toEqual([before[2], before[0], before[1]])
  await page.getByRole('button', { name: 'Monter « Deux »' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForLoadState()
  await page.getByText('L’ordre est enregistré').waitFor()
  await expect.poll(kept).toEqual([before[2], before[1], before[0]])
})
