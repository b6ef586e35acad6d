import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../src/platform/id.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { desk, expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true })
const browser = useBrowser(house)
const path = '/settings/archive'

async function asked(as: string) {
  await house.post(path, { once: newId() }, { as })
}

test('the page of archives can be read on a phone and on a desk, in both themes, while one is made and after', async () => {
  const { administrator } = await settle(house)
  const as = administrator.accountId
  for (const minutes of [1, 2]) {
    await asked(as)
    house.now = new Date(house.now.getTime() + minutes * 60_000)
    await house.work()
  }
  truncateSync(join(house.source.dataFolder, 'archives', 'sillon-20260302T150100Z.tar.gz'), 50)
  await asked(as)
  await house.db.commit((tx) => [tx.update(jobs).set({ progressDone: 30_000, progressTotal: 614_707 })])
  for (const theme of ['light', 'dark'] as const) {
    for (const viewport of [phone, desk]) {
      const page = await browser.open(path, { as, theme, viewport })
      await expectAccessible(page)
      await expectNoSideways(page)
    }
  }
  await house.db.commit((tx) => [tx.update(jobs).set({ deadAt: house.now, error: 'ArchiveFault: no_space {}' })])
  const page = await browser.open(path, { as, viewport: phone })
  await expectAccessible(page)
})

test('the progress moves by itself, and the archive is there when it is over', async () => {
  const { administrator } = await settle(house)
  const page = await browser.open(path, { as: administrator.accountId })
  await page.getByRole('button', { name: 'Faire une archive' }).click()
  await page.getByRole('progressbar').waitFor()
  await house.db.commit((tx) => [tx.update(jobs).set({ progressDone: 30, progressTotal: 120 })])
  await page.getByText('30 sur 120').waitFor()
  await house.work()
  const link = page.getByRole('link', { name: /Télécharger l’archive/ })
  await link.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toMatch(/^sillon-\d{8}T\d{6}Z\.tar\.gz$/)
})

test('without scripts the page is asked again by hand, and an archive is removed', async () => {
  const { administrator } = await settle(house)
  const page = await browser.open(path, { as: administrator.accountId, javaScript: false })
  await page.getByRole('button', { name: 'Faire une archive' }).click()
  await house.work()
  await page.getByRole('link', { name: 'Actualiser' }).click()
  await page.getByRole('button', { name: /Supprimer l’archive/ }).click()
  await page.getByText('Aucune archive pour le moment.').waitFor()
})
