import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { emptiedBin } from '../../src/documents/forgetting.ts'
import { documents } from '../../src/documents/tables.ts'
import { criteriaOf } from '../../src/domain/gates.ts'
import { attestations, initiativeProofs, participations } from '../../src/initiatives/tables.ts'
import { knowledgeContributions } from '../../src/knowledge/tables.ts'
import { changeGate } from '../../src/network/gates.ts'
import { newId } from '../../src/platform/id.ts'
import { purgedAfter } from '../privacy/purged.ts'
import { useHouse } from '../house.ts'
import { moveIt, rowOf } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { attachedAs, newest, pdf, sent } from './sending.ts'

const house = useHouse()
let town: Town

beforeEach(async () => {
  town = await settle(house)
})

const seenBy = async (one: Settled, place: 'leadCarrier' | 'taker' | 'member' | 'supportPartner') =>
  (await house.get(`/initiatives/${one.slug}`, { as: town[place].accountId })).body
/** The line of a criterion on the page, and whether it is met. */
function line(body: string, code: string) {
  const text = body.split('<li class="criterion').find((part) => part.includes(`small">${code}</span>`)) ?? ''
  return { isMet: text.startsWith(' met'), text: text.split('</li>')[0]! }
}

describe('a criterion shown as missing', () => {
  test('is supplied by a document from its own button, and the move then passes', async () => {
    const one = await town.initiativeAt('emergence')
    await changeGate(
      house.db,
      'emergence',
      { mode: 'require', version: 1, criteria: criteriaOf('emergence').map((code) => ({ code, on: code === 'E4' })) },
      town.coordinator.by,
      house.now,
    )
    const as = town.supportPartner.accountId
    expect(line(await seenBy(one, 'supportPartner'), 'E4').text).toContain(
      `/initiatives/${one.slug}/documents/new?code=E4`,
    )
    await expect(moveIt(house, one.slug, { event: 'advance' }, town.leadCarrier.by)).rejects.toThrow()
    const form = await house.get(`/initiatives/${one.slug}/documents/new?code=E4`, { as })
    expect(form.body).toMatch(/value="E4" checked/)
    expect(form.body).toMatch(/value="minutes" selected/)
    const file = { name: 'soiree.pdf', content: pdf('Soiree') }
    const fields = { kind: 'minutes', criteria: 'E4', code: 'E4' }
    const answer = await sent(house, `/initiatives/${one.slug}/documents`, fields, [file], { as })
    expect(answer.to).toBe(`/initiatives/${one.slug}#gate`)
    const document = await newest(house)
    const e4 = line(await seenBy(one, 'leadCarrier'), 'E4')
    expect(e4.isMet).toBe(true)
    expect(e4.text).toContain('Attesté le')
    expect(e4.text).toContain(`/documents/${document.id}/versions/1`)
    await moveIt(house, one.slug, { event: 'advance' }, town.leadCarrier.by)
    expect((await rowOf(house, one.slug)).stage).toBe('mobilisation')
  })

  test('is stated in the words of the document, or in those of whoever attaches it', async () => {
    const one = await town.initiativeAt('emergence')
    const as = town.carrier.accountId
    await attachedAs(house, one.slug, as, { title: 'Soirée', criteria: ['E4', 'E1'] })
    await attachedAs(house, one.slug, as, { title: 'Sondage', criteria: 'E4', statement: 'Trente réponses.' })
    const stated = await house.db.select().from(attestations).orderBy(attestations.id)
    const said = stated.map(({ code, statement, proof, proofKind }) => [code, statement, proof, proofKind])
    expect(said).toEqual([
      ['E4', 'Soirée', 'Soirée', 'document'],
      ['E1', 'Soirée', 'Soirée', 'document'],
      ['E4', 'Trente réponses.', 'Sondage', 'document'],
    ])
    const { body } = await house.get(`/documents/${(await newest(house)).id}`, { as })
    expect(body).toContain('Trente réponses.')
    expect(await seenBy(one, 'leadCarrier')).toContain('Trente réponses.')
  })
})

