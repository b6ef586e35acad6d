import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { criteriaOf } from '../../src/domain/gates.ts'
import { changeGate } from '../../src/network/gates.ts'
import { pdf } from '../documents/sending.ts'
import { useHouse } from '../house.ts'
import { rowOf } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let town: Town
let one: Settled
let home: string
let folder: string
const paper = (name: string) => {
  const path = join(folder, name)
  writeFileSync(path, pdf(name))
  return path
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sillon-papers-'))
  town = await settle(house)
  one = await town.initiativeAt('emergence')
  home = `/initiatives/${one.slug}`
  const criteria = criteriaOf('emergence').map((code) => ({ code, on: code === 'E3' || code === 'E4' }))
  await changeGate(house.db, 'emergence', { mode: 'require', version: 1, criteria }, town.coordinator.by, house.now)
})
afterEach(() => rmSync(folder, { recursive: true }))

describe.each([true, false])('with scripts: %s,', (javaScript) => {
  test('a support partner supplies what is missing from its own button, in two clicks, and the move passes', async () => {
    const page = await browser.open(home, { as: town.supportPartner.accountId, javaScript })
    await page.locator('.criterion', { hasText: 'E4' }).getByRole('link', { name: 'Joindre un document' }).click()
    await page.waitForURL(/documents\/new\?code=E4/)
    await page.locator('#f-file').setInputFiles(paper('soiree.pdf'))
    await page.locator('main form button.primary').click()
    await page.waitForURL(new RegExp(`${home}#gate$`))
    expect(await page.locator('main').textContent()).toContain('le critère E4 est attesté')
    expect(await page.locator('#gate').textContent()).toContain('2 critères sur 2')
    expect(await page.locator('#documents').textContent()).toContain('soiree')

    const carrier = await browser.open(home, { as: town.leadCarrier.accountId, javaScript })
    await carrier.getByRole('link', { name: /Passer à l’étape/ }).click()
    await carrier.locator('main form button.primary').click()
    await carrier.waitForURL(new RegExp(`${home}$`))
    expect((await rowOf(house, one.slug)).stage).toBe('mobilisation')
  })

  test('a form with a wrong link comes back with the file, which is sent once', async () => {
    const page = await browser.open(`${home}/documents/new`, { as: town.taker.accountId, javaScript })
    await page.locator('#f-file').setInputFiles(paper('bilan.pdf'))
    await page.locator('#f-url').fill('javascript:alert(1)')
    await page.locator('#f-kind').selectOption('evaluation')
    await page.locator('#f-title').fill('Bilan du printemps')
    await page.locator('main form button.primary').click()
    await page.locator('#problems').waitFor()
    expect(await page.locator('#f-title').inputValue()).toBe('Bilan du printemps')
    expect(await page.locator('#f-kind').inputValue()).toBe('evaluation')
    expect(await page.locator('main form').textContent()).toContain('bilan.pdf')
    await page.locator('#f-url').fill('')
    await page.locator('main form button.primary').click()
    await page.waitForURL(/\/documents\/(?!new)[^/]+$/)
    expect(await page.locator('h1').textContent()).toBe('Bilan du printemps')
    expect(await house.db.select().from(documentVersions)).toHaveLength(1)
  })
})

test('several files are attached at once, on a phone', async () => {
  const as = town.carrier.accountId
  const page = await browser.open(home, { as, viewport: phone })
  await page.locator('#documents').getByRole('link', { name: 'Joindre' }).click()
  await page.locator('#f-file').setInputFiles([paper('un.pdf'), paper('deux.pdf'), paper('trois.pdf')])
  await page.locator('#f-kind').selectOption('photo')
  await page.locator('main form button.primary').click()
  await page.waitForURL(new RegExp(`${home}/documents$`))
  expect((await house.db.select().from(documents)).map(({ title }) => title).sort()).toEqual(['deux', 'trois', 'un'])
})

test('a double click on « Joindre » attaches once', async () => {
  const page = await browser.open(`${home}/documents/new`, { as: town.carrier.accountId })
  await page.locator('#f-file').setInputFiles(paper('un.pdf'))
  await page.locator('#f-kind').selectOption('minutes')
  await page.locator('main form button.primary').dblclick()
  await page.waitForURL(/\/documents\/(?!new)[^/]+$/)
  await page.locator('h1').waitFor()
  expect(await house.db.select().from(documents)).toHaveLength(1)
})

test('a document is replaced, thrown away and taken back', async () => {
  const page = await browser.open(`${home}/documents/new`, { as: town.carrier.accountId })
  await page.locator('#f-url').fill('https://example.org/plan')
  await page.locator('#f-kind').selectOption('experiment_plan')
  await page.locator('main form button.primary').click()
  await page.waitForURL(/\/documents\/(?!new)[^/]+$/)
  await page.getByRole('link', { name: 'Nouvelle version' }).click()
  await page.locator('#f-file').setInputFiles(paper('plan.pdf'))
  await page.locator('#f-reason').fill('Le plan entier')
  await page.locator('main form button.primary').click()
  await page.waitForURL(/\/documents\/(?!new)[^/]+$/)
  expect(await page.locator('aside').textContent()).toContain('Le plan entier')
  await page.getByRole('link', { name: 'Mettre à la corbeille' }).click()
  await page.locator('main form button.danger').click()
  await page.waitForURL(new RegExp(`${home}$`))
  await page.goto(`${home}/bin`)
  await page.getByRole('button', { name: /Reprendre/ }).click()
  await page.waitForURL(/\/documents\/(?!new)[^/]+$/)
  expect(await page.locator('main').textContent()).toContain('repris de la corbeille')
})
