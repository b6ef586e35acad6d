import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { decided } from '../adjustments/decided.ts'
import { takenUp } from '../adoptions/adopted.ts'
import { inviting } from '../adoptions/inviting.ts'
import { hashOf } from '../../src/accounts/secrets.ts'
import { dossierLinks, dossierOpenings } from '../../src/dossiers/tables.ts'
import { initiatives, moves } from '../../src/initiatives/tables.ts'
import { knowledgeContributions } from '../../src/knowledge/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { queued } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { reportQuestions, reportMailings, reportVersions } from '../../src/reports/tables.ts'
import { reporting } from '../progress/agreed.ts'
import { published } from '../reports/published.ts'
import { attach } from '../dossiers/papers.ts'
import { heard, tested, version } from '../feedback/said.ts'
import { asking, linked as askedBy, questions } from '../feedback/asking.ts'
import { useHouse } from '../house.ts'
import { gathered, shelve } from '../library/shelf.ts'
import { carries, funded, organisation } from '../awards/ledger.ts'
import { holds } from '../programmes/holding.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { piloted } from '../pilots/cycles.ts'
import { communicated } from '../../src/communications/steps.ts'
import { linked } from '../../src/reports/linking.ts'
import { answers, qualifying } from '../qualification/forms.ts'
import { reportOn } from '../reports/made.ts'
import { pilotPages } from '../pilots/pages.ts'
import { attachedAs } from '../documents/sending.ts'
import { desk, expectAccessible, expectNoSideways, phone, useBrowser } from './browser.ts'

const house = useHouse()
const browser = useBrowser(house)
let town: Town
let slug: string
let document: string
/** Work of the member’s that was given up. */
let job: string
/** A contribution to the same initiative. */
let brought: string
/** A funding with a plan, a report that waits, one that was sent and asked about; a report for the funder, and a question on it. */
let between: { fundingId: string; due: string; sent: string; report: string; question: string }
/** An adoption with its first step, and somebody who asked to adopt. */
let taken: Awaited<ReturnType<typeof takenUp>>
/** A pilot that was spoken of, one of those sheets, and an adjustment that answers it. */
let loop: Awaited<ReturnType<typeof withLoop>>
/** Pages about pilots and what they measure. */
let ofPilots: Awaited<ReturnType<typeof pilotPages>>
/** One that others are invited to adopt, and that came of the first. */
let open: Settled
/** A document of the library, in the collection « rayon ». */
let shelved: string
/** A published report. */
let report: Awaited<ReturnType<typeof reportOn>>
/** A pilot that asks, and a link to its form. */
let inquiry: { pilot: string; link: string; path: string }
/** Addresses of a programme and of its edition, in which the initiative takes part and is funded. */
let held: { programme: string; edition: string }

beforeEach(async () => {
  town = await settle(house)
  for (const stage of ['emergence', 'mobilisation', 'appropriation'] as const) {
    const garden = await town.initiativeAt(stage, { title: `Jardin ${stage}`, visibility: 'public' })
    if (stage === 'appropriation') await inviting(house, town, (open = garden))
  }
  await town.initiativeAt('emergence', { status: 'spotted', visibility: 'restricted', title: 'Jardin de quartier' })
  await town.initiativeAt('feedback', { status: 'discontinued', visibility: 'public', title: 'Jardin fermé' })
  const one = await town.initiativeAt('feedback', { visibility: 'public' })
  slug = one.slug
  await house.db.commit((tx) => [tx.update(initiatives).set({ parentId: one.id }).where(eq(initiatives.id, open.id))])
  document = (await attachedAs(house, slug, town.carrier.accountId, { title: 'Compte rendu', criteria: 'R1' })).id
  const thrown = await attachedAs(house, slug, town.carrier.accountId, { title: 'Vieux compte rendu' })
  await house.post(`/documents/${thrown.id}/bin`, {}, { as: town.carrier.accountId })
  brought = await withDossier(one.id)
  await qualified()
  shelved = await library()
  report = await reportOn(house, town)
  await withLinks()
  held = await heldFor(one.id)
  inquiry = await askedFor(one.id)
  between = await withFunder(one)
  taken = await takenUp(house, town, one.id)
  loop = await withLoop(one)
  ofPilots = await pilotPages(house, one)
  job = newId()
  const asked = { id: job, requestedById: town.member.accountId }
  await house.db.commit((tx) => [
    queued(tx, 'archive.make', {}, house.now, asked),
    tx.update(jobs).set({ deadAt: house.now, attempts: 6, error: 'Error: ENOSPC' }),
  ])
})

