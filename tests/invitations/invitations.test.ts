import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { invited, type Invited } from '../../src/accounts/steps.ts'
import { accounts, tokens } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { actorAdded } from '../../src/actors/steps.ts'
import { actors, memberships } from '../../src/actors/tables.ts'
import type { ActorKind } from '../../src/domain/roles.ts'
import { initiatives, participations } from '../../src/initiatives/tables.ts'
import { expireInvitations } from '../../src/invitations/expiring.ts'
import { cookieIn, linkIn, PASSWORD, someone } from '../accounts/people-here.ts'
import { useHouse } from '../house.ts'

const house = useHouse()

async function invite(more: Partial<Invited> = {}): Promise<string> {
  const invitation: Invited = {
    email: 'new@example.org',
    grants: { networkRole: 'member' },
    locale: 'fr-CA',
    invitedBy: { accountId: 'coco', name: 'Coordination Seconde' },
    ...more,
  }
  await house.db.commit((tx) => invited(tx, invitation, 'http://sillon.test', house.now))
  await house.work()
  return linkIn(house)
}

/** A role on an initiative that only its team sees, offered to an actor. */
async function offeredRole(kind: ActorKind, more: Partial<typeof participations.$inferInsert> = {}) {
  const now = house.now
  await house.db.commit((tx) => [
    tx.insert(initiatives).values({
      id: 'i',
      slug: 'serre',
      title: 'Serre partagée',
      need: 'Un besoin bien gardé',
      visibility: 'team',
      stage: 'emergence',
      status: 'active',
      stageSince: '2026-01-05',
      statusSince: '2026-01-05',
      searchText: 'serre partagee',
      createdAt: now,
      changedAt: now,
    }),
    actorAdded(tx, { id: 'actor', slug: 'la-serre', kind, name: 'La Serre' }, now),
    tx.insert(participations).values({
      id: 'p',
      initiativeId: 'i',
      actorId: 'actor',
      role: 'carrier',
      state: 'invited',
      since: '2026-03-01',
      createdAt: now,
      ...more,
    }),
  ])
  const grants = { networkRole: 'member', actorId: 'actor', participationId: 'p' } as const
  return invite({ grants, subject: 'Serre partagée', role: 'carrier' })
}

const coco = () => someone(house, 'coco@example.org', { networkRole: 'coordinator' })
const role = async () => (await house.db.select().from(participations))[0]
const newcomer = async () => (await house.db.select().from(accounts).where(eq(accounts.email, 'new@example.org')))[0]
const person = async () => (await house.db.select().from(actors).where(eq(actors.kind, 'person')))[0]
const whats = async () => (await house.db.select().from(journal)).map(({ what }) => what)
const lateBy = (days: number) => {
  house.now = new Date(house.now.getTime() + days * 86_400_000)
}

describe('an invitation', () => {
  test('says who invites and to which initiative, and nothing else of it', async () => {
    await coco()
    const link = await offeredRole('person')
    expect(house.letters[0]?.subject).toBe('Coordination Seconde vous invite\u00a0: Serre partagée')
    const { status, body } = await house.get(link)
    expect([status, body.includes('coco Tremblay vous invite'), body.includes('Serre partagée')]).toEqual([
      200,
      true,
      true,
    ])
    expect(body).toContain('Équipe porteuse')
    expect(body).not.toContain('Un besoin bien gardé')
  })

  test('is used up by nobody who only reads it', async () => {
    await coco()
    const link = await invite()
    for (let i = 0; i < 3; i++) await house.get(link)
    expect((await house.post(link, { name: 'Nadia' })).status).toBe(303)
  })

  test('gives nothing before it is accepted', async () => {
    await coco()
    await offeredRole('person')
    expect(await newcomer()).toBeUndefined()
    await house.post('/sign-in/links', { address: 'new@example.org' })
    await house.work()
    expect(house.letters).toHaveLength(1)
  })
})

