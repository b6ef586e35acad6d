import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { uploads } from '../../src/uploads/tables.ts'
import { pdf } from '../documents/sending.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { bytesOf, sha256 } from '../uploads/sending.ts'
import { desk, expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const MB = 1024 ** 2
const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true, uploadLimit: 12 * MB })
const browser = useBrowser(house)
let town: Town
let one: Settled
let form: string
let folder: string
const onDisk = (name: string, bytes: Buffer) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const large = () => Buffer.concat([pdf('Le grand rapport'), bytesOf(9 * MB)])

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sillon-papers-'))
  town = await settle(house)
  one = await town.initiativeAt('emergence')
  form = `/initiatives/${one.slug}/documents/new`
})
afterEach(() => rmSync(folder, { recursive: true }))
const rows = () => house.db.select().from(uploads)
const row = (page: Page, name: string) => page.locator('.upload-row', { hasText: name })
const received = (page: Page, name: string) => row(page, name).getByText('Reçu').waitFor()
const save = (page: Page) => page.locator('main form button.primary').click()

/** Lets go of files over the zone, as somebody drags them from a folder. */
async function dropped(page: Page, kind: 'drop' | 'paste', names: string[]) {
  const files = JSON.stringify(names.map((name) => ({ name, text: pdf(name).toString('latin1') })))
  const event =
    kind === 'drop' ? "new DragEvent('drop', { dataTransfer: held" : "new ClipboardEvent('paste', { clipboardData: held"
  await page.evaluate(`{
    const held = new DataTransfer()
    for (const { name, text } of ${files}) held.items.add(new File([text], name, { type: 'application/pdf' }))
    document.querySelector('[data-uploader]').dispatchEvent(${event}, bubbles: true, cancelable: true }))
  }`)
}

describe.each([
  ['desk', desk, 'light'],
  ['phone', phone, 'dark'],
] as const)('on a %s', (_, viewport, theme) => {
  test('a support partner drops two files and pastes a third, sees them arrive, and attaches them', async () => {
    const page = await browser.open(form, { as: town.supportPartner.accountId, viewport, theme })
    await dropped(page, 'drop', ['un.pdf', 'deux.pdf'])
    await dropped(page, 'paste', ['trois.pdf'])
    for (const name of ['un.pdf', 'deux.pdf', 'trois.pdf']) await received(page, name)
    expect(await rows()).toHaveLength(3)
    await row(page, 'deux.pdf').getByRole('button', { name: 'Retirer deux.pdf' }).click()
    await expectAccessible(page)
    await expectNoSideways(page)
    await page.locator('#f-kind').selectOption('minutes')
    await save(page)
    await page.waitForURL(new RegExp(`/initiatives/${one.slug}/documents$`))
    expect((await house.db.select().from(documents)).map(({ title }) => title).sort()).toEqual(['trois', 'un'])
    expect(await rows()).toEqual([])
  })
})

test('a form sent too early leaves when its files are received, and what was typed leaves with it', async () => {
  const page = await browser.open(form, { as: town.supportPartner.accountId })
  const bytes = large()
  let goOn = () => {}
  const isSeen = new Promise<void>((resolve) => (goOn = resolve))
  await page.route(/\/uploads\//, (route) => isSeen.then(() => route.continue()))
  await page.locator('#f-file').setInputFiles(onDisk('grand.pdf', bytes))
  await page.locator('#f-kind').selectOption('evaluation')
  await page.locator('#f-title').fill('Bilan du printemps')
  await save(page)
  await page.getByText('Des fichiers sont encore en route').first().waitFor()
  await row(page, 'grand.pdf').locator('progress').waitFor()
  goOn()
  await page.waitForURL(/\/documents\/[0-9a-f-]{36}$/)
  expect(await page.locator('h1').textContent()).toBe('Bilan du printemps')
  expect(await house.db.select().from(documentVersions)).toMatchObject([{ file: sha256(bytes), fileName: 'grand.pdf' }])
})

test('the network is cut in the middle: sending goes on where it was when it is back', async () => {
  const page = await browser.open(form, { as: town.supportPartner.accountId })
  const bytes = large()
  let pieces = 0
  await page.route(/\/uploads\//, (route) => {
    if (route.request().method() === 'PATCH') pieces++
    return pieces === 2 ? route.abort('connectionreset') : route.continue()
  })
  await page.locator('#f-file').setInputFiles(onDisk('grand.pdf', bytes))
  await row(page, 'grand.pdf').getByText('Connexion perdue').waitFor()
  await page.unroute(/\/uploads\//)
  await received(page, 'grand.pdf')
  expect(await rows()).toMatchObject([{ file: sha256(bytes), size: bytes.length }])
})

test('a page loaded again goes on with what it had begun, and keeps what it had received', async () => {
  const page = await browser.open(form, { as: town.supportPartner.accountId })
  const bytes = large()
  await page.locator('#f-file').setInputFiles(onDisk('petit.pdf', pdf('petit')))
  await received(page, 'petit.pdf')
  let pieces = 0
  const offsets: number[] = []
  await page.route(/\/uploads\//, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    offsets.push(Number(await route.request().headerValue('Upload-Offset')))
    pieces++
    if (pieces !== 2) return route.continue()
  })
  const path = onDisk('grand.pdf', bytes)
  await page.locator('#f-file').setInputFiles(path)
  await expect.poll(() => pieces).toBe(2)
  await page.reload()
  await page.getByText('Pas encore reçu en entier : grand.pdf').first().waitFor()
  expect(await page.getByRole('checkbox', { name: /petit\.pdf/ }).isChecked()).toBe(true)
  await page.locator('#f-file').setInputFiles(path)
  await received(page, 'grand.pdf')
  expect(offsets[2]).toBeGreaterThanOrEqual(4 * MB)
  expect((await rows()).map(({ file }) => file)).toContain(sha256(bytes))
  await page.locator('#f-kind').selectOption('minutes')
  await save(page)
  await page.waitForURL(new RegExp(`/initiatives/${one.slug}/documents$`))
  expect((await house.db.select().from(documents)).map(({ title }) => title).sort()).toEqual(['grand', 'petit'])
})

