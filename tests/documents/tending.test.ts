import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { emptiedBin } from '../../src/documents/forgetting.ts'
import { edit } from '../../src/documents/editing.ts'
import { replace } from '../../src/documents/replacing.ts'
import { EditInput, VersionInput } from '../../src/documents/schema.ts'
import { documents, documentTexts, documentVersions } from '../../src/documents/tables.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { accept } from '../../src/platform/http/accept.ts'
import { Stale } from '../../src/platform/http/refusal.ts'
import { newKey } from '../../src/platform/id.ts'
import { purgedAfter } from '../privacy/purged.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { asForm, attachedAs, newest, pdf, sent, versionsOf } from './sending.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback')
})
const file = { name: 'b.pdf', content: pdf('Deuxieme') }
const DAY = 86_400_000
const when = () => ({ at: house.now, today: '2026-03-02' })
const noFiles = { stream: () => Promise.reject(new Error('not asked')) }

/** Tries each deed on a document of its own, by its page and by what it sends; says what was answered. */
async function tried(owner: Place, place: Place) {
  const { id } = await attachedAs(house, one.slug, town[owner].accountId, { title: 'Bilan', visibility: 'team' })
  const as = town[place].accountId
  const document = async () => (await house.db.select().from(documents).where(eq(documents.id, id)))[0]!
  const page = `/documents/${id}`
  const answers = {
    edits: [
      (await house.get(`${page}/edit`, { as })).status,
      (await house.post(page, asForm(await document(), { title: 'Bilan annuel' }), { as })).status,
    ],
    replaces: [
      (await house.get(`${page}/versions/new`, { as })).status,
      (await sent(house, `${page}/versions`, { version: String((await document()).version) }, [file], { as })).status,
    ],
    bins: [(await house.get(`${page}/bin`, { as })).status, (await house.post(`${page}/bin`, {}, { as })).status],
    restores: [] as number[],
  }
  await house.post(`${page}/bin`, {}, { as: town.coordinator.accountId })
  answers.restores.push((await house.post(`${page}/restore`, {}, { as })).status)
  const shows = await house.get(page, { as: town[place].accountId })
  return { answers, isChanged: (await document()).title === 'Bilan annuel', shows }
}
const done = { edits: [200, 303], replaces: [200, 303], bins: [200, 303], restores: [303] }
const refused = { edits: [403, 403], replaces: [403, 403], bins: [403, 403], restores: [403] }
const hidden = { edits: [404, 404], replaces: [404, 404], bins: [404, 404], restores: [404] }

describe('a document is changed, replaced, thrown away and taken back', () => {
  test.each<[Place, Place]>([
    ['taker', 'supportPartner'],
    ['taker', 'carrier'],
    ['funder', 'leadCarrier'],
    ['carrier', 'coordinator'],
    ['taker', 'taker'],
    ['funder', 'funder'],
    ['supportPartner', 'supportPartner'],
  ])('when %s attached it, by %s', async (owner, place) => {
    const { answers, isChanged, shows } = await tried(owner, place)
    expect(answers).toEqual(done)
    expect(isChanged).toBe(true)
    expect(shows.body).toContain('/edit"')
  })

  test.each<[Place, Place]>([
    ['taker', 'funder'],
    ['carrier', 'taker'],
    ['supportPartner', 'funder'],
  ])('when %s attached it, not by %s', async (owner, place) => {
    const { answers, isChanged } = await tried(owner, place)
    expect(answers).toEqual(refused)
    expect(isChanged).toBe(false)
    const { id } = await attachedAs(house, one.slug, town[owner].accountId)
    const { body } = await house.get(`/documents/${id}`, { as: town[place].accountId })
    for (const door of ['/edit"', '/versions/new"', '/bin"']) expect(body).not.toContain(door)
  })

  test.each<Place>(['member', 'otherCarrier', 'invited', 'formerPartner'])(
    'by %s it is not even found',
    async (place) => {
      const { answers, isChanged, shows } = await tried('carrier', place)
      expect(answers).toEqual(hidden)
      expect(isChanged).toBe(false)
      expect(shows.status).toBe(404)
    },
  )
})