describe('accepting', () => {
  test('opens the account, takes the role as the person invited, and signs in, in one commit', async () => {
    await coco()
    const link = await offeredRole('person')
    const answer = await house.post(link, { name: 'Recrue Seconde', password: PASSWORD })
    expect([answer.status, answer.to]).toEqual([303, '/i/i'])
    const account = await newcomer()
    expect(account).toMatchObject({ name: 'Recrue Seconde', networkRole: 'member', locale: 'fr-CA' })
    expect(account?.passwordHash).toMatch(/^\$argon2id/)
    expect(await person()).toMatchObject({ id: 'actor', accountId: account?.id })
    expect((await role())?.state).toBe('accepted')
    expect((await house.db.select().from(initiatives))[0]?.version).toBe(2)
    expect(await whats()).toEqual(['participation_accepted', 'account_opened'])
    const page = await house.get('/me/account', { headers: { Cookie: cookieIn(answer) ?? '' } })
    expect(page.body).toContain('new@example.org')
  })

  test('for an organisation, makes a person who speaks for it from today', async () => {
    await coco()
    await house.post(await offeredRole('organisation'), { name: 'Recrue Seconde' })
    const nadia = await person()
    expect(nadia).toMatchObject({ name: 'Recrue Seconde', accountId: (await newcomer())?.id })
    expect(await house.db.select().from(memberships)).toMatchObject([
      { personId: nadia?.id, organisationId: 'actor', since: '2026-03-02', until: null },
    ])
    expect(await role()).toMatchObject({ state: 'accepted', actorId: 'actor' })
  })

  test('of the network alone, makes the person and leads to the board', async () => {
    await coco()
    const link = await invite({ grants: { networkRole: 'coordinator' } })
    expect((await house.post(link, { name: 'Nadia' })).to).toBe('/')
    expect(await newcomer()).toMatchObject({ networkRole: 'coordinator', passwordHash: null })
    expect(await person()).toMatchObject({ name: 'Nadia' })
    expect(await whats()).toEqual(['invitation_accepted', 'account_opened'])
  })

  test('takes the lead from whoever had it', async () => {
    await coco()
    const link = await offeredRole('organisation', { isLead: true })
    const earlier = { id: 'old', initiativeId: 'i', actorId: 'earlier', role: 'carrier', since: '2026-01-05' } as const
    await house.db.commit((tx) => [
      actorAdded(tx, { id: 'earlier', slug: 'earlier', kind: 'organisation', name: 'Avant' }, house.now),
      tx.insert(participations).values({ ...earlier, state: 'accepted', isLead: true, createdAt: house.now }),
    ])
    await house.post(link, { name: 'Nadia' })
    const leads = (await house.db.select().from(participations)).filter(({ isLead }) => isLead)
    expect(leads.map(({ id }) => id)).toEqual(['p'])
  })

  test('asks for a name, refuses a common password, and keeps what was typed', async () => {
    await coco()
    const link = await invite()
    const nameless = await house.post(link, { name: ' ' })
    expect([nameless.status, nameless.body.includes('Ce champ est nécessaire')]).toEqual([422, true])
    const weak = await house.post(link, { name: 'Nadia', password: 'motdepasse1234' })
    expect([weak.status, weak.body.includes('value="Nadia"')]).toEqual([422, true])
    expect(await newcomer()).toBeUndefined()
    expect((await house.post(link, { name: 'Nadia' })).status).toBe(303)
  })

  test('works once', async () => {
    await coco()
    const link = await invite()
    await house.post(link, { name: 'Nadia' })
    const again = await house.post(link, { name: 'Somebody else' })
    expect([again.status, cookieIn(again)]).toEqual([404, undefined])
    expect(again.body).toContain('Cette invitation ne tient plus')
  })

  test('twice at the same time makes one account', async () => {
    await coco()
    const link = await invite()
    const answers = await Promise.all([house.post(link, { name: 'Nadia' }), house.post(link, { name: 'Nadia' })])
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await house.db.select().from(accounts)).toHaveLength(2)
  })
})

