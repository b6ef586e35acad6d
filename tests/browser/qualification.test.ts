import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { labelCriteria } from '../../src/domain/qualification.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { desk, expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('appropriation', { visibility: 'public' })
})

/** Chooses the same answer to every criterion, in words. */
async function answer(page: Page, words: string) {
  for (const group of await page.getByRole('group').all()) {
    const choice = group.getByLabel(words, { exact: true })
    if (await choice.count()) await choice.check()
  }
}

test.each([
  { javaScript: true, viewport: desk, theme: 'light' },
  { javaScript: false, viewport: phone, theme: 'dark' },
] as const)(
  'two people assess and discuss, a coordinator decides, and the public page shows it: %o',
  async (opening) => {
    const at = `/initiatives/${one.slug}`
    // axe is a script itself.
    const look = (page: Page) => (opening.javaScript ? expectAccessible(page) : undefined)
    const taker = await browser.open(at, { as: town.taker.accountId, ...opening })
    await taker.locator('#qualification').getByRole('link').click()
    await taker.getByRole('link', { name: 'Évaluer (Label)' }).click()
    await look(taker)
    await answer(taker, 'tout à fait')
    await taker.getByLabel('En mots').first().fill('Un vrai lieu de création')
    await taker.getByRole('button', { name: 'Garder en brouillon' }).click()
    await taker.getByText('Votre brouillon est gardé').waitFor()
    await taker.getByRole('link', { name: 'Poursuivre mon brouillon' }).click()
    expect(await taker.getByLabel('En mots').first().inputValue()).toContain('Un vrai lieu de création')
    await taker.getByRole('button', { name: 'Déposer mon évaluation' }).click()
    await taker.getByText('Moyenne pondérée : 3 sur 3.').waitFor()

    const funder = await browser.open(`${at}/qualification/label`, { as: town.funder.accountId, ...opening })
    expect(await funder.locator('main').textContent()).not.toContain('Un vrai lieu de création')
    await funder.getByRole('link', { name: 'Évaluer' }).click()
    await answer(funder, 'un peu')
    await funder.getByRole('group').last().getByLabel('on ne peut pas encore le dire').check()
    await funder.getByRole('button', { name: 'Déposer mon évaluation' }).click()
    await funder.getByText('Moyenne pondérée : 2,2 sur 3.').waitFor()
    await funder.getByLabel('Votre mot').fill('Le numérique reste à voir.')
    await funder.getByRole('button', { name: 'Ajouter à la discussion' }).click()
    await funder.getByText('Le numérique reste à voir.', { exact: true }).waitFor()
    await look(funder)
    await expectNoSideways(funder)

    const visitor = await browser.open(at, opening)
    expect(await visitor.locator('#qualification').count()).toBe(0)
    const coordinator = await browser.open(`${at}/qualification/label`, { as: town.coordinator.accountId, ...opening })
    await coordinator.getByText('Le numérique reste à voir.', { exact: true }).waitFor()
    await coordinator.getByRole('link', { name: 'Décider' }).click()
    await coordinator.getByLabel('accordé', { exact: true }).check()
    await coordinator.getByLabel('Motif').fill('Elle transforme le quartier.')
    await coordinator.getByLabel('Décision publique').check()
    await look(coordinator)
    await coordinator.getByRole('button', { name: 'Rendre la décision' }).click()
    await coordinator.getByText('Décision inscrite.').waitFor()

    await visitor.goto(at)
    const section = visitor.locator('#qualification')
    expect(await section.textContent()).toContain('accordé')
    await section.getByRole('link', { name: 'Label' }).click()
    const shown = (await visitor.locator('main').textContent()) ?? ''
    expect(shown).toContain('Elle transforme le quartier.')
    expect(shown).not.toContain('Le numérique reste à voir.')
    expect(shown).not.toContain('Preneur Premier')
    await look(visitor)
    await expectNoSideways(visitor)
    expect(labelCriteria).toHaveLength(await visitor.locator('main ol.rows > li').count())
  },
)
