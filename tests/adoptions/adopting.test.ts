import { beforeEach, describe, expect, test } from 'vitest'
import { stampFor } from '../../src/adoptions/adopt-stamp.ts'
import { adoptionContacts, adoptions, adoptPages } from '../../src/adoptions/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { useHouse } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { adopted, planted } from './adopted.ts'
import { inviting, request, stampIn, words } from './inviting.ts'

const house = useHouse()
let town: Town
let one: Settled
let path: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('appropriation', { visibility: 'public' })
  path = `/initiatives/${one.slug}/adopt`
})

const later = (seconds: number) => {
  house.now = new Date(house.now.getTime() + seconds * 1000)
}

/** Opens the page, takes the time to read it, and sends the form. */
async function ask(changes: Record<string, string> = {}) {
  const { body } = await house.get(path)
  later(20)
  return house.post(`${path}/requests`, { ...request, stamp: stampIn(body), ...changes })
}

describe('the page that invites others to adopt', () => {
  test('is found by everybody once it is published, and by carriers alone before', async () => {
    expect((await house.get(path)).status).toBe(404)
    await inviting(house, town, one, false)
    expect((await house.get(path)).status).toBe(404)
    expect((await house.get(path, { as: town.member.accountId })).status).toBe(404)
    const preview = await house.get(path, { as: town.carrier.accountId })
    expect(preview.status).toBe(200)
    expect(preview.body).not.toContain('name="stamp"')
    await house.post(path, { ...words, isPublished: 'on', version: '1', once: key() }, { as: town.carrier.accountId })
    const { status, body } = await house.get(path)
    expect(status).toBe(200)
    expect(body).toContain('<strong>deux bénévoles</strong>')
    expect(body).toContain('"@type":"HowTo"')
    expect((await house.get(`/initiatives/${one.slug}`)).body).toContain(`href="${path}"`)
  })

  test.each([
    { stage: 'feedback', visibility: 'public' },
    { stage: 'appropriation', visibility: 'network' },
    { stage: 'appropriation', visibility: 'public', status: 'discontinued' },
  ] as const)('is not there for visitors of one that is $stage, $visibility, $status', async ({ stage, ...wanted }) => {
    const other = await town.initiativeAt(stage, { title: 'Une autre', ...wanted })
    await inviting(house, town, other)
    const there = `/initiatives/${other.slug}/adopt`
    expect((await house.get(there)).status).toBe(404)
    expect((await house.post(`${there}/requests`, { ...request, stamp: '' })).status).toBe(404)
    expect((await house.get(there, { as: town.leadCarrier.accountId })).status).toBe(200)
  })

  test.each(['sustained', 'transferred'] as const)('stays open once it is %s', async (status) => {
    const other = await town.initiativeAt('appropriation', { title: 'Une autre', visibility: 'public', status })
    await inviting(house, town, other)
    expect((await house.get(`/initiatives/${other.slug}/adopt`)).status).toBe(200)
  })

  test('runs nothing of what was written in it', async () => {
    const takes = '<script>alert(1)</script> [x](javascript:alert(1))'
    await house.post(
      path,
      { ...words, takes, isPublished: 'on', version: '0', once: key() },
      { as: town.carrier.accountId },
    )
    const { body } = await house.get(path)
    expect(body).not.toContain('<script>alert')
    expect(body).not.toContain('href="javascript:')
  })

  test('is published whole or not at all, and gives back what was typed', async () => {
    const fields = { ...words, steps: '', isPublished: 'on', version: '0', once: key() }
    const { status, body } = await house.post(path, fields, { as: town.carrier.accountId })
    expect(status).toBe(422)
    expect(body).toContain('deux bénévoles')
    expect(await house.db.select().from(adoptPages)).toEqual([])
  })

  test('is looked at before it is saved', async () => {
    const { status, body } = await house.post(
      `${path}/preview`,
      { ...words, version: '0' },
      { as: town.carrier.accountId },
    )
    expect(status).toBe(200)
    expect(body).toContain('<strong>deux bénévoles</strong>')
    expect(await house.db.select().from(adoptPages)).toEqual([])
  })

  test('whoever saves second is shown both, also when both began it', async () => {
    await inviting(house, town, one)
    const fields = { ...words, ask: 'Le secrétariat', isPublished: 'on', version: '0', once: key() }
    const { status, body } = await house.post(path, fields, { as: town.carrier.accountId })
    expect(status).toBe(409)
    expect(body).toContain('Le secrétariat')
    expect(body).toContain('La coordination de la Coop')
  })

  test('names who does it where everybody may read it, and beneficiaries never', async () => {
    await inviting(house, town, one)
    const { lachute, montreal } = await planted(house)
    const it = { initiativeId: one.id, takerId: town.funder.actorId }
    await adopted(house, { ...it, territoryId: lachute.id })
    await adopted(house, { ...it, takerId: town.taker.actorId, territoryId: montreal.id, visibility: 'team' })
    await adopted(house, {
      ...it,
      takerId: town.supportPartner.actorId,
      takerKind: 'beneficiary',
      status: 'trial',
      peopleReached: 40,
    })
    const { body } = await house.get(path, { as: town.carrier.accountId })
    const doing = body.slice(body.indexOf('id="doing"'), body.indexOf('id="request"'))
    expect(doing).toContain('Lachute')
    expect(doing).not.toContain('Montréal')
    expect(doing).toContain('1 groupe de bénéficiaires')
    expect(doing).toContain('40')
    expect(doing.match(/<li>/g)).toHaveLength(1)
  })
})