/** Two people assessed it, said something, and it was decided. */
async function qualified() {
  const { assess, say, decide } = qualifying(house, town, slug)
  await assess('taker', answers('rqis', '3', { words_novelty: 'Jamais vu dans la région, ni même ailleurs' }))
  await assess('funder', answers('rqis', '0', { score_takers: 'unsaid' }))
  await say('coordinator', 'On s’en reparle au prochain comité de suivi.')
  await decide('coordinator', { isPublic: 'on' })
}

/** A pilot whose form asks every kind of question. */
async function askedFor(initiativeId: string) {
  const pilot = await piloted(house, initiativeId, { number: 41, state: 'running' })
  await asking(house, pilot, { questions })
  const { id, path } = await askedBy(house, pilot)
  return { pilot: `/pilots/${pilot}`, link: `/pilots/${pilot}/links/${id}`, path }
}

/** Links to the report, open and over; a mailing; and a row of the register for each. */
async function withLinks() {
  const [version] = await house.db.select().from(reportVersions)
  const as = { accountId: town.coordinator.accountId }
  const link = { versionId: version!.id, label: 'Fondation du fleuve', days: 5, byAccountId: as.accountId }
  const leaving = { what: 'report_link', format: 'link', filter: 'report=bilan&version=1', holdsPersons: true }
  const mailing = { frequency: 'quarterly', nextOn: '2026-04-15', purpose: 'Suivi de la convention' } as const
  await house.db.commit((tx) => [
    linked(tx, { ...link, id: newId(), token: REPORT_TOKEN }, house.now),
    linked(tx, { ...link, id: newId(), token: 'over', days: -1 }, house.now),
    communicated(tx, as, house.now, { ...leaving, recipients: link.label, purpose: 'Suivi' }),
    tx.insert(reportMailings).values({
      ...mailing,
      id: newId(),
      reportId: version!.reportId,
      recipients: [{ address: 'une-adresse-assez-longue@fondation-du-fleuve.example.org', locale: 'fr-CA' }],
      byAccountId: as.accountId,
      createdAt: house.now,
    }),
  ])
}

/** Something of everything that a dossier may hold, and links to it. Returns a contribution. */
async function withDossier(initiativeId: string): Promise<string> {
  const { now } = house
  const [first, link] = [newId(), newId()]
  const said = { initiativeId, capacity: 'carrier', contributedOn: '2026-02-01', recordedAt: now } as const
  await attach(house, initiativeId, { title: 'Un titre de document qui ne finit pas et continue sur plusieurs lignes' })
  await attach(house, initiativeId, { title: 'Entente', scanState: 'quarantined', visibility: 'public' })
  await attach(house, initiativeId, {
    title: 'Ailleurs',
    url: 'https://exemple.org/un/chemin/qui/continue',
    visibility: 'public',
  })
  const made = { initiativeId, shows: 'network', createdAt: now } as const
  const expiresAt = new Date(now.getTime() + 86_400_000)
  await house.db.commit((tx) => [
    tx.insert(knowledgeContributions).values([
      {
        ...said,
        id: first,
        kind: 'experiential',
        brought: 'Les trajets du soir',
        who: 'Un groupe de parents',
        effect: 'L’horaire a changé',
      },
      {
        ...said,
        id: newId(),
        kind: 'scientific',
        brought: 'Une étude',
        actorId: town.funder.actorId,
        sector: 'university_research',
      },
    ]),
    tx.insert(dossierLinks).values([
      {
        ...made,
        id: link,
        tokenHash: hashOf(TOKEN),
        label: 'La Fondation',
        expiresAt,
        byAccountId: town.carrier.accountId,
      },
      { ...made, id: newId(), tokenHash: 'revoked', label: 'Comité de mai', expiresAt, revokedAt: now },
      { ...made, id: newId(), tokenHash: 'expired', label: 'Ancien comité', expiresAt: now },
    ]),
    tx.insert(dossierOpenings).values({ id: newId(), linkId: link, openedAt: now, what: 'zip' }),
  ])
  return first
}

