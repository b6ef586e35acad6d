import { desc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { accounts, tokens } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { actors } from '../../src/actors/tables.ts'
import { adoptionContacts, adoptions } from '../../src/adoptions/tables.ts'
import { communications } from '../../src/communications/tables.ts'
import { feedbackContacts } from '../../src/feedback/tables.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { erasures } from '../../src/privacy/tables.ts'
import { adopted } from '../adoptions/adopted.ts'
import { heard, tested } from '../feedback/said.ts'
import { key } from '../initiatives/forms.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { columnsWith } from './everywhere.ts'
import { batelierIn } from './batelier.ts'
import { part, taken } from './taken.ts'
import { EMAIL } from './who.ts'

const house = useHouse()
const people = '/settings/privacy/people'

describe('an administrator', () => {
  test('finds an account, a person without one and an address, and takes what is kept: the register says so', async () => {
    const town = await settle(house)
    const batelier = await batelierIn(house, town)
    const as = { as: town.administrator.accountId }
    const found = await house.get(`${people}?q=quatrevents+batelier`, as)
    expect(found.body).toContain(`${people}/account/${batelier.accountId}`)
    const file = taken((await house.get(`${people}/account/${batelier.accountId}/data.json`, as)).body)
    expect(part(file, 'accounts')?.rows).toHaveLength(1)
    await house.get(`${people}/account/${batelier.accountId}/all`, as)
    const rows = await house.db.select().from(communications).where(eq(communications.what, 'person_data'))
    expect(
      rows.map(({ format, holdsPersons, byAccountId }) => `${format} ${holdsPersons} ${byAccountId}`).sort(),
    ).toEqual([`html true ${town.administrator.accountId}`, `json true ${town.administrator.accountId}`])
    expect(JSON.stringify(rows)).not.toMatch(/quatrevents/i)
  })

  test('erases whoever asked, with the day; what is wrong comes back at the field', async () => {
    const town = await settle(house)
    const batelier = await batelierIn(house, town)
    const as = { as: town.administrator.accountId }
    const form = `${people}/account/${batelier.accountId}/erasure`
    const late = await house.post(form, { askedOn: '2026-12-01', word: 'effacer' }, as)
    expect([late.status, late.body.includes('dans l’avenir')]).toEqual([422, true])
    const unsure = await house.post(form, { askedOn: '2026-02-20', word: 'oui' }, as)
    expect([unsure.status, unsure.body.includes('2026-02-20')]).toEqual([422, true])
    expect((await house.post(form, { askedOn: '2026-02-20', word: 'Effacer', once: key() }, as)).to).toBe(people)
    const [row] = await house.db.select().from(erasures)
    expect(row).toMatchObject({ askedOn: '2026-02-20', byAccountId: town.administrator.accountId })
    const page = await house.get(`${people}/account/${batelier.accountId}`, as)
    expect([page.body.includes('Effacé le'), page.body.includes(form)]).toEqual([true, false])
    expect((await house.post(form, { askedOn: '2026-02-20', word: 'effacer', once: key() }, as)).status).toBe(404)
  })

  test('erases a person who has no account', async () => {
    const town = await settle(house)
    const { personId, accountId } = await batelierIn(house, town)
    await house.db.commit((tx) => [tx.update(actors).set({ accountId: null }).where(eq(actors.id, personId))])
    await house.db.commit((tx) => [
      tx.update(accounts).set({ name: 'X', email: 'x@example.org' }).where(eq(accounts.id, accountId)),
      // Work that the account asked for is the account’s.
      tx.delete(jobs).where(eq(jobs.requestedById, accountId)),
    ])
    const as = { as: town.administrator.accountId }
    expect((await house.get(`${people}?q=quatrevents`, as)).body).toContain(`${people}/actor/${personId}`)
    const answer = await house.post(
      `${people}/actor/${personId}/erasure`,
      { askedOn: '2026-03-01', word: 'effacer' },
      as,
    )
    expect(answer.to).toBe(people)
    await house.work()
    house.now = new Date(house.now.getTime() + 60_000)
    await house.work()
    expect(await columnsWith(house.db, /quatrevents/i)).toEqual([])
    expect(house.letters.map(({ to }) => to)).toEqual([EMAIL])
  })

  test('erases an address that somebody only left, with what they wrote and nothing else', async () => {
    const town = await settle(house)
    const shown = await town.initiativeAt('feedback', { visibility: 'public' })
    const address = 'Passante@example.org'
    const asked = { initiativeId: shown.id, takerId: null, isConfirmed: false, takerName: 'Une Passante' }
    const adoptionId = await adopted(house, { ...asked, message: 'Écrivez-moi' })
    await heard(house, await tested(house, shown.id), [{ address, toChange: 'Plus tard' }])
    await house.db.commit((tx) => [
      tx.insert(adoptionContacts).values({ adoptionId, name: 'Une Passante', address, createdAt: house.now }),
      tx.insert(tokens).values({
        id: newId(),
        hash: 'h',
        purpose: 'invitation',
        email: address.toLowerCase(),
        grants: {},
        createdAt: house.now,
        expiresAt: house.now,
      }),
    ])
    const as = { as: town.administrator.accountId }
    const { body } = await house.get(`${people}?q=passante@`, as)
    const place = /href="(\/settings\/privacy\/people\/address\/\w+)"/.exec(body)?.[1] ?? ''
    expect(place).not.toMatch(/passante/i)
    const file = taken((await house.get(`${place}/data.json`, as)).body)
    expect(file.parts.map((one) => one.key).sort()).toEqual([
      'adoption_contacts',
      'adoptions_asked',
      'feedback_contacts',
      'tokens',
    ])
    await house.post(`${place}/erasure`, { askedOn: '2026-03-01', word: 'effacer', once: key() }, as)
    await house.work()
    expect(await columnsWith(house.db, /passante/i)).toEqual([])
    const [adoption] = await house.db.select().from(adoptions).where(eq(adoptions.id, adoptionId))
    expect([adoption?.takerName, adoption?.message]).toEqual(['Personne effacée', ''])
    expect(await house.db.$count(feedbackContacts)).toBe(0)
    const [last] = await house.db.select().from(journal).orderBy(desc(journal.seq)).limit(1)
    expect(last).toMatchObject({ what: 'person_erased', subjectKind: 'erasure', particulars: '{}' })
    expect((await house.get(place, as)).status).toBe(404)
  })

  test('is sent to their own page for themselves', async () => {
    const town = await settle(house)
    const { accountId } = town.administrator
    const form = `${people}/account/${accountId}/erasure`
    const answer = await house.post(form, { askedOn: '2026-03-01', word: 'effacer' }, { as: accountId })
    expect(answer.to).toBe('/me/privacy/erasure')
  })
})
