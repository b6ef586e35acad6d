import { beforeEach, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { desk, expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let town: Town

beforeEach(async () => {
  town = await settle(house)
})

const home = '/settings/privacy/incidents'

test.each([
  { javaScript: true, viewport: desk, theme: 'light' },
  { javaScript: false, viewport: phone, theme: 'dark' },
] as const)(
  'an incident goes from noticed to closed, with a mistake and with two people who change it at once: %o',
  async (opening) => {
    const as = town.administrator.accountId
    // axe is a script itself.
    const look = async (page: Awaited<ReturnType<typeof browser.open>>) => {
      if (opening.javaScript) await expectAccessible(page)
      await expectNoSideways(page)
    }
    const page = await browser.open('/settings/privacy', { as, ...opening })
    await page.getByRole('link', { name: 'Incidents de confidentialité' }).click()
    await page.getByRole('heading', { name: 'Aucun incident inscrit' }).waitFor()
    await look(page)
    await page.getByRole('link', { name: 'Inscrire un incident' }).click()

    // Told before it was noticed.
    await page.getByLabel('Ce qui s’est passé').fill('Une liste de présences est partie à la mauvaise adresse.')
    await page.getByLabel('Autorité avisée le').fill('2026-02-27')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('alert').getByText('Ce jour précède celui du constat.').waitFor()
    expect(await page.getByLabel('Ce qui s’est passé').inputValue()).toContain('liste de présences')
    await look(page)
    await page.getByLabel('Autorité avisée le').fill('')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('L’incident est inscrit au registre.').waitFor()
    await page.getByRole('link', { name: 'S’il y a un risque de préjudice sérieux' }).waitFor()
    expect(await page.getByRole('button', { name: 'Clore l’incident' }).count()).toBe(0)
    await look(page)

    // Two tabs.
    const other = await browser.open(`${home}/1/edit`, { as, ...opening })
    await page.getByRole('link', { name: 'Modifier', exact: true }).click()
    await page.getByLabel('Quels renseignements').fill('Vingt noms')
    await page.getByLabel('risque sérieux', { exact: true }).check()
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('heading', { name: 'L’autorité n’a pas été avisée' }).waitFor()
    await page.getByText('jusqu’au 5 mars 2026').waitFor()
    await look(page)
    await other.getByLabel('Quels renseignements').fill('Vingt noms et adresses')
    await other.getByRole('button', { name: 'Enregistrer' }).click()
    await other.getByRole('group', { name: 'Quels renseignements' }).waitFor()
    await look(other)
    const verdict = other.getByRole('group', { name: 'Risque de préjudice sérieux' })
    await verdict.getByRole('radio').nth(1).check()
    await other.locator('form.conflict button.primary').click()
    await other.getByText('Vingt noms et adresses').waitFor()
    await other.getByRole('heading', { name: 'L’autorité n’a pas été avisée' }).waitFor()

    await other.getByRole('link', { name: 'Quelle autorité a été avisée, et quel jour' }).click()
    await other.getByLabel('Autorité avisée', { exact: false }).first().fill('CAI')
    await other.getByLabel('Autorité avisée le').fill('2026-03-02')
    await other.getByLabel('Personnes avisées le').fill('2026-03-02')
    await other.getByRole('button', { name: 'Enregistrer' }).click()
    await other.getByRole('button', { name: 'Clore l’incident' }).click()
    await other.getByText('L’incident est clos.').waitFor()
    await look(other)
    await other.getByRole('navigation').getByRole('link', { name: 'Incidents' }).click()
    await other.getByRole('cell', { name: 'clos le 2 mars 2026' }).waitFor()
    await look(other)
  },
)