async function heldFor(initiativeId: string) {
  const envelope = { envelopeCents: 1_400_000, currency: 'CAD' } as const
  const { programme, edition } = await holds(house, [initiativeId], envelope)
  await carries(house, await organisation(house, 'Pôle des marais'), initiativeId)
  const funding = { initiativeId, funderId: await organisation(house, 'Fondation des rives') }
  await funded(house, funding, [{ status: 'confirmed', cents: 200_000, on: '2026-01-20' }])
  await funded(house, { ...funding, kind: 'in_kind' }, [{ status: 'confirmed', cents: 5_050, on: '2026-01-20' }])
  return { programme: `/programmes/${programme.slug}`, edition: `/editions/${edition.slug}` }
}

/** What stands between carriers and their funder. */
async function withFunder(one: Settled): Promise<typeof between> {
  const due = await reporting(house, town, one)
  const other = await town.initiativeAt('mobilisation', { title: 'Jardin du fleuve', visibility: 'team' })
  const sent = await reporting(house, town, other)
  const as = (who: 'carrier' | 'funder') => ({ as: town[who].accountId })
  const answers = { [`answer-${sent.questions[0]!}`]: 'Trois villages de plus, et un quatrième qui hésite encore.' }
  const url = `/progress/${sent.reportId}`
  await house.post(`${url}/submission`, { version: '1', ...answers }, as('carrier'))
  await house.post(`${url}/questions`, { version: '2', question: 'Lesquels ?' }, as('funder'))
  const report = await published(house, town.coordinator, { sight: 'actor', actorId: town.funder.actorId })
  const asked = { version: '1', words: 'Qui tient le terrain ?', initiative: 'Jardin du fleuve' }
  await house.post(`/reports/${report}/questions`, asked, as('funder'))
  const [question] = await house.db.select().from(reportQuestions)
  return { fundingId: due.fundingId, due: due.reportId, sent: sent.reportId, report, question: question!.id }
}

/** What was said of a pilot by enough people to be told, and what is changed because of it. */
async function withLoop({ id }: Settled) {
  const options = [
    { id: 'am', fr: 'Le matin' },
    { id: 'pm', fr: 'Le soir, à une heure qui convienne à qui travaille' },
  ]
  const questions = [
    { id: 'when', type: 'multiple' as const, fr: 'Quels moments?', options, isRequired: false },
    { id: 'many', type: 'number' as const, fr: 'Combien de fois?', options: [], isRequired: false },
    { id: 'ease', type: 'scale' as const, fr: 'C’est facile.', options: [], isRequired: false },
  ]
  const made = await version(house, id, 40)
  const number = 40
  const pilot = await tested(house, id, { number, solutionVersionId: made }, { questions })
  const { actorId } = town.taker
  const said = await heard(
    house,
    pilot,
    Array.from({ length: 14 }, (_, n) => ({
      kind: n < 6 ? ('adopter' as const) : ('beneficiary' as const),
      way: n % 2 ? ('paper' as const) : ('link' as const),
      ...(n === 0 ? { actorId } : {}),
      ...(n % 2 ? { enteredById: town.carrier.accountId } : {}),
      adequacy: 4 as const,
      toChange: `Partir plus tard le soir, ${n}`,
      answers: { when: ['am', 'pm'], many: String(n), ease: '5' },
    })),
  )
  const done = { state: 'done', doneOn: '2026-03-01', solutionVersionId: made } as const
  const adjustment = await decided(house, id, said.slice(0, 3), done)
  await decided(house, id, said.slice(3, 4), { state: 'refused', reason: 'Trop loin' })
  return { pilot: `/pilots/${pilot}`, sheet: said[1]!, adjustment: `/adjustments/${adjustment}` }
}

