import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import { attach } from '../dossiers/papers.ts'
import { taken } from '../dossiers/taking.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { desk, expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
})

test('a support partner says what knowledge was brought, and the page shows what is missing', async () => {
  const page = await browser.open(`/initiatives/${one.slug}`, { as: town.supportPartner.accountId })
  await page.getByRole('link', { name: 'Ajouter un apport' }).click()
  await page.getByLabel('savoir d’expérience').check()
  await page.getByLabel('Ce qui a été apporté').fill('Les trajets du soir manquent')
  await page.getByLabel('Par qui').fill('Un groupe de parents')
  await page.getByLabel('Ce que cela a changé').fill('L’horaire a changé')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.waitForURL(/#knowledge$/)
  const section = page.locator('#knowledge')
  await section.getByText('Les trajets du soir manquent', { exact: true }).waitFor()
  expect(await section.textContent()).toContain('1 savoir sur 4')
})

test('a carrier makes a link, somebody without an account reads by it, until it is revoked', async () => {
  await attach(house, one.id, { title: 'Bilan', visibility: 'network' })
  const page = await browser.open(`/initiatives/${one.slug}/dossier`, { as: town.carrier.accountId })
  await page.getByLabel('Pour qui').fill('La Fondation')
  await page.getByLabel('ce que voit le réseau').check()
  await page.getByRole('button', { name: 'Créer le lien' }).click()
  const address = await page.getByLabel('Adresse du lien').inputValue()
  await expectAccessible(page)
  const path = new URL(address).pathname
  const visitor = await browser.open(path)
  expect(await visitor.locator('main').textContent()).toContain('Bilan')
  await page.getByRole('link', { name: 'Revenir au dossier' }).click()
  await page.getByRole('button', { name: /Révoquer/ }).click()
  await page.getByText('Le lien est révoqué').waitFor()
  expect((await visitor.goto(path))!.status()).toBe(404)
})

describe.each([
  { theme: 'light', viewport: desk },
  { theme: 'dark', viewport: phone },
] as const)('in the $theme theme at $viewport.width px', ({ theme, viewport }) => {
  test('the page of an archive reads well by itself', async () => {
    await attach(house, one.id, { title: 'Entente « pilote » : un titre qui continue longtemps', visibility: 'public' })
    await attach(house, one.id, { title: 'Suspect', scanState: 'quarantined', visibility: 'public' })
    const { files } = await taken(house, `/initiatives/${one.slug}/dossier.zip`, town.carrier.accountId)
    // From another place than the house, so that nothing of it is at hand. A folder would do, but axe reads the style anew.
    const elsewhere = createServer((req, res) => {
      const name = decodeURIComponent(req.url!.slice(1))
      res.setHeader('Content-Type', name.endsWith('.css') ? 'text/css' : 'text/html')
      res.end(files[name])
    }).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    const { port } = elsewhere.address() as AddressInfo
    const page = await browser.open(`http://127.0.0.1:${port}/index.html`, { theme, viewport })
    await expectAccessible(page)
    await expectNoSideways(page)
    expect(await page.locator('h1').count()).toBe(1)
    elsewhere.close()
  })
})