describe('two who change a document at once', () => {
  test('the second reads both states, and loses nothing', async () => {
    const document = await attachedAs(house, one.slug, town.carrier.accountId, { title: 'Bilan' })
    const page = `/documents/${document.id}`
    const mine = asForm(document, { title: 'Bilan de mars', licence: 'cc_by', once: newKey() })
    const theirs = asForm(document, { title: 'Bilan du printemps', visibility: 'team', once: newKey() })
    expect((await house.post(page, theirs, { as: town.carrier.accountId })).status).toBe(303)
    const back = await house.post(page, mine, { as: town.leadCarrier.accountId })
    expect(back.status).toBe(409)
    expect(back.body).toContain('Quelqu’un a enregistré avant vous')
    for (const words of ['Bilan de mars', 'Bilan du printemps', 'CC BY', 'Licence']) expect(back.body).toContain(words)
    expect(back.body).toMatch(/name="version" value="2"/)
    const again = await house.post(page, { ...mine, version: '2', once: newKey() }, { as: town.leadCarrier.accountId })
    expect(again.status).toBe(303)
    expect(await newest(house)).toMatchObject({
      title: 'Bilan de mars',
      licence: 'cc_by',
      visibility: 'network',
      version: 3,
    })
  })

  test('only one of two commits that were decided on the same version stands', async () => {
    const document = await attachedAs(house, one.slug, town.carrier.accountId, { title: 'Bilan' })
    const change = (title: string) =>
      edit(house.db, document.id, accept(EditInput, asForm(document, { title })), town.carrier.by, when())
    const outcomes = await Promise.allSettled([change('Un'), change('Deux')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const link = (url: string) =>
      replace(house.db, noFiles, document.id, accept(VersionInput, { version: '2', url }), town.carrier.by, when())
    const replaced = await Promise.allSettled([link('https://example.org/1'), link('https://example.org/2')])
    expect(replaced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(replaced.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(Stale) })
    expect(await versionsOf(house, document.id)).toHaveLength(2)
  })

  test('a new version met by another says so, and keeps the file that was sent', async () => {
    const document = await attachedAs(house, one.slug, town.carrier.accountId)
    const as = town.carrier.accountId
    const page = `/documents/${document.id}/versions`
    expect((await sent(house, page, { version: '1' }, [file], { as })).status).toBe(303)
    const back = await sent(house, page, { version: '1' }, [file], { as })
    expect(back.status).toBe(409)
    expect(back.body).toContain('b.pdf')
    expect(await versionsOf(house, document.id)).toHaveLength(2)
  })
})

describe('versions', () => {
  test('all stay, with who, when and why', async () => {
    const document = await attachedAs(house, one.slug, town.taker.accountId, { title: 'Bilan' })
    house.now = new Date(house.now.getTime() + DAY)
    const fields = { version: '1', reason: 'Chiffres corrigés' }
    await sent(house, `/documents/${document.id}/versions`, fields, [file], { as: town.supportPartner.accountId })
    const { body } = await house.get(`/documents/${document.id}`, { as: town.member.accountId })
    expect(body).toContain('Chiffres corrigés')
    expect(body).toContain('Partenaire Premier')
    expect(body).toContain('Preneur Premier')
    expect(body).toContain('3 mars 2026')
    const versions = await versionsOf(house, document.id)
    expect(versions.map(({ number, fileName }) => [number, fileName])).toEqual([
      [1, 'compte_rendu.pdf'],
      [2, 'b.pdf'],
    ])
    expect(await newest(house)).toMatchObject({ currentVersionId: versions[1]!.id, title: 'Bilan' })
  })

  test('one is one file', async () => {
    const document = await attachedAs(house, one.slug, town.carrier.accountId)
    const as = town.carrier.accountId
    const page = `/documents/${document.id}/versions`
    const two = await sent(house, page, { version: '1', url: 'https://example.org/x' }, [file], { as })
    expect(two.status).toBe(422)
    expect(two.body).toContain('un seul fichier')
    expect((await sent(house, page, { version: '1' }, [], { as })).status).toBe(422)
  })
})

describe('the bin', () => {
  test('takes a document out of every list, and gives it back as it was', async () => {
    const as = town.carrier.accountId
    const document = await attachedAs(house, one.slug, as, { title: 'Bilan' })
    expect((await house.get(`/documents/${document.id}/bin`, { as })).body).toContain('30 jours')
    expect((await house.post(`/documents/${document.id}/bin`, {}, { as })).to).toBe(`/initiatives/${one.slug}`)
    expect((await house.get(`/documents/${document.id}`, { as })).status).toBe(404)
    expect((await house.get(`/initiatives/${one.slug}/documents`, { as })).body).not.toContain('Bilan')
    const bin = await house.get(`/initiatives/${one.slug}/bin`, { as })
    expect(bin.body).toContain('Bilan')
    expect(bin.body).toContain('Supprimé après le 1er avr. 2026')
    expect((await house.get(`/initiatives/${one.slug}/bin`, { as: town.member.accountId })).status).toBe(403)
    await house.post(`/documents/${document.id}/restore`, {}, { as })
    expect((await house.get(`/documents/${document.id}`, { as })).status).toBe(200)
    const known = await house.db.select().from(journal).where(eq(journal.subjectId, document.id)).orderBy(journal.seq)
    expect(known.map(({ what }) => what)).toEqual(['document_attached', 'document_binned', 'document_restored'])
  })

  test('shows those who do not tend a document no way to take it back', async () => {
    const document = await attachedAs(house, one.slug, town.carrier.accountId, { title: 'Bilan' })
    await house.post(`/documents/${document.id}/bin`, {}, { as: town.carrier.accountId })
    const bin = await house.get(`/initiatives/${one.slug}/bin`, { as: town.taker.accountId })
    expect(bin.body).toContain('Bilan')
    expect(bin.body).not.toContain('/restore"')
  })

  test('hides what was hidden before', async () => {
    const document = await attachedAs(house, one.slug, town.carrier.accountId, {
      title: 'Bilan',
      visibility: 'restricted',
    })
    await house.post(`/documents/${document.id}/bin`, {}, { as: town.carrier.accountId })
    expect((await house.get(`/initiatives/${one.slug}/bin`, { as: town.taker.accountId })).body).not.toContain('Bilan')
    expect((await house.post(`/documents/${document.id}/restore`, {}, { as: town.taker.accountId })).status).toBe(404)
  })

  test('is emptied after thirty days, not before, and the journal keeps the title', async () => {
    const as = town.carrier.accountId
    const kept = await attachedAs(house, one.slug, as, { title: 'Gardé' })
    const gone = await attachedAs(house, one.slug, as, { title: 'Bilan' })
    const versionId = gone.currentVersionId
    await house.db.commit((tx) => [
      tx.insert(documentTexts).values({ versionId, documentId: gone.id, text: 'Mots', words: 'mots' }),
    ])
    await house.post(`/documents/${gone.id}/bin`, {}, { as })
    expect(await purgedAfter(house, 'bin', emptiedBin, 29)).toBe(0)
    expect(await purgedAfter(house, 'bin', emptiedBin, 31)).toBe(1)
    expect(await purgedAfter(house, 'bin', emptiedBin, 31)).toBe(0)
    expect((await house.db.select().from(documents)).map(({ id }) => id)).toEqual([kept.id])
    expect(await house.db.select().from(documentVersions)).toHaveLength(1)
    expect(await house.db.select().from(documentTexts)).toEqual([])
    const trace = (await house.db.select().from(journal)).filter(({ what }) => what === 'document_purged')
    expect(trace).toMatchObject([{ subjectId: gone.id, initiativeId: one.id, byAccountId: null }])
    expect(trace[0]!.particulars).toContain('Bilan')
  })
})

describe('an initiative that is merged', () => {
  test('gives its documents to the one that stays, and nobody sees more by that', async () => {
    const narrow = await town.initiativeAt('emergence', {
      title: 'Jardin',
      visibility: 'restricted',
      namedRoles: ['funder'],
    })
    const as = town.carrier.accountId
    const open = await attachedAs(house, narrow.slug, as, { title: 'Ouvert', visibility: 'public' })
    const own = await attachedAs(house, narrow.slug, as, { title: 'Propre', criteria: 'E4' })
    const [row] = await house.db.select().from(initiatives).where(eq(initiatives.id, narrow.id))
    const fields = { version: String(row!.version), into: one.slug, reason: 'La même' }
    expect((await house.get(`/documents/${open.id}`, { as: town.member.accountId })).status).toBe(404)
    await house.post(`/initiatives/${narrow.slug}/merge`, fields, { as: town.coordinator.accountId })
    for (const { id } of [open, own]) {
      expect((await house.get(`/documents/${id}`, { as: town.member.accountId })).status).toBe(404)
      expect((await house.get(`/documents/${id}`, { as: town.taker.accountId })).status).toBe(404)
      expect((await house.get(`/documents/${id}`, { as: town.funder.accountId })).status).toBe(200)
    }
    const { body } = await house.get(`/initiatives/${one.slug}/documents`, { as })
    expect(body).toContain('Ouvert')
    expect((await house.get(`/initiatives/${one.slug}`, { as })).body).toContain(`/documents/${own.id}/versions/1`)
  })
})

test('an actor that is merged gives what was attached for it to the one that stays', async () => {
  const document = await attachedAs(house, one.slug, town.funder.accountId)
  expect(document.forActorId).toBe(town.funder.actorId)
  const fields = { version: '1', into: 'coop-des-marais' }
  const answer = await house.post('/actors/fonds-du-fleuve/merge', fields, { as: town.coordinator.accountId })
  expect(answer.to).toBe('/actors/coop-des-marais')
  expect(await newest(house)).toMatchObject({ id: document.id, forActorId: town.taker.actorId })
})