const TOKEN = 'un-lien-connu-de-cette-suite'
const REPORT_TOKEN = 'un-lien-connu-vers-un-rapport'

async function library(): Promise<string> {
  const { id } = await town.initiativeAt('mobilisation', { title: 'Jardin des aînés', visibility: 'public' })
  const text = 'La récolte a nourri trente familles du quartier.'
  const said = { description: 'Ce qui a été appris en deux étés.', creators: 'Collectif du quartier', text }
  const document = await shelve(house, id, { ...said, dated: '2025-09', isFeatured: true, transferTag: 'accompany' })
  const others = [await shelve(house, id, { ...said, title: 'Guide', kind: 'guide', licence: 'cc_by' })]
  await gathered(house, 'rayon', [document.id, ...others.map((one) => one.id)], {
    introduction: 'À lire **ensemble**.',
  })
  return document.id
}

/** Every page there is, and who opens it. */
function pages(): [string, keyof Town | 'visitor'][] {
  const one = `/initiatives/${slug}`
  return [
    ['/', 'visitor'],
    ['/', 'coordinator'],
    ['/?view=list', 'leadCarrier'],
    ['/?view=table', 'coordinator'],
    ['/?q=zzzz', 'member'],
    ['/search?q=jardin', 'coordinator'],
    ['/search?q=zzzz', 'visitor'],
    [one, 'visitor'],
    [one, 'leadCarrier'],
    [`${one}/edit`, 'leadCarrier'],
    [`${one}/moves/new`, 'coordinator'],
    [`${one}/moves/new?to=appropriation`, 'coordinator'],
    [`${one}/moves/new?to=discontinued`, 'leadCarrier'],
    [`${one}/moves/new?to=on_hold`, 'leadCarrier'],
    [`${one}/attestations/new?code=R1`, 'leadCarrier'],
    [`${one}/participations/new?role=taker`, 'leadCarrier'],
    [`${one}/history/new`, 'leadCarrier'],
    [`${one}/merge/new`, 'coordinator'],
    [`${one}/documents`, 'visitor'],
    [`${one}/documents`, 'leadCarrier'],
    [`${one}/documents/new`, 'supportPartner'],
    [`${one}/documents/new?code=R3`, 'supportPartner'],
    [`${one}/bin`, 'carrier'],
    [`/documents/${document}`, 'visitor'],
    [`/documents/${document}`, 'carrier'],
    [`/documents/${document}/edit`, 'carrier'],
    [`/documents/${document}/versions/1`, 'member'],
    [`/documents/${document}/versions/new`, 'carrier'],
    [`/documents/${document}/bin`, 'carrier'],
    [`${one}/contributions/new?kind=scientific`, 'taker'],
    [`${one}/contributions/${brought}/withdrawal`, 'leadCarrier'],
    [`${one}/dossier`, 'leadCarrier'],
    [`${one}/dossier`, 'visitor'],
    [`/d/${TOKEN}`, 'visitor'],
    ['/initiatives/new', 'member'],
    ['/spotted', 'coordinator'],
    ['/spotted/new', 'member'],
    ['/me', 'leadCarrier'],
    ['/desk', 'funder'],
    ['/desk?actor=fonds-du-fleuve&days=1', 'coordinator'],
    [`/fundings/${between.fundingId}`, 'funder'],
    [`/fundings/${between.fundingId}/rows/new`, 'funder'],
    [`/fundings/${between.fundingId}/instalments/new`, 'funder'],
    [`${one}/adoptions`, 'visitor'],
    [`${one}/adoptions`, 'carrier'],
    [`${one}/adoptions/new`, 'carrier'],
    [`${one}/adoptions/new`, 'taker'],
    [`/adoptions/${taken.id}`, 'carrier'],
    [`/adoptions/${taken.id}/edit`, 'taker'],
    [`/adoptions/${taken.id}/steps/new`, 'taker'],
    [`/adoptions/${taken.id}/steps/${taken.step}/correction`, 'carrier'],
    [`/adoptions/${taken.id}/withdrawal`, 'carrier'],
    [`/adoptions/${taken.asked}/confirmation`, 'carrier'],
    ['/uptake', 'visitor'],
    [`/initiatives/${open.slug}/adopt`, 'visitor'],
    [`/initiatives/${open.slug}/adopt`, 'carrier'],
    [`/initiatives/${open.slug}/adopt/edit`, 'leadCarrier'],
    [`/initiatives/${open.slug}/lineage`, 'visitor'],
    [`${one}/lineage`, 'member'],
    ['/uptake?status=considered&region=QC-15', 'coordinator'],
    [`/fundings/${between.fundingId}/edit`, 'coordinator'],
    [`/initiatives/${slug}/fundings/new`, 'carrier'],
    ['/settings/rates', 'coordinator'],
    [`/fundings/${between.fundingId}/progress`, 'funder'],
    [`/fundings/${between.fundingId}/progress`, 'carrier'],
    [`/progress/${between.due}`, 'carrier'],
    [`/progress/${between.sent}`, 'leadCarrier'],
    [`/progress/${between.sent}`, 'funder'],
    [`/reports/${between.report}/versions/1`, 'funder'],
    [`/reports/${between.report}/versions/1/readings`, 'funder'],
    [`/reports/${between.report}/questions/new?version=1`, 'funder'],
    [`/questions/${between.question}`, 'carrier'],
    [`${loop.pilot}/feedback`, 'visitor'],
    [`${loop.pilot}/feedback?kind=adopter`, 'carrier'],
    [`${loop.pilot}/sheet`, 'carrier'],
    [`${loop.pilot}/sheet?language=en&large=1`, 'carrier'],
    [`${loop.pilot}/paper`, 'supportPartner'],
    [`${loop.pilot}/paper/${loop.sheet}/withdrawal`, 'carrier'],
    [`${one}/adjustments/new`, 'carrier'],
    [loop.adjustment, 'visitor'],
    [loop.adjustment, 'carrier'],
    [`${loop.adjustment}/edit`, 'carrier'],
    ['/me', 'taker'],
    ['/me/account', 'leadCarrier'],
    ['/me/second-factor', 'leadCarrier'],
    ['/grids', 'visitor'],
    ['/grids/label', 'coordinator'],
    ['/grids/label/edit', 'coordinator'],
    ['/grids/new', 'coordinator'],
    [`${one}/qualification`, 'visitor'],
    [`${one}/qualification`, 'taker'],
    [`${one}/qualification/rqis`, 'visitor'],
    [`${one}/qualification/rqis`, 'coordinator'],
    [`${one}/qualification/rqis/assessment`, 'taker'],
    [`${one}/qualification/rqis/decisions/new`, 'coordinator'],
    [inquiry.pilot, 'taker'],
    [inquiry.pilot, 'carrier'],
    [`${inquiry.pilot}/form`, 'carrier'],
    [`${inquiry.pilot}/links`, 'carrier'],
    [`${inquiry.link}/poster`, 'carrier'],
    [`${inquiry.link}/revocation`, 'carrier'],
    [`${inquiry.pilot}/feedback/new`, 'taker'],
    [`${inquiry.pilot}/feedback/new`, 'coordinator'],
    [inquiry.path, 'visitor'],
    ['/me', 'taker'],
    ['/library', 'visitor'],
    ['/library?q=recolte&kind=final_report&year=2025', 'coordinator'],
    ['/library?q=zzzz', 'member'],
    [`/library/documents/${shelved}`, 'coordinator'],
    ['/collections', 'coordinator'],
    ['/collections/new', 'coordinator'],
    ['/collections/rayon', 'visitor'],
    ['/collections/rayon?q=recolte', 'coordinator'],
    ['/collections/rayon/edit', 'coordinator'],
    [`${one}/counting`, 'coordinator'],
    ['/reports', 'visitor'],
    ['/reports', 'coordinator'],
    ['/reports/new', 'coordinator'],
    ['/reports/new', 'funder'],
    [report.url, 'coordinator'],
    [`${report.url}/edit`, 'coordinator'],
    [`${report.url}/blocks`, 'coordinator'],
    [`${report.url}/versions/new`, 'coordinator'],
    [report.version, 'visitor'],
    [`${report.url}/links`, 'coordinator'],
    [`${report.url}/mailings`, 'coordinator'],
    [`/r/${REPORT_TOKEN}`, 'visitor'],
    ['/communications', 'coordinator'],
    [report.behind, 'visitor'],
    ['/programmes', 'visitor'],
    ['/programmes', 'coordinator'],
    ['/programmes/new', 'coordinator'],
    [held.programme, 'visitor'],
    [held.programme, 'coordinator'],
    [`${held.programme}/edit`, 'coordinator'],
    [`${held.programme}/editions/new`, 'coordinator'],
    [held.edition, 'visitor'],
    [`${held.edition}?q=jardin`, 'coordinator'],
    [`${held.edition}/edit`, 'coordinator'],
    ['/open', 'visitor'],
    ['/actors', 'coordinator'],
    ['/actors/fonds-du-fleuve', 'coordinator'],
    ['/actors/fonds-du-fleuve/edit', 'coordinator'],
    ['/actors/new', 'member'],
    ['/settings', 'administrator'],
    ['/settings/network', 'administrator'],
    ['/settings/gates', 'coordinator'],
    ['/settings/gates/feedback', 'coordinator'],
    ['/settings/thresholds', 'coordinator'],
    ['/settings/themes', 'coordinator'],
    ['/settings/territories', 'coordinator'],
    ['/settings/territories/import', 'coordinator'],
    ['/settings/people', 'administrator'],
    ['/settings/operation', 'administrator'],
    [`/settings/operation/jobs/${job}/removal`, 'administrator'],
    ['/jobs', 'member'],
    [`/jobs/${job}`, 'member'],
    ['/imports', 'coordinator'],
    ['/imports/new', 'coordinator'],
    ['/sign-in', 'visitor'],
    ['/sign-in/sent', 'visitor'],
    ...ofPilots,
    ['/nowhere', 'visitor'],
    ['/settings', 'member'],
  ]
}