describe('with an account already', () => {
  test('its owner accepts once signed in, under their own name', async () => {
    await coco()
    const nadia = await someone(house, 'new@example.org')
    const link = await offeredRole('person')
    await house.db.commit((tx) => [
      actorAdded(tx, { id: 'nadia', slug: 'nadia', kind: 'person', name: 'Nadia', accountId: nadia }, house.now),
    ])
    expect((await house.get(link, { as: nadia })).body).toContain('Accepter')
    expect((await house.post(link, {}, { as: nadia })).to).toBe('/i/i')
    expect(await role()).toMatchObject({ state: 'accepted', actorId: 'nadia' })
  })

  test('an invitation does not change the network role of who accepts it', async () => {
    await coco()
    const nadia = await someone(house, 'new@example.org')
    await house.post(await invite({ grants: { networkRole: 'administrator' } }), {}, { as: nadia })
    expect(await newcomer()).toMatchObject({ networkRole: 'member' })
  })

  test('a forwarded letter does not open it: one signs in first', async () => {
    await coco()
    await someone(house, 'new@example.org')
    const link = await invite()
    expect((await house.get(link)).body).toContain('Connectez-vous avec new@example.org')
    const refused = await house.post(link, { name: 'Thief', password: PASSWORD })
    expect([refused.status, cookieIn(refused)]).toEqual([403, undefined])
    expect((await house.db.select().from(tokens))[0]?.usedAt).toBeNull()
  })

  test('another account is told which one it takes', async () => {
    const other = await coco()
    const link = await offeredRole('person')
    expect((await house.get(link, { as: other })).body).toContain('Cette invitation est pour new@example.org')
    expect((await house.post(link, { name: 'Coco' }, { as: other })).status).toBe(403)
    expect((await role())?.state).toBe('invited')
  })
})

describe('declining', () => {
  test('needs no account, and closes the role and the link', async () => {
    await coco()
    const link = await offeredRole('person')
    expect((await house.post(`${link}/decline`, {})).status).toBe(303)
    expect((await role())?.state).toBe('declined')
    expect(await whats()).toEqual(['participation_declined'])
    expect((await house.get(link)).status).toBe(404)
    expect((await house.post(link, { name: 'Nadia' })).status).toBe(404)
  })
})

describe('too late', () => {
  test('after fourteen days the link says whom to ask, opens nothing, and the role says that it expired', async () => {
    await coco()
    const link = await offeredRole('person')
    lateBy(15)
    const page = await house.get(link)
    expect([page.status, page.body.includes('écrivez à coco Tremblay')]).toEqual([404, true])
    expect((await role())?.state).toBe('expired')
    expect((await house.post(link, { name: 'Nadia' })).status).toBe(404)
    expect(await newcomer()).toBeUndefined()
  })

  test('the daily job says so too, once, and leaves what was invited again', async () => {
    await coco()
    await offeredRole('person')
    expect(await expireInvitations(house.db, house.now)).toBe(0)
    lateBy(15)
    await invite({ grants: { participationId: 'p' } })
    expect(await expireInvitations(house.db, house.now)).toBe(0)
    lateBy(15)
    expect(await expireInvitations(house.db, house.now)).toBe(1)
    expect(await expireInvitations(house.db, house.now)).toBe(0)
    expect(await whats()).toEqual(['participation_expired'])
  })

  test('a role that was withdrawn meanwhile cannot be accepted', async () => {
    await coco()
    const link = await offeredRole('person')
    await house.db.commit((tx) => [tx.delete(participations)])
    expect((await house.get(link)).status).toBe(404)
    expect((await house.post(link, { name: 'Nadia' })).status).toBe(404)
  })

  test('a link that never was is answered like one that was used', async () => {
    expect((await house.get('/invitations/invented')).body).toContain('Cette invitation ne tient plus')
    expect((await house.post('/invitations/invented', { name: 'x' })).status).toBe(404)
    expect((await house.post('/invitations/invented/decline', {})).status).toBe(404)
  })
})
