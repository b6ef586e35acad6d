import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { consents } from '../../src/accounts/tables.ts'
import { actors } from '../../src/actors/tables.ts'
import { DAY_MS } from '../../src/domain/calendar.ts'
import { newId } from '../../src/platform/id.ts'
import { job } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { purgeDue } from '../../src/privacy/purging.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { desk, expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
const home = '/settings/privacy/retention'

test('the periods and the log are read on a phone and on a desk, and a period is changed, with scripts and without', async () => {
  const { administrator } = await settle(house)
  const as = administrator.accountId
  const doneAt = new Date(house.now.getTime() - 8 * DAY_MS)
  await house.db.commit((tx) => [
    tx.insert(jobs).values([1, 2].map(() => ({ ...job('letter.send', {}, doneAt), doneAt }))),
  ])
  await purgeDue(house.bench)
  for (const viewport of [phone, desk]) {
    for (const path of [home, `${home}/links`]) {
      const page = await browser.open(path, { as, viewport, theme: viewport === phone ? 'dark' : 'light' })
      await expectAccessible(page)
      await expectNoSideways(page)
    }
  }
  for (const [javaScript, days] of [
    [true, '120'],
    [false, '150'],
  ] as const) {
    const page = await browser.open(home, { as, javaScript })
    await page.getByRole('link', { name: /Changer la durée.*Liens de lecture/ }).click()
    await page.getByLabel('Durée en jours').fill(days)
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('La durée est enregistrée.').waitFor()
    expect(await page.locator('#links').textContent()).toContain(`${days} jours`)
    expect(await page.locator('#jobs_done').textContent()).toContain('2 lignes')
  }
})

test('a consent is given and withdrawn, with scripts and without', async () => {
  const { leadCarrier } = await settle(house)
  const as = leadCarrier.accountId
  const visibility = async () => {
    const [row] = await house.db.select().from(actors).where(eq(actors.id, leadCarrier.personId))
    return row!.visibility
  }
  for (const javaScript of [true, false]) {
    const page = await browser.open('/me/privacy', { as, javaScript, viewport: phone })
    await expectNoSideways(page)
    if (javaScript) await expectAccessible(page)
    await page.getByRole('button', { name: 'J’accepte que mon nom soit public' }).click()
    await page.getByText('Votre consentement est inscrit.').waitFor()
    expect(await visibility()).toBe('public')
    await page.getByRole('button', { name: 'Retirer mon consentement' }).click()
    await page.getByText('Votre refus est inscrit').waitFor()
    expect(await visibility()).toBe('network')
  }
})

test('the form of a person asks for their consent where they are made public, with scripts and without', async () => {
  const { coordinator, leadCarrier } = await settle(house)
  const [{ slug } = { slug: '' }] = await house.db.select().from(actors).where(eq(actors.id, leadCarrier.personId))
  for (const javaScript of [true, false]) {
    const page = await browser.open(`/actors/${slug}/edit`, { as: coordinator.accountId, javaScript, viewport: phone })
    const how = page.getByLabel('Comment il a été donné')
    expect(await how.isVisible()).toBe(false)
    await page.getByLabel('Tout le monde').check()
    await how.waitFor()
    if (javaScript) await expectAccessible(page)
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Modifier « ').first().waitFor()
    expect(await page.locator('#f-consentHow-problem').isVisible()).toBe(true)
    await page.getByLabel('Consentement donné le').fill('2026-02-20')
    await page.getByLabel('Comment il a été donné').fill(`Par courriel ${newId().slice(0, 4)}`)
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForURL(`**/actors/${slug}`)
    await house.db.commit((tx) => [
      tx.update(actors).set({ visibility: 'network' }).where(eq(actors.id, leadCarrier.personId)),
    ])
    if (javaScript) await house.db.commit((tx) => [tx.delete(consents)])
  }
})