/** Some at a time: each waits for the server, then for the browser. */
async function onEachPage(look: (path: string, who: keyof Town | 'visitor') => Promise<void>): Promise<void> {
  const waiting = pages()
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await look(...next)
  }
  await Promise.all([one(), one(), one()])
}

const opening = (who: keyof Town | 'visitor') =>
  who === 'visitor' ? {} : { as: (town[who] as Town['member']).accountId }

// Each theme and each width once: colours are the same at both widths, and places in both themes.
describe.each([
  { theme: 'light', viewport: desk },
  { theme: 'dark', viewport: phone },
] as const)('in the $theme theme at $viewport.width px', ({ theme, viewport }) => {
  test('axe objects to nothing on any page, and none sticks out to the side', async () => {
    await onEachPage(async (path, who) => {
      const page = await browser.open(path, { ...opening(who), theme, viewport })
      await expectAccessible(page).catch((error: unknown) => {
        throw new Error(`${path} as ${who}: ${String(error)}`)
      })
      await expectNoSideways(page).catch(() => {
        throw new Error(`${path} as ${who} sticks out to the side`)
      })
      await page.context().close()
    })
  })
})

test('no page sticks out to the side at 320 px, as at four times the size (WCAG 1.4.10)', async () => {
  await onEachPage(async (path, who) => {
    const page = await browser.open(path, { ...opening(who), viewport: { width: 320, height: 640 } })
    await expectNoSideways(page).catch(() => {
      throw new Error(`${path} as ${who} sticks out to the side`)
    })
    await page.context().close()
  })
})