describe('a request by the public form', () => {
  beforeEach(() => inviting(house, town, one))

  test('waits in the inbox, counts nowhere, and the letter names nobody who asked', async () => {
    house.letters.length = 0
    const { status, to } = await ask()
    expect([status, to]).toEqual([303, `${path}#main`])
    const [row] = await house.db.select().from(adoptions)
    expect(row).toMatchObject({ status: 'considered', isConfirmed: false, takerId: null, byAccountId: null })
    expect(await house.db.select().from(adoptionContacts)).toMatchObject([{ address: request.contactEmail }])
    const shown = await house.get(path)
    expect(shown.body).not.toContain('École du rang')
    await house.work()
    expect(house.letters.length).toBeGreaterThan(0)
    for (const letter of house.letters) {
      expect(letter.text).toContain(`http://sillon.test/initiatives/${one.slug}/adoptions`)
      expect(JSON.stringify(letter)).not.toMatch(/École du rang|direction@|automne/)
      expect(letter.to).not.toBe(request.contactEmail)
    }
    const inbox = await house.get(`/initiatives/${one.slug}/adoptions`, { as: town.carrier.accountId })
    expect(inbox.body).toContain('École du rang')
    const log = JSON.stringify(await house.db.select().from(journal))
    expect(log).not.toMatch(/École du rang|direction@|automne/)
  })

  test('that is sent twice counts once, one after the other or at once', async () => {
    const { body } = await house.get(path)
    later(20)
    const fields = { ...request, stamp: stampIn(body) }
    const answers = await Promise.all([1, 2, 3].map(() => house.post(`${path}/requests`, fields)))
    answers.push(await house.post(`${path}/requests`, fields))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    expect(await house.db.select().from(adoptions)).toHaveLength(1)
  })

  test('tells the carriers once an hour as long as they have not looked', async () => {
    await ask()
    await house.work()
    house.letters.length = 0
    await ask()
    await house.work()
    expect(house.letters).toEqual([])
    later(3700)
    await ask()
    await house.work()
    expect(house.letters.length).toBeGreaterThan(0)
  })

  test.each([
    ['a field that must stay empty', { site: 'https://spam.example' }],
    ['three links', { message: 'https://a.example https://b.example www.c.example' }],
    ['a name that is an address', { takerName: 'www.spam.example' }],
    ['no consent', { isAgreed: '' }],
    [
      'a stamp of somebody else',
      { stamp: stampFor({ dataFolder: '', databaseUrl: 'postgres://elsewhere' }, 'x', new Date(0)) },
    ],
    ['no stamp', { stamp: '' }],
    ['an address that cannot be answered', { contactEmail: 'direction' }],
    ['a territory that nobody knows', { territory: 'Nulle part' }],
    ['a message without end', { message: 'a'.repeat(2001) }],
  ])('is refused with %s, and what was typed comes back', async (_why, changes) => {
    const { status, body } = await ask({ contactName: 'Direction générale', ...changes })
    expect(status).toBe(422)
    expect(body).toContain('Direction générale')
    expect(body).toContain('id="problems"')
    expect(await house.db.select().from(adoptions)).toEqual([])
  })

  test('is refused when it comes sooner than anybody types, and taken when it is sent again', async () => {
    const { body } = await house.get(path)
    later(1)
    const first = await house.post(`${path}/requests`, { ...request, stamp: stampIn(body) })
    expect(first.status).toBe(422)
    later(5)
    const again = await house.post(`${path}/requests`, { ...request, stamp: stampIn(first.body) })
    expect(again.status).toBe(303)
  })

  test('is given back with a fresh stamp when the page lay open for days', async () => {
    const { body } = await house.get(path)
    later(3 * 24 * 3600)
    const first = await house.post(`${path}/requests`, { ...request, stamp: stampIn(body) })
    expect(first.status).toBe(422)
    later(10)
    expect((await house.post(`${path}/requests`, { ...request, stamp: stampIn(first.body) })).status).toBe(303)
  })

  test('has to wait when too many come from one place, and nothing typed is lost', async () => {
    const answers = []
    for (let n = 0; n < 21; n++) answers.push(await ask())
    expect(answers.slice(0, 20).every(({ status }) => status === 303)).toBe(true)
    expect(answers[20]!.status).toBe(429)
    expect(answers[20]!.body).toContain('École du rang')
    expect(answers[20]!.headers.get('retry-after')).toBeTruthy()
  })
})
