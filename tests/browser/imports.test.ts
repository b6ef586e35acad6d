import { expect, test } from 'vitest'
import { initiatives } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { somebody } from '../imports/wizard.ts'
import { desk, expectAccessible, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
const FILE = {
  name: 'pipeline.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'id;titre;phase;start;end;sponsors\na;Le Jardin;investigation;2024-01-05;;Fonds A | Fonds B\na;Le Jardin;construction;2025-02-01;;\nb;La Ruche;abandon-investigation;2024-03-01;;\nc;Le Pré;construction;mars 2025;;\n',
  ),
}

test('a file is imported page by page, followed to its end, and undone; every page is accessible', {
  timeout: 900_000,
}, async () => {
  const as = await somebody(house, 'coordinator')
  const page = await browser.open('/imports/new', { as })
  const seen = async (name: string) => {
    for (const [theme, viewport] of [
      ['light', desk],
      ['dark', phone],
    ] as const) {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize(viewport)
      await expectAccessible(page)
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/${name}-${theme}.png`, fullPage: true })
    }
  }
  await seen('1-new')
  await page.getByLabel('Fichier').setInputFiles(FILE)
  await page.getByRole('button', { name: 'Lire le fichier' }).click()
  for (const step of ['2-sheet', '3-columns'] as const) {
    await seen(step)
    await page.getByRole('button', { name: 'Continuer' }).click()
  }
  await seen('4-values')
  await page.getByRole('button', { name: 'Voir l’aperçu' }).click()
  await seen('5-preview')
  await page.getByRole('button', { name: 'Importer 4 lignes' }).click()
  await seen('6-running')
  await house.work()
  // The page that waits asks by itself, and goes to the result.
  await page.getByText('Importation terminée.').waitFor()
  expect(await house.db.$count(initiatives)).toBe(2)
  await seen('7-result')
  await page.getByRole('button', { name: 'Tout annuler' }).click()
  await house.work()
  await page.getByText('Importation annulée.').waitFor()
  expect(await house.db.$count(initiatives)).toBe(0)
  await page.goto('/imports')
  await seen('8-imports')
})

test('without scripts too', { timeout: 900_000 }, async () => {
  const as = await somebody(house, 'coordinator')
  const page = await browser.open('/imports/new', { as, javaScript: false })
  await page.getByLabel('Fichier').setInputFiles(FILE)
  await page.getByRole('button', { name: 'Lire le fichier' }).click()
  for (const name of ['Continuer', 'Continuer', 'Voir l’aperçu', 'Importer 4 lignes'])
    await page.getByRole('button', { name }).click()
  await page.getByRole('link', { name: 'Actualiser' }).click()
  await house.work()
  await page.getByRole('link', { name: 'Actualiser' }).click()
  await page.getByText('Importation terminée.').waitFor()
  expect(await house.db.$count(initiatives)).toBe(2)
})