test('every page is whole without JavaScript: one heading, its words, its forms with a button', async () => {
  await onEachPage(async (path, who) => {
    const page = await browser.open(path, { ...opening(who), javaScript: false })
    expect([path, await page.locator('h1').count()]).toEqual([path, 1])
    const forms = page.locator('main form')
    for (let n = 0; n < (await forms.count()); n++) {
      expect([path, await forms.nth(n).locator('button').count()]).not.toEqual([path, 0])
    }
    await page.context().close()
  })
})

const places = ['/', '/actors', '/imports', '/library', '/me', '/programmes', '/reports', '/settings']

test('no link leads nowhere, and the way to a page begins at a place of the house and ends with the page', async () => {
  const followed = new Map<string, string>()
  for (const [path, who] of pages()) {
    const { body } = await house.get(path, opening(who))
    const [start, ...others] = /<nav class="crumbs"[\s\S]*?<\/nav>/.exec(body)?.[0].match(/<li>[\s\S]*?<\/li>/g) ?? []
    if (start) {
      const begins = /^<li><a href="([^"?]*)/.exec(start)?.[1]
      expect([path, places, others.at(-1)]).toEqual([
        path,
        expect.arrayContaining([begins]),
        expect.not.stringContaining('<a'),
      ])
    }
    for (const [, href] of body.matchAll(/<a [^>]*?href="(\/[^"#]*)/g)) {
      const link = href!.replaceAll('&amp;', '&')
      // Two filters of one page that differ by their values alone are the same link.
      followed.set(`${who} ${link.replace(/=[^&]*/g, '=')}`, link)
    }
  }
  const dead: string[] = []
  for (const [key, link] of followed) {
    const who = key.split(' ')[0] as keyof Town | 'visitor'
    const { status } = await house.get(link, opening(who))
    // The work that stands for all others was asked by somebody who may not ask for it.
    if (status >= 400 && link !== '/settings/archive') dead.push(`${status} ${who} ${link}`)
  }
  expect(dead).toEqual([])
})

