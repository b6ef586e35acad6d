import { beforeEach, describe, expect, test } from 'vitest'
import { accountOpened } from '../../src/accounts/steps.ts'
import { actorAdded, membershipBegun } from '../../src/actors/steps.ts'
import { deskVisits } from '../../src/desk/tables.ts'
import { fundingInstalments } from '../../src/funding/tables.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { attach } from '../dossiers/papers.ts'
import { useHouse } from '../house.ts'
import { key, moveIt } from '../initiatives/forms.ts'
import { funded, reporting } from '../progress/agreed.ts'
import { published } from '../reports/published.ts'
import { statementsDuring } from '../statements.ts'
import { settle, type Settled, type Town } from '../town.ts'

const house = useHouse()
let town: Town
let one: Settled
/** A second funder, of the same initiative and of one of its own. */
let other: { accountId: string; actorId: string }

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'team', title: 'Jardin du fleuve' })
  other = await arrive('Fondation des rives')
  await takePart(one.id, other.actorId)
  await funded(house, one, town.funder.actorId, { disbursed: [['2026-01-10', 1_234_500]] })
  await funded(house, one, other.actorId, { disbursed: [['2026-01-11', 6_789_000]] })
})

async function arrive(name: string) {
  const [accountId, personId, actorId] = [newId(), newId(), newId()]
  await house.db.commit((tx) => [
    accountOpened(
      tx,
      { id: accountId, email: `${accountId}@example.org`, name: 'Une bailleresse', networkRole: 'member' },
      house.now,
    ),
    actorAdded(tx, { id: personId, slug: personId, kind: 'person', name: 'Une bailleresse', accountId }, house.now),
    actorAdded(tx, { id: actorId, slug: 'fondation-des-rives', kind: 'organisation', name }, house.now),
    membershipBegun(tx, { personId, organisationId: actorId, since: '2024-01-01' }),
  ])
  return { accountId, actorId }
}

const takePart = (initiativeId: string, actorId: string) =>
  house.db.commit((tx) => [
    tx.insert(participations).values({
      id: newId(),
      initiativeId,
      actorId,
      role: 'funder',
      state: 'accepted',
      since: '2025-01-01',
      createdAt: house.now,
    }),
  ])

const desk = async (as: string, query = '') => (await house.get(`/desk${query}`, { as })).body
const mine = () => desk(town.funder.accountId)
const theirs = () => desk(other.accountId)
// What changes from one showing to the next: the keys of forms and the instant of the page.
const still = (body: string) =>
  body.replaceAll(/name="(once|until)" value="[^"]*"/g, '').replaceAll(/value="[\w-]{36}(-\w+)?"/g, '')