test('a file that is too large, or a session that is lost, is said at the file; nothing typed goes', async () => {
  const page = await browser.open(form, { as: town.supportPartner.accountId })
  await page.locator('#f-title').fill('Bilan du printemps')
  await page.locator('#f-file').setInputFiles(onDisk('enorme.pdf', bytesOf(12 * MB + 1)))
  await row(page, 'enorme.pdf').getByText('dépasse 12 Mo').waitFor()
  const cookies = await page.context().cookies()
  await page.context().clearCookies()
  await page.locator('#f-file').setInputFiles(onDisk('bilan.pdf', pdf('bilan')))
  await row(page, 'bilan.pdf').getByText('Connectez-vous dans un autre onglet').waitFor()
  await page.locator('#f-kind').selectOption('evaluation')
  await save(page)
  await page.getByText('Un fichier n’a pas été reçu').first().waitFor()
  await page.context().addCookies(cookies)
  await row(page, 'bilan.pdf').getByRole('button', { name: 'Réessayer bilan.pdf' }).click()
  await received(page, 'bilan.pdf')
  await row(page, 'enorme.pdf').getByRole('button', { name: 'Retirer enorme.pdf' }).click()
  await save(page)
  await page.waitForURL(/\/documents\/[0-9a-f-]{36}$/)
  expect(await page.locator('h1').textContent()).toBe('Bilan du printemps')
})

test('a new version takes one file: the second takes the place of the first', async () => {
  const as = town.supportPartner.accountId
  const page = await browser.open(form, { as })
  await page.locator('#f-file').setInputFiles(onDisk('un.pdf', pdf('un')))
  await page.locator('#f-kind').selectOption('minutes')
  await save(page)
  await page.waitForURL(/\/documents\/[0-9a-f-]{36}$/)
  await page.getByRole('link', { name: 'Nouvelle version' }).click()
  await page.locator('#f-file').setInputFiles(onDisk('deux.pdf', pdf('deux')))
  await received(page, 'deux.pdf')
  await page.locator('#f-file').setInputFiles(onDisk('trois.pdf', pdf('trois')))
  await received(page, 'trois.pdf')
  expect(await page.locator('.upload-row').count()).toBe(1)
  await save(page)
  await page.waitForURL(/\/documents\/[0-9a-f-]{36}$/)
  expect((await house.db.select().from(documentVersions)).map(({ fileName }) => fileName).sort()).toEqual([
    'trois.pdf',
    'un.pdf',
  ])
})

test('without scripts, the form sends the files itself', async () => {
  const page = await browser.open(form, { as: town.supportPartner.accountId, javaScript: false })
  await page.locator('#f-file').setInputFiles([onDisk('un.pdf', pdf('un')), onDisk('deux.pdf', pdf('deux'))])
  await page.locator('#f-kind').selectOption('minutes')
  await save(page)
  await page.waitForURL(new RegExp(`/initiatives/${one.slug}/documents$`))
  expect(await house.db.select().from(documents)).toHaveLength(2)
})