test('a coordinator moves a card with the keyboard alone', async () => {
  const page = await browser.open('/', { as: town.coordinator.accountId })
  const menu = page.locator('#cards-feedback .card summary').first()
  await menu.focus()
  await page.keyboard.press('Enter')
  const hold = page.locator('#cards-feedback .card details[open] a', { hasText: 'pause' })
  await hold.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/moves\/new\?to=on_hold/)
  await page.locator('#f-reviewOn').focus()
  await page.keyboard.type('2026-09-01')
  await page.locator('#f-reviewOn').fill('2026-09-01')
  await page.locator('#f-reason').focus()
  await page.keyboard.type('Le temps de trouver un lieu')
  await page.locator('main form button.primary').focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/initiatives\/[^/]+$/)
  expect(await page.locator('main').textContent()).toContain('En pause')
})

test('a double click on the button of a form acts once', async () => {
  const page = await browser.open(`/initiatives/${slug}/moves/new?to=on_hold`, { as: town.leadCarrier.accountId })
  await page.locator('#f-reviewOn').fill('2026-09-01')
  await page.locator('#f-reason').fill('Pause')
  await page.locator('main form button.primary').dblclick()
  await page.waitForURL(new RegExp(`/initiatives/${slug}$`))
  const held = (await house.db.select().from(moves)).filter(({ event }) => event === 'hold')
  expect(held).toHaveLength(1)
})

test('dragging a card to another column asks for the move', async () => {
  const page = await browser.open('/', { as: town.coordinator.accountId })
  await page.locator('.can-drag').first().waitFor()
  const card = page.locator('#cards-feedback .card h3').first()
  const target = page.locator('#cards-appropriation')
  const [from, to] = [(await card.boundingBox())!, (await target.boundingBox())!]
  await page.mouse.move(from.x + 20, from.y + from.height / 2)
  await page.mouse.down()
  const isOver = async () => {
    for (const y of [60, 30, 40]) await page.mouse.move(to.x + 60, to.y + y, { steps: 8 })
    return target.locator('.sortable-ghost').count()
  }
  await expect.poll(isOver).toBe(1)
  await page.mouse.up()
  await page.waitForURL(/moves\/new\?to=appropriation/)
  expect(await page.locator('h1').textContent()).toBe('Passage à l’étape suivante')
})
