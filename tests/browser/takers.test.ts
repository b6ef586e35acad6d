import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedDemo } from '../../src/demo/commands.ts'
import { pdf } from '../documents/sending.ts'
import { useHouse } from '../house.ts'
import { expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
const home = '/initiatives/equipe-serre-solidaire'
const atHome = new RegExp(`${home}(#\\w+)?$`)
const anIndicator = /\/indicators\/[0-9a-f-]+$/
const anAdjustment = /\/adjustments\/(?!new)[^/]+$/

const coordination = 'Coordination'
const carrier = 'Porteuse, équipe Paniers du Nord'
const taker = 'Preneur'
const funder = 'Bailleresse de fonds'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sillon-kit-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** The house's day is another one from now on: whoever was signed in signs in anew. */
function on(day: string) {
  house.now = new Date(`${day}T15:00:00Z`)
}

test('an initiative goes from mobilisation to sustained by what its takers try, say and adopt', async () => {
  expect(await seedDemo(house.bench, house.now, house.storage)).toBe(true)

  // As anybody signs in to the demo.
  const as = async (name: string) => {
    const page = await browser.open('/sign-in')
    await page.getByRole('button', { name: `Entrer comme ${name}`, exact: true }).click()
    await page.waitForURL(`${house.origin}/`)
    return page
  }
  let coordinator = await as(coordination)
  const met = async () => {
    await coordinator.goto(home)
    return (await coordinator.locator('#gate .criterion.met .code').allTextContents()).toSorted()
  }
  /** Exactly these criteria were missing, and are met once this is done. */
  const turns = async (codes: string[], deed: () => Promise<unknown>) => {
    const before = await met()
    await deed()
    expect(await met()).toEqual([...before, ...codes].toSorted())
  }
  const innovation = async () => {
    await coordinator.goto(home)
    return /Pratique novatrice|Innovation sociale/.exec(await said(coordinator, '[data-innovation]'))?.[0]
  }
  const moves = async (page: Page, action: RegExp, stage: string) => {
    await page.goto(home)
    await page.locator('#gate').getByRole('link', { name: action }).first().click()
    await save(page, atHome)
    await coordinator.goto(home)
    expect(await coordinator.locator('#timeline li').first().textContent()).toContain(stage)
  }

  // — Mobilisation: somebody accepts to try it, a trial is planned and paid for.
  await follow(coordinator, home, '#roles', /Ajouter \(Équipe porteuse\)/)
  await coordinator.locator('[name=actor]').fill(carrier)
  await coordinator.locator('[name=acceptFor]').check()
  await save(coordinator, atHome)
  let page = await as(carrier)
  expect([await met(), await innovation()]).toEqual([['M1', 'M2'], 'Pratique novatrice'])

  await turns([], async () => {
    await follow(page, home, '#roles', /Ajouter \(Preneurs\)/)
    await page.locator('[name=actor]').fill('Coopérative d’alimentation (démonstration)')
    await page.locator('[name=kind]').selectOption('organisation')
    await page.locator('[name=takerKind][value=adopter]').check()
    await save(page, atHome)
  })
  const cooperative = await as(taker)
  await turns(['M3'], async () => {
    await follow(cooperative, home, '#roles', /Répondre/)
    await cooperative.locator('button[value=accepted]').click()
    await cooperative.waitForURL(atHome)
  })

  // Without its baseline, a plan is no plan.
  await turns([], async () => {
    await follow(page, home, '#pilots', /Planifier/)
    await fill(page, {
      title: 'Une serre, deux écoles',
      startsOn: '2026-03-09',
      endsOn: '2026-05-29',
      place: 'Aréna de Mont-Laurier',
      territory: 'Mont-Laurier (79088)',
      responsible: 'Comité de la serre',
      newVersion: 'Serre et livraison à vélo',
      newName: 'Portions de légumes par élève et par semaine',
      newUnit: 'portions',
      newTarget: '8',
      ethics: 'Aucun enfant n’est nommé.',
      consent: 'Les familles sont prévenues par lettre.',
    })
    await page.locator('[name=newBenefits][value=individual]').check()
    await page.locator('[name=visibility]').selectOption('public')
    await save(page, /\/pilots\/[0-9a-f-]+$/)
  })
  const first = new URL(page.url()).pathname
  await turns(['M4'], async () => {
    await follow(page, first, '#measures', /situation de départ/)
    await fill(page, { value: '3', source: 'Menus de l’hiver' })
    await save(page, anIndicator)
  })
  const portions = new URL(page.url()).pathname

  const giver = await as(funder)
  await turns(['M5'], async () => {
    await giver.goto(home)
    await giver.locator('#money a[href^="/fundings/"]').first().click()
    await giver.locator('main a[href$="/rows/new"]').click()
    await giver.locator('[name=status]').selectOption('confirmed')
    await fill(giver, { amount: '2000' })
    await save(giver, /\/fundings\/[0-9a-f-]+$/)
  })
  await turns(['M6'], () => state(page, 'M6', 'Comité de la serre, lettre aux familles et règles de décision adoptés.'))
  await moves(page, /Passer à l’étape « Rétroaction »/, 'Mobilisation → Rétroaction')
  expect(await met()).toEqual([])

  // — Feedback: the trial runs, ten answer by a link on their phone, ten on paper.
  on('2026-03-09')
  ;[coordinator, page] = [await as(coordination), await as(carrier)]
  await page.goto(first)
  await page.getByRole('link', { name: 'Commencer' }).click()
  await save(page, new RegExp(`${first}$`))
  await page.goto(`${first}/form`)
  await fill(page, { 'fr-0': 'Combien de jours par semaine y en a-t-il ?' })
  await page.locator('[name=type-0]').selectOption('number')
  await page.locator('[name=isOpen]').check()
  await save(page, new RegExp(`${first}(/links)?$`))
  await page.goto(`${first}/links`)
  await fill(page, { label: 'Affiche à la cafétéria' })
  await page.locator('[name=takerKind]').selectOption('beneficiary')
  await save(page, new RegExp(`${first}/links`))
  const link = new URL((await page.locator('.feedback-links a.code').getAttribute('href'))!).pathname

  on('2026-03-30')
  ;[coordinator, page] = [await as(coordination), await as(carrier)]
  await turns([], async () => {
    for (let device = 1; device <= 10; device++) await answers(link, device)
  })
  await turns(['R2'], async () => {
    await page.goto(`${first}/paper`)
    for (let sheet = 1; sheet <= 10; sheet++) await typed(page, sheet)
  })
  await page.goto(`${first}/feedback`)
  expect(await page.locator('main').textContent()).toMatch(/20 rétroactions/)
  await expectAccessible(page)

  // Two adjustments answer what they said: one is decided, one leads to the next version.
  await turns(['R3'], async () => {
    await adjusts(page, first, 'Peser les paniers avant le départ', 'decided', 'Une salade de plus')
    await save(page, anAdjustment)
  })
  await turns([], async () => {
    await adjusts(page, first, 'Livrer le lundi et le jeudi', 'done', 'Deux livraisons')
    await fill(page, { doneOn: '2026-03-30', newVersionName: 'Serre, deux livraisons par semaine' })
    await page.locator('[name=solutionVersion]').selectOption('new')
    await save(page, anAdjustment)
  })

  // The trial ends, with what it did and undid.
  on('2026-05-29')
  ;[coordinator, page] = [await as(coordination), await as(carrier)]
  await turns(['R1'], async () => {
    await page.goto(first)
    await page.getByRole('link', { name: 'Terminer' }).click()
    await fill(page, {
      findings: 'Six portions par semaine en moyenne ; les légumes feuilles partent les premiers.',
      negativeEffects: 'Le concierge de l’aréna finit une heure plus tard.',
    })
    await save(page, new RegExp(`${first}$`))
  })
  await turns(['R4'], () => result(page, portions, '6'))

  // The next version is tried in turn, and measures what the whole community gains.
  await turns([], async () => {
    await follow(page, home, '#pilots', /Planifier/)
    await fill(page, { title: 'Quatre écoles, deux livraisons', startsOn: '2026-06-01', endsOn: '2026-08-28' })
    await fill(page, { place: 'Quatre écoles', responsible: 'Comité de la serre', newUnit: 'kg', newBaseline: '900' })
    await fill(page, { newName: 'Légumes cultivés dans la région, par mois' })
    await page
      .locator('[name=solutionVersion]')
      .selectOption({ label: 'Version 2 : Serre, deux livraisons par semaine' })
    await page.locator('[name=visibility]').selectOption('public')
    await save(page, /\/pilots\/[0-9a-f-]+$/)
  })
  const second = new URL(page.url()).pathname
  await coordinator.goto(home)
  for (const words of ['20 rétroactions', 'Livrer le lundi et le jeudi', 'Serre, deux livraisons', 'Quatre écoles']) {
    expect(await coordinator.locator('#loop').textContent()).toContain(words)
  }
  on('2026-06-01')
  ;[coordinator, page] = [await as(coordination), await as(carrier)]
  await page.goto(second)
  await page.getByRole('link', { name: 'Commencer' }).click()
  await save(page, new RegExp(`${second}$`))

  // — Three adoptions, in three territories: who tries it, who means to, who has used it for half a year.
  let trial = ''
  await turns(['R5'], async () => {
    trial = await adopts(page, 'Coopérative d’alimentation (démonstration)', 'adopter', 'trial', 'Mont-Laurier (79088)')
  })
  const intent = await adopts(page, 'Ville partenaire (démonstration)', 'adopter', 'intent', 'Saint-Jérôme (75017)')
  await adopts(page, 'Élèves des écoles primaires d’Argenteuil', 'beneficiary', 'trial', 'Lachute (76020)')
  await turns(['R6'], () => state(page, 'R6', 'Trois revenus envisagés, dont la vente aux écoles.'))
  expect(await innovation()).toBe('Pratique novatrice')
  await moves(page, /Passer à l’étape « Appropriation »/, 'Rétroaction → Appropriation')
  expect(await met()).toEqual([])

  on('2026-09-01')
  ;[coordinator, page] = [await as(coordination), await as(carrier)]
  await page.goto(second)
  await page.getByRole('link', { name: 'Terminer' }).click()
  await fill(page, { findings: 'Sept portions par semaine.', negativeEffects: 'Aucun qui soit connu.' })
  await save(page, new RegExp(`${second}$`))
  await turns(['A1'], () => step(page, trial, 'integrated'))
  await turns([], () => step(page, intent, 'integrated'))
  expect(await innovation()).toBe('Pratique novatrice')
  await turns(['A3'], () => state(page, 'A3', 'La coopérative fait fonctionner la serre sans l’équipe porteuse.'))
  await turns(['A5'], async () => {
    const kit = join(folder, 'trousse.pdf')
    writeFileSync(kit, pdf('Trousse'))
    await page.goto(home)
    await page
      .locator('#documents')
      .getByRole('link', { name: /Joindre/ })
      .click()
    await page.locator('#f-file').setInputFiles(kit)
    await page.locator('[name=kind]').selectOption('guide')
    for (const group of await page.locator('main form details.fold > summary').all()) await group.click()
    await page.locator('[name=visibility]').selectOption('public')
    await page.locator('[name=licence]').selectOption('cc_by_sa')
    await save(page, /\/documents\/(?!new)[^/]+$/)
  })
  await turns(['A4'], async () => {
    await follow(coordinator, home, '#money', /Ajouter/)
    await coordinator.locator('[name=status]').selectOption('confirmed')
    await fill(coordinator, { funder: 'Fondation privée (démonstration)', amount: '7500', purpose: 'Deuxième saison' })
    await save(coordinator, /\/fundings\/[0-9a-f-]+$/)
  })

  // Whoever hears of it asks on a phone, and waits until the carriers have answered.
  await turns([], async () => {
    await page.goto(`${home}/adopt/edit`)
    await fill(page, { takes: '- une chaleur perdue\n- un comité', steps: '1. Venez voir la serre.', ask: 'Le comité' })
    await page.locator('[name=isPublished]').check()
    await save(page, new RegExp(`${home}/adopt$`))
    await asks()
    await page.goto('/me')
    await page
      .getByRole('link', { name: /Maison de quartier/ })
      .first()
      .click()
    await page.locator('[name=newKind]').selectOption('organisation')
    await save(page, /\/adoptions\/[0-9a-f-]+$/)
  })
  await turns(['A6'], async () => {
    await page.goto(home)
    await page.locator('#indicators a', { hasText: 'Légumes cultivés' }).first().click()
    await page.waitForURL(anIndicator)
    await result(page, new URL(page.url()).pathname, '2 150')
  })
  expect(await innovation()).toBe('Innovation sociale')

  // Nobody does anything: half a year of use has passed.
  await turns(['A2'], async () => {
    on('2026-12-02')
    ;[coordinator, page] = [await as(coordination), await as(carrier)]
  })
  await moves(page, /pérenn/i, 'Pérenn')
  expect(await innovation()).toBe('Innovation sociale')
  await page.setViewportSize(phone)
  await page.goto(home)
  await expectAccessible(page)
  await expectNoSideways(page)
})

/** Somebody who has no account answers on a phone of their own; the last one runs no scripts. */
async function answers(link: string, device: number) {
  const page = await browser.open(link, { viewport: phone, javaScript: device < 10 })
  await page.locator('#f-consent').check()
  await page.locator(`[name=adequacy][value="${2 + (device % 4)}"]`).check()
  await fill(page, { helps: 'C’est frais et ça goûte bon', toChange: device % 2 ? 'Deux livraisons par semaine' : '' })
  await page.locator('main [name^="q-"]').fill(String(device % 5))
  if (device === 1) {
    await expectAccessible(page)
    await expectNoSideways(page)
  }
  house.now = new Date(house.now.getTime() + 40_000)
  await save(page, /\/thanks/)
  await page.context().close()
}

/** Somebody who has no account asks to adopt it, by the public page. */
async function asks() {
  const page = await browser.open(`${home}/adopt`, { viewport: phone })
  await expectAccessible(page)
  await expectNoSideways(page)
  await fill(page, { takerName: 'Maison de quartier du Nord', territory: 'Sainte-Adèle (77022)' })
  await page.locator('[name=takerKind][value=adopter]').check()
  await fill(page, { contactName: 'Accueil', contactEmail: 'accueil@demo.example' })
  await page.locator('#f-isAgreed').check()
  house.now = new Date(house.now.getTime() + 40_000)
  await page.locator('#request button.primary').click()
  await page.locator('.message.done').waitFor()
}

/** A sheet of paper is typed without the mouse: the page stays, and comes back at its first field. */
async function typed(page: Page, sheet: number) {
  await page.locator('#f-sheet:focus').waitFor()
  await page.keyboard.type(String(sheet))
  await page.locator(`[name=takerKind][value="${sheet <= 4 ? 'adopter' : 'beneficiary'}"]`).focus()
  await page.keyboard.press('Space')
  await page.locator('#f-consent').focus()
  await page.keyboard.press('Space')
  await page.locator('#f-adequacy').focus()
  await page.keyboard.press(String(1 + (sheet % 5)))
  await page.keyboard.press('Tab')
  await page.keyboard.type('Les enfants en mangent')
  await page.locator('[name=toChange]').focus()
  await page.keyboard.type('Une salade de plus')
  await page.locator('form[data-digits] button.primary').focus()
  await page.keyboard.press('Enter')
  await page.locator('.tally', { hasText: `${sheet} saisie` }).waitFor()
}

async function adjusts(page: Page, pilot: string, what: string, is: 'decided' | 'done', words: string) {
  await page.goto(`${pilot}/feedback`)
  await page.locator('.said-list > li', { hasText: words }).first().locator('input').check()
  await page.getByRole('button', { name: /Décider d’un ajustement/ }).click()
  await fill(page, { what })
  await page.locator(`[name=state][value=${is}]`).check()
}

async function result(page: Page, indicator: string, value: string) {
  await page.goto(`${indicator}/values/new?kind=result`)
  await fill(page, { value, source: 'Registre de la serre' })
  await save(page, new RegExp(`${indicator}$`))
}

async function adopts(page: Page, name: string, kind: string, status: string, territory: string) {
  await follow(page, home, '#adoptions', /Inscrire une adoption/)
  await page.locator('[name=taker]').fill(name)
  await page.locator(`[name=takerKind][value=${kind}]`).check()
  await page.locator('[name=status]').selectOption(status)
  await fill(page, { territory })
  await page.locator('[name=visibility]').selectOption('public')
  await save(page, /\/adoptions\/[0-9a-f-]+$/)
  return new URL(page.url()).pathname
}

async function step(page: Page, adoption: string, status: string) {
  await page.goto(adoption)
  await page.locator('main a', { hasText: 'Ajouter une étape' }).click()
  await page.locator('[name=status]').selectOption(status)
  await fill(page, { evidence: 'Résolution du conseil' })
  await save(page, /\/adoptions\/[0-9a-f-]+$/)
}

const said = async (page: Page, part: string) => (await page.locator(part).first().textContent()) ?? ''

/** Follows a link of a part of a page. */
async function follow(page: Page, path: string, part: string, name: RegExp) {
  await page.goto(path)
  await page.locator(part).getByRole('link', { name }).first().click()
  await page.locator('main form').first().waitFor()
}

async function fill(page: Page, fields: Record<string, string>) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).fill(value)
}

/** Sends the form of the page, which leads there. */
async function save(page: Page, to: RegExp) {
  await page.locator('main form button.primary').last().click()
  await page.waitForURL(to)
}

async function state(page: Page, code: string, statement: string) {
  await follow(page, home, `#gate .criterion:has(.code:text-is("${code}"))`, /Attester/)
  await fill(page, { statement, proof: 'Compte rendu du comité de la serre' })
  await save(page, atHome)
}