describe('the desk', () => {
  test('is for those who act for a funder, and for coordinators who choose one', async () => {
    expect((await house.get('/desk')).to).toBe('/sign-in?then=/desk')
    for (const who of ['member', 'carrier', 'supportPartner', 'taker', 'otherCarrier'] as const) {
      const as = town[who].accountId
      expect([who, (await house.get('/desk', { as })).status]).toEqual([who, 403])
      expect((await house.get('/', { as })).body).not.toContain('href="/desk"')
      expect((await house.post('/desk/seen', { until: house.now.toISOString() }, { as })).status).toBe(403)
    }
    expect((await house.get('/', { as: town.funder.accountId })).body).toContain('href="/desk"')
    expect(await desk(town.coordinator.accountId, '?actor=fondation-des-rives')).toContain('Fondation des rives')
    const foreign = await house.get('/desk?actor=fondation-des-rives', { as: town.funder.accountId })
    expect(foreign.status).toBe(404)
  })

  test('stays in the head of a form that comes back', async () => {
    const { status, body } = await house.post('/spotted', { once: key() }, { as: town.funder.accountId })
    expect([status, body]).toEqual([422, expect.stringContaining('href="/desk"')])
  })

  test('shows two co-funders the same stage, and each their own rows alone', async () => {
    const [here, there] = [await mine(), await theirs()]
    for (const body of [here, there]) {
      expect(body).toContain('Jardin du fleuve')
      expect(body).toMatch(/data-stage="mobilisation"[\s\S]*Jardin du fleuve/)
    }
    expect(here).toMatch(/12\s345\s\$/)
    expect(here).not.toMatch(/67\s890/)
    expect(there).toMatch(/67\s890\s\$/)
    expect(there).not.toMatch(/12\s345/)
  })

  test('shows a coordinator what that funder sees, and no more', async () => {
    await town.initiativeAt('feedback', { visibility: 'restricted', title: 'Jardin caché' })
    const body = await desk(town.coordinator.accountId, '?actor=fondation-des-rives')
    expect(body).toMatch(/67\s890/)
    expect(body).not.toMatch(/12\s345/)
    expect(body).not.toContain('Jardin caché')
  })

  test('tells what moved since they said that they saw it all, with reasons, corrections and documents', async () => {
    await attach(house, one.id, { title: 'Bilan partagé', visibility: 'team' })
    await attach(house, one.id, { title: 'Budget caché', visibility: 'restricted' })
    house.now = new Date('2026-03-02T16:00:00Z')
    const ending = { event: 'discontinue', endingKind: 'stopped', reason: 'Le bail a pris fin', lessons: 'Signer tôt' }
    await moveIt(house, one.slug, ending, town.coordinator.by)
    const before = await mine()
    for (const text of ['Le bail a pris fin', 'Signer tôt', 'Bilan partagé']) expect(before).toContain(text)
    expect(before).not.toContain('Budget caché')

    house.now = new Date('2026-03-02T17:00:00Z')
    const until = /name="until" value="([^"]*)"/.exec(before)![1]!
    const as = town.funder.accountId
    expect((await house.post('/desk/seen', { until, once: key() }, { as })).status).toBe(303)
    const after = await mine()
    expect(after).toContain('Rien de nouveau')
    // What the other has seen is another matter.
    expect(await theirs()).toContain('Le bail a pris fin')
    // Never back, nor to what is still to come.
    await house.post('/desk/seen', { until: '2020-01-01T00:00:00.000Z', once: key() }, { as })
    await house.post('/desk/seen', { until: '2030-01-01T00:00:00.000Z', once: key() }, { as })
    const [visit] = await house.db.select().from(deskVisits)
    expect(visit!.seenUntil).toEqual(house.now)
    expect((await house.post('/desk/seen', { until: 'hier', once: key() }, { as })).status).toBe(422)
  })

  test('says what is without news for as many days as the address says', async () => {
    house.now = new Date('2026-04-15T15:00:00Z')
    expect(await mine()).toContain('Tout a bougé depuis 90 jours')
    const stale = /id="stale"[\s\S]*?<\/section>/
    const as = town.funder.accountId
    expect(stale.exec(await desk(as, '?days=30'))![0]).toContain('Jardin du fleuve')
    for (const days of ['', 'x', '-1', '0', '99999'])
      expect((await house.get(`/desk?days=${days}`, { as })).status).toBe(200)
  })

  test('says which payments are due and late, and which reports are to be read', async () => {
    const { fundingId, reportId } = await reporting(house, town, one)
    await house.db.commit((tx) =>
      (['2026-02-01', '2026-03-20', '2027-01-01'] as const).map((dueOn, n) =>
        tx
          .insert(fundingInstalments)
          .values({ id: newId(), fundingId, dueOn, cents: 100_000 * (n + 1), recordedAt: house.now }),
      ),
    )
    const slug = await published(house, town.coordinator, { sight: 'actor', actorId: town.funder.actorId })
    const body = await mine()
    expect(/id="payments"[\s\S]*?<\/section>/.exec(body)![0]).toMatch(/1 en retard[\s\S]*1\s000\s\$[\s\S]*2\s000\s\$/)
    expect(body).not.toMatch(/3\s000\s\$/)
    expect(body).toContain(`/progress/${reportId}`)
    expect(body).toContain(`/reports/${slug}/versions/1`)
    const foreign = await theirs()
    for (const text of [reportId, fundingId, slug]) expect(foreign).not.toContain(text)
    await house.post(
      `/reports/${slug}/versions/1/readings`,
      { kind: 'acknowledged', once: key() },
      { as: town.funder.accountId },
    )
    expect(await mine()).not.toContain(`/reports/${slug}/versions/1"`)
  })

  test('keeps questions asked, open and answered', async () => {
    const slug = await published(house, town.coordinator, { sight: 'actor', actorId: town.funder.actorId })
    const fields = { version: '1', words: 'Pourquoi si peu ?', once: key() }
    await house.post(`/reports/${slug}/questions`, fields, { as: town.funder.accountId })
    const part = async () => /id="questions"[\s\S]*?<\/section>/.exec(await mine())![0]
    expect(await part()).toMatch(/Pourquoi si peu \?[\s\S]*sans réponse/)
    const id = /questions\/([\w-]+)"/.exec(await part())![1]!
    await house.post(
      `/questions/${id}/answers`,
      { words: 'Deux fins.', once: key() },
      { as: town.coordinator.accountId },
    )
    expect(await part()).toContain('répondue')
    expect(await theirs()).not.toContain('Pourquoi si peu')
  })

  test('counts the public context apart', async () => {
    await town.initiativeAt('feedback', { visibility: 'public', title: 'Verger public', team: false })
    const body = await mine()
    expect(body).not.toContain('Verger public')
    expect(/id="context"[\s\S]*?<\/section>/.exec(body)![0]).toMatch(/Rétroaction<\/a><span class="number">1</)
    expect(body).toMatch(/Ce qui est financé<span class="count">1 initiative</)
  })

  test('asks the database no more often because it shows more', async () => {
    const asks = () => statementsDuring(house.db, () => mine())
    await asks()
    const few = await asks()
    for (let n = 0; n < 12; n++) {
      const more = await town.initiativeAt('feedback', { title: `Jardin ${n}` })
      await funded(house, more, town.funder.actorId, { disbursed: [['2026-01-10', 100]] })
    }
    expect(await asks()).toBeLessThanOrEqual(few)
  })
})

