import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { accounts } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { actors } from '../../src/actors/tables.ts'
import { adoptions } from '../../src/adoptions/tables.ts'
import { gridRemarks } from '../../src/qualification/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { erasures } from '../../src/privacy/tables.ts'
import { key } from '../initiatives/forms.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { PASSWORD } from '../accounts/people-here.ts'
import { batelierIn } from './batelier.ts'
import { part, taken } from './taken.ts'
import { EMAIL, NAME, PHONE } from './who.ts'

const house = useHouse()

describe('what is kept of oneself', () => {
  test('is handed over whole, with what each part means, days and instants in ISO, and links', async () => {
    const town = await settle(house)
    const batelier = await batelierIn(house, town)
    const answer = await house.get('/me/privacy.json', { as: batelier.accountId })
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="?mes-renseignements-personnels-/)
    expect(answer.headers.get('Cache-Control')).toContain('no-store')
    const all = taken(answer.body)
    expect(part(all, 'accounts')?.rows).toEqual([
      expect.objectContaining({ name: NAME, email: EMAIL, createdAt: '2026-03-02T15:00:00.000Z' }),
    ])
    expect(part(all, 'actors')?.rows[0]).toMatchObject({ phone: PHONE })
    expect(part(all, 'participations')).toMatchObject({
      title: 'Rôles dans des initiatives',
      columns: { role: 'rôle', since: 'depuis' },
    })
    expect(part(all, 'participations')?.rows.map(({ role, since }) => [role, since])).toContainEqual([
      'carrier',
      '2026-01-20',
    ])
    expect(part(all, 'moves')?.rows[0]).toMatchObject({
      initiative: { title: expect.any(String), address: expect.stringMatching(/^http:\/\/sillon\.test\/i\//) },
    })
    const expected = ['adoption_contacts', 'adoptions_asked', 'consents', 'feedback_contacts', 'grid_assessments']
    const more = ['import_rows', 'memberships', 'report_mailings_received', 'report_questions', 'tokens', 'uploads']
    expect(all.parts.map((one) => one.key)).toEqual(expect.arrayContaining([...expected, ...more]))
    expect(all.parts.filter(({ title, becomes }) => !title || !becomes)).toEqual([])
  })

  test('says nothing that concerns others: no secret, no hash, no address of somebody else, no remark by others', async () => {
    const town = await settle(house)
    const batelier = await batelierIn(house, town)
    const [remark] = await house.db.select().from(gridRemarks)
    await house.db.commit((tx) => [
      tx.insert(gridRemarks).values({
        ...remark!,
        id: newId(),
        words: 'Un mot d’autrui sur ce dossier',
        byAccountId: town.taker.accountId,
      }),
    ])
    const [account] = await house.db.select().from(accounts).where(eq(accounts.id, batelier.accountId))
    for (const path of ['/me/privacy.json', '/me/privacy/all']) {
      const { body } = await house.get(path, { as: batelier.accountId })
      expect(body).not.toContain('autre@example.org')
      expect(body).not.toContain('Un mot d’autrui')
      expect(body).not.toContain(account!.passwordHash)
      expect(body).not.toMatch(/hash|totpSecret|personKey/i)
    }
  })

  test('is a page to be read, in the language of whoever reads', async () => {
    const town = await settle(house)
    const { accountId } = await batelierIn(house, town)
    const french = await house.get('/me/privacy/all', { as: accountId })
    expect(french.body).toContain(`Tout ce qui est gardé\u00a0: ${NAME}`)
    expect(french.body).toMatch(/<a href="\/i\/[^"]+">Jardin du rang<\/a>/)
    await house.post('/language', { locale: 'en', back: '/' }, { as: accountId })
    expect((await house.get('/me/privacy/all', { as: accountId })).body).toContain(`Everything kept of ${NAME}`)
  })

  test('of an initiative that may not be seen any more, says that it is there and not what it is', async () => {
    const town = await settle(house)
    const { accountId } = await batelierIn(house, town, { networkRole: 'member' })
    const hidden = await town.initiativeAt('emergence', { title: 'Projet scellé', visibility: 'restricted' })
    const { body } = await house.get('/me/privacy.json', { as: town.leadCarrier.accountId })
    expect(body).toContain('Projet scellé')
    await house.db.commit((tx) => [
      tx.insert(adoptions).values({
        id: newId(),
        initiativeId: hidden.id,
        takerKind: 'adopter',
        status: 'intent',
        since: '2026-02-01',
        visibility: 'public',
        isConfirmed: true,
        byAccountId: accountId,
        createdAt: house.now,
        changedAt: house.now,
      }),
    ])
    expect((await house.get('/me/privacy.json', { as: accountId })).body).not.toContain('Projet scellé')
    const page = await house.get('/me/privacy/all', { as: accountId })
    expect(page.body).not.toContain('Projet scellé')
    expect(page.body).toContain('qui ne vous est pas montrée')
  })
})

describe('erasing oneself', () => {
  const form = '/me/privacy/erasure'

  test('begins with what goes, what stays and why, and which initiatives are left without a lead', async () => {
    const town = await settle(house)
    const { accountId } = await batelierIn(house, town)
    const { body } = await house.get(form, { as: accountId })
    for (const words of ['Navette du soir', 'S’en va.', 'qui ne mène plus à personne', 'Votre mot de passe']) {
      expect(body).toContain(words)
    }
    expect((await house.get(form, { as: town.member.accountId })).body).not.toContain('Votre mot de passe')
  })

  test('asks for one’s own address and password; what is wrong is said at the field, and tries are limited', async () => {
    const town = await settle(house)
    const as = { as: (await batelierIn(house, town)).accountId }
    const wrong = await house.post(form, { address: 'x@example.org', password: PASSWORD }, as)
    expect([wrong.status, wrong.body.includes('l’adresse de votre compte')]).toEqual([422, true])
    const other = await house.post(form, { address: EMAIL, password: 'non' }, as)
    expect([other.status, other.body.includes('votre mot de passe actuel')]).toEqual([422, true])
    for (let n = 0; n < 8; n++) await house.post(form, { address: EMAIL, password: 'non' }, as)
    expect((await house.post(form, { address: EMAIL, password: PASSWORD }, as)).status).toBe(429)
    expect(await house.db.$count(erasures)).toBe(0)
  })

  test('is refused to the last administrator, and in the demonstration', async () => {
    const town = await settle(house)
    const as = { as: town.administrator.accountId }
    const address = 'administration-premiere@example.org'
    const last = await house.post(form, { address }, as)
    expect(last.status).toBe(409)
    await house.db.commit((tx) => [
      tx.update(accounts).set({ isDemo: true }).where(eq(accounts.id, town.member.accountId)),
    ])
    const member = { as: town.member.accountId }
    expect((await house.post(form, { address: 'membre-premiere@example.org' }, member)).status).toBe(403)
    await house.db.commit((tx) => [
      tx.update(accounts).set({ networkRole: 'administrator' }).where(eq(accounts.id, town.taker.accountId)),
    ])
    expect((await house.post(form, { address }, as)).to).toBe('/goodbye')
    expect((await house.get('/goodbye')).body).toContain('Au revoir')
  })

  test('the same form posted twice erases once', async () => {
    const town = await settle(house)
    const { accountId } = await batelierIn(house, town)
    const fields = { address: EMAIL, password: PASSWORD, once: key() }
    await house.post(form, fields, { as: accountId })
    await house.post(form, fields, { as: accountId })
    expect(await house.db.$count(erasures)).toBe(1)
  })
})

const blank = { description: '', url: '', email: '', phone: '', territory: '' }

test('the journal says which person is concerned, never what they are called', async () => {
  const town = await settle(house)
  const as = { as: town.coordinator.accountId }
  await house.post('/actors', { ...blank, kind: 'person', name: NAME, once: key() }, as)
  const [person] = await house.db.select().from(actors).where(eq(actors.name, NAME))
  expect(person).toBeDefined()
  const fonds = '/actors/fonds-du-fleuve/memberships'
  await house.post(fonds, { person: NAME, title: '', since: '2026-01-01', until: '', once: key() }, as)
  const told = await house.db.select().from(journal)
  expect(told.map(({ what }) => what)).toEqual(expect.arrayContaining(['actor_added', 'membership_begun']))
  expect(JSON.stringify(told)).not.toContain(NAME)
})