describe('a document that is attested with', () => {
  test('still shows its second version when there is a third', async () => {
    const one = await town.initiativeAt('emergence')
    const as = town.carrier.accountId
    const document = await attachedAs(house, one.slug, as, { title: 'Soirée', criteria: 'E4' })
    const content = pdf('Corrige')
    await sent(
      house,
      `/documents/${document.id}/versions`,
      { version: '1', reason: 'Noms corrigés' },
      [{ name: 'b.pdf', content }],
      { as },
    )
    expect((await newest(house)).currentVersionId).not.toBe(document.currentVersionId)
    expect(line(await seenBy(one, 'leadCarrier'), 'E4').text).toContain(`/documents/${document.id}/versions/1"`)
    const { body } = await house.get(`/documents/${document.id}`, { as })
    expect(body).toContain('Noms corrigés')
    expect(body).toMatch(/E4[\s\S]*version 1/)
    const older = await house.get(`/documents/${document.id}/versions/1`, { as })
    expect(older.body).toContain('La version 2 l’a remplacée')
    expect(older.body).toContain(`/documents/${document.id}/file?version=1`)
    expect((await house.get(`/documents/${document.id}/versions/7`, { as })).status).toBe(404)
  })

  test('in the bin, says so where it is shown; purged, says that it is no more', async () => {
    const one = await town.initiativeAt('emergence')
    const as = town.carrier.accountId
    const document = await attachedAs(house, one.slug, as, { title: 'Soirée', criteria: 'E4' })
    await house.post(`/documents/${document.id}/bin`, {}, { as })
    const binned = await seenBy(one, 'leadCarrier')
    expect(line(binned, 'E4').isMet).toBe(true)
    expect(line(binned, 'E4').text).toContain('est à la corbeille')
    expect(line(binned, 'E4').text).toContain(`/initiatives/${one.slug}/bin`)
    expect(await purgedAfter(house, 'bin', emptiedBin, 31)).toBe(1)
    const purged = await seenBy(one, 'leadCarrier')
    expect(line(purged, 'E4').text).toContain('n’existe plus')
    expect(purged).toMatch(/Soirée <span class="tag late">n’existe plus/)
    expect(await seenBy(one, 'taker')).not.toContain('Soirée')
  })

  test('hidden from a reader, hides its words from them, and the criterion is met all the same', async () => {
    const one = await town.initiativeAt('emergence')
    const as = town.carrier.accountId
    await attachedAs(house, one.slug, as, { title: 'Lettre secrète', criteria: 'E4', visibility: 'restricted' })
    for (const place of ['taker', 'member'] as const) {
      for (const path of ['', '/moves/new?to=mobilisation', '/moves/new', '/documents']) {
        const { body } = await house.get(`/initiatives/${one.slug}${path}`, { as: town[place].accountId })
        expect([place, path, body.includes('Lettre secrète')]).toEqual([place, path, false])
        expect(body).not.toContain('Document joint')
      }
      expect(line(await seenBy(one, place), 'E4').isMet).toBe(true)
    }
    expect(await seenBy(one, 'leadCarrier')).toContain('Lettre secrète')
    expect(await seenBy(one, 'leadCarrier')).toContain('Document joint')
    const gate = await house.get(`/initiatives/${one.slug}/moves/new?to=mobilisation`, { as })
    expect(gate.body).toContain('Lettre secrète')
  })
})

describe('without anybody stating it,', () => {
  test('a support partner has confirmed in writing when there is an agreement or a letter', async () => {
    const one = await town.initiativeAt('mobilisation')
    const as = town.supportPartner.accountId
    expect(line(await seenBy(one, 'supportPartner'), 'M2')).toMatchObject({ isMet: false })
    expect(line(await seenBy(one, 'supportPartner'), 'M2').text).toContain('une entente ou une lettre d’appui')
    await attachedAs(house, one.slug, as, { kind: 'minutes' })
    expect(line(await seenBy(one, 'supportPartner'), 'M2').isMet).toBe(false)
    const letter = await attachedAs(house, one.slug, as, { kind: 'letter_of_support' })
    expect(line(await seenBy(one, 'supportPartner'), 'M2').isMet).toBe(true)
    await house.post(`/documents/${letter.id}/bin`, {}, { as })
    expect(line(await seenBy(one, 'supportPartner'), 'M2').isMet).toBe(false)
    await house.post(`/documents/${letter.id}/restore`, {}, { as })
    expect(line(await seenBy(one, 'supportPartner'), 'M2').isMet).toBe(true)
  })

  test('but not when no support partner holds the role', async () => {
    const one = await town.initiativeAt('mobilisation')
    await attachedAs(house, one.slug, town.carrier.accountId, { kind: 'agreement' })
    await house.db.commit((tx) => [
      tx.update(participations).set({ until: '2026-02-01' }).where(eq(participations.id, one.roles.supportPartner)),
    ])
    expect(line(await seenBy(one, 'leadCarrier'), 'M2').isMet).toBe(false)
  })

  test('a guide is published when everybody may read it, under a licence', async () => {
    const one = await town.initiativeAt('appropriation', { visibility: 'public' })
    const as = town.carrier.accountId
    const met = async () => line(await seenBy(one, 'leadCarrier'), 'A5').isMet
    await attachedAs(house, one.slug, as, { kind: 'guide', visibility: 'public' })
    expect(await met()).toBe(false)
    await attachedAs(house, one.slug, as, { kind: 'guide', visibility: 'network', licence: 'cc_by' })
    expect(await met()).toBe(false)
    await attachedAs(house, one.slug, as, { kind: 'guide', visibility: 'public', licence: 'cc_by' })
    expect(await met()).toBe(true)
  })

  test('three kinds of knowledge are at the table when contributions are of three kinds', async () => {
    const one = await town.initiativeAt('mobilisation')
    const brought = (kind: 'experiential' | 'professional' | 'scientific') =>
      house.db.commit((tx) => [
        tx.insert(knowledgeContributions).values({
          id: newId(),
          initiativeId: one.id,
          kind,
          brought: 'Un savoir',
          contributedOn: '2026-02-01',
          capacity: 'carrier',
          recordedAt: house.now,
        }),
      ])
    await brought('experiential')
    await brought('experiential')
    await brought('professional')
    expect(line(await seenBy(one, 'leadCarrier'), 'M1').isMet).toBe(false)
    await brought('scientific')
    expect(line(await seenBy(one, 'leadCarrier'), 'M1').isMet).toBe(true)
  })
})

test('what is kept of proofs is what is there', async () => {
  const one = await town.initiativeAt('mobilisation', { visibility: 'public' })
  const as = town.carrier.accountId
  await attachedAs(house, one.slug, as, { kind: 'agreement' })
  await attachedAs(house, one.slug, as, { kind: 'guide', visibility: 'public', licence: 'cc0' })
  expect(await house.db.select().from(initiativeProofs)).toMatchObject([
    { initiativeId: one.id, agreements: 1, guides: 1, knowledgeKinds: 0, fundingSources: 0 },
  ])
  await house.db.commit((tx) => [tx.delete(documents)])
  expect(await house.db.select().from(initiativeProofs)).toMatchObject([
    { initiativeId: one.id, agreements: 0, guides: 0, knowledgeKinds: 0, fundingSources: 0 },
  ])
})