describe('a funder signed in sees what they fund and public context, nothing else', () => {
  const doors = (slug: string) => [
    '/',
    '/?view=list',
    '/?view=table&status=active',
    '/?q=secret',
    '/search?q=secret',
    '/desk',
    '/me',
    '/library',
    '/library?q=secret',
    '/actors',
    '/reports',
    `/reports/${slug}/versions/1`,
    `/reports/${slug}/versions/1/initiatives?slice=stock.all`,
    '/exports/initiatives?format=csv',
    '/exports/initiatives?format=json',
    `/initiatives/${one.slug}`,
    `/initiatives/${one.slug}/documents`,
  ]

  test('in pages, counts, drill-down, exports and search: what is hidden changes nothing that they are shown', async () => {
    const slug = await published(house, town.coordinator, { sight: 'actor', actorId: town.funder.actorId })
    const everything = async (as: string) =>
      Promise.all(doors(slug).map(async (door) => [door, still((await house.get(door, { as })).body)] as const))
    const before = await everything(town.funder.accountId)
    expect(Object.fromEntries(before)['/desk']).toContain('Jardin du fleuve')

    // Hidden: an initiative that they do not fund, its money, documents and reports; and the other funder's own.
    const hidden = await town.initiativeAt('emergence', {
      visibility: 'restricted',
      title: 'Secret des rives',
      team: false,
    })
    await takePart(hidden.id, other.actorId)
    const team = await town.initiativeAt('feedback', { visibility: 'team', title: 'Secret de l’équipe', team: false })
    await takePart(team.id, other.actorId)
    await funded(house, team, other.actorId, { disbursed: [['2026-02-01', 55_500]] })
    await attach(house, team.id, { title: 'Secret en PDF', visibility: 'team' })
    await attach(house, one.id, { title: 'Secret restreint', visibility: 'restricted' })
    await reporting(house, town, team, other.actorId)
    await published(house, town.coordinator, { sight: 'actor', actorId: other.actorId, title: 'Secret d’un autre' })
    await published(house, town.coordinator, { sight: 'coordination', title: 'Secret de la coordination' })

    for (const [n, [door, body]] of (await everything(town.funder.accountId)).entries()) {
      expect([door, body]).toEqual([door, before[n]![1]])
      if (!door.includes('secret')) expect([door, /Secret/.test(body)]).toEqual([door, false])
    }
    // The other funder does see their own.
    expect(await theirs()).toContain('Secret de l’équipe')
    expect(await theirs()).not.toContain('Secret des rives')
  })

  test('and cannot open what belongs to the other', async () => {
    const own = await reporting(house, town, await town.initiativeAt('feedback', { visibility: 'team' }), other.actorId)
    const slug = await published(house, town.coordinator, { sight: 'actor', actorId: other.actorId })
    const as = town.funder.accountId
    for (const door of [
      `/progress/${own.reportId}`,
      `/fundings/${own.fundingId}/progress`,
      `/reports/${slug}`,
      `/reports/${slug}/versions/1`,
      `/reports/${slug}/versions/1/initiatives?slice=stock.all`,
      `/reports/${slug}/versions/1/readings`,
      `/reports/${slug}/questions/new?version=1`,
    ]) {
      expect([door, (await house.get(door, { as })).status]).toEqual([door, 404])
    }
  })
})
