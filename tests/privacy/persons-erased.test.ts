import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { accounts, sessions } from '../../src/accounts/tables.ts'
import { firstBrokenLink } from '../../src/activity/queries.ts'
import { journal } from '../../src/activity/tables.ts'
import { actors, memberships } from '../../src/actors/tables.ts'
import { makeArchive } from '../../src/archive/making.ts'
import { communications } from '../../src/communications/tables.ts'
import { documents } from '../../src/documents/tables.ts'
import { derivedFaults } from '../../src/initiatives/derived.ts'
import { initiativeCounts, initiatives, moves, participations } from '../../src/initiatives/tables.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { erasures } from '../../src/privacy/tables.ts'
import { reportMailings } from '../../src/reports/tables.ts'
import { entriesIn } from '../archive/archives.ts'
import { key } from '../initiatives/forms.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { bytesOf, columnsWith } from './everywhere.ts'
import { PASSWORD } from '../accounts/people-here.ts'
import { type Batelier, batelierIn } from './batelier.ts'
import { EMAIL, NAME, traces } from './who.ts'

const logs: string[] = []
const house = useHouse(undefined, { onDisk: true, logs })
const erasing = '/me/privacy/erasure'
const typed = () => ({ address: EMAIL, password: PASSWORD, once: key() })

async function erased(town: Town, more: Parameters<typeof batelierIn>[2] = {}): Promise<Batelier> {
  const batelier = await batelierIn(house, town, more)
  expect((await house.post(erasing, typed(), { as: batelier.accountId })).to).toBe('/goodbye')
  return batelier
}

/** The letter leaves, and what traces it left are scoured. */
async function later() {
  await house.work()
  house.now = new Date(house.now.getTime() + 60_000)
  await house.work()
}

describe('after somebody is erased', () => {
  test('neither name nor address stands in any column of any table, nor in the bytes of the files', async () => {
    const town = await settle(house)
    const batelier = await batelierIn(house, town)
    expect((await columnsWith(house.db, traces)).length).toBeGreaterThan(25)
    await house.post(erasing, typed(), { as: batelier.accountId })
    await later()
    expect(await columnsWith(house.db, traces)).toEqual([])
    if (dialect === 'sqlite') expect(bytesOf(house.db).match(new RegExp(traces, 'gi')) ?? []).toEqual([])
  })

  test('nor on pages, whoever reads; nor in archives, exports and what is logged from then on', async () => {
    const town = await settle(house)
    const { accountId, shown, led, report } = await batelierIn(house, town)
    const on = (slug: string) => [
      `/initiatives/${slug}`,
      `/initiatives/${slug}/documents`,
      `/initiatives/${slug}/history`,
    ]
    const lists = [
      '/',
      '/?view=list',
      '/actors',
      '/library',
      '/settings/people',
      '/communications',
      '/imports',
      '/reports',
    ]
    const files = ['/settings/privacy/people?q=personne', '/communications.csv', '/export?format=csv&shape=roles']
    const pages = lists.concat(files, report.url, report.version, on(shown.slug), on(led.slug))
    const found = async () => {
      const places = [undefined, 'member', 'leadCarrier', 'coordinator', 'administrator'] as const
      const asked = places.flatMap((place) => pages.map((path) => ({ place, path })))
      const answers = asked.map(async ({ place, path }) => {
        const { body } = await house.get(path, place ? { as: town[place].accountId } : {})
        return body.match(traces) ? [`${path} ${place}`] : []
      })
      return (await Promise.all(answers)).flat()
    }
    expect((await found()).length).toBeGreaterThan(30)
    await house.post(erasing, typed(), { as: accountId })
    await later()
    logs.length = 0
    expect(await found()).toEqual([])
    expect(logs.join('\n')).not.toMatch(traces)
    const folder = mkdtempSync(join(tmpdir(), 'sillon-erased-'))
    const file = join(folder, 'archive.tar.gz')
    await makeArchive({ ...house.source, file, takenAt: house.now, now: () => house.now })
    const entries = await entriesIn(file)
    rmSync(folder, { recursive: true })
    expect(entries.filter(({ bytes }) => traces.test(bytes.toString('latin1'))).map(({ name }) => name)).toEqual([])
  })

  test('what is counted, what moved before, and the chain of the journal are as they were', async () => {
    const town = await settle(house)
    const batelier = await batelierIn(house, town)
    const asCoordinator = { as: town.coordinator.accountId }
    const plain = (body: string) => body.replace(/name="once" value="[^"]+"/g, '').replaceAll(NAME, 'Personne effacée')
    const seen = async () => ({
      counts: await house.db.select().from(initiativeCounts),
      moves: (await house.db.select().from(moves)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      past: (await house.db.select().from(participations))
        .map(({ id, since, role }) => `${id} ${since} ${role}`)
        .sort(),
      report: plain((await house.get(batelier.report.url, asCoordinator)).body),
      version: plain((await house.get(batelier.report.version, asCoordinator)).body),
    })
    const before = { ...(await seen()), journal: await house.db.select().from(journal).orderBy(journal.seq) }
    expect(await firstBrokenLink(house.db)).toBeUndefined()
    await house.post(erasing, typed(), { as: batelier.accountId })
    await later()
    expect(await firstBrokenLink(house.db)).toBeUndefined()
    const rows = await house.db.select().from(journal).orderBy(journal.seq)
    expect(rows.slice(0, before.journal.length)).toEqual(before.journal)
    expect(rows.at(-1)).toMatchObject({ what: 'person_erased', byAccountId: batelier.accountId, particulars: '{}' })
    const { journal: _journal, ...same } = before
    expect(await seen()).toEqual(same)
    expect(await derivedFaults(house.db)).toEqual([])
  })

  test('what stays is nobody’s: the account, the person, their roles and memberships, over from that day', async () => {
    const town = await settle(house)
    const { accountId, personId, led } = await erased(town)
    const [account] = await house.db.select().from(accounts).where(eq(accounts.id, accountId))
    expect(account).toMatchObject({
      name: 'Personne effacée',
      email: `erased-${accountId}@invalid`,
      networkRole: 'member',
      passwordHash: null,
      disabledAt: house.now,
    })
    const [person] = await house.db.select().from(actors).where(eq(actors.id, personId))
    expect(person).toMatchObject({ name: 'Personne effacée', email: '', visibility: 'network', accountId: null })
    const roles = await house.db.select().from(participations).where(eq(participations.actorId, personId))
    expect(roles.map(({ state, until, note }) => `${state} ${until} ${note}`).sort()).toEqual([
      'accepted 2026-03-02 ',
      'accepted 2026-03-02 ',
      'expired null ',
    ])
    const [membership] = await house.db.select().from(memberships).where(eq(memberships.personId, personId))
    expect([membership?.title, membership?.until]).toEqual(['', '2026-03-02'])
    const [document] = await house.db.select().from(documents)
    expect([document?.creators, document?.pictured]).toEqual(['Autre Plume', 'Marc Ailleurs'])
    const [mailing] = await house.db.select().from(reportMailings)
    expect([mailing?.recipients.map(({ address }) => address), mailing?.isOver]).toEqual([['autre@example.org'], true])
    const [row] = await house.db.select().from(erasures)
    expect(row).toMatchObject({ subjectKind: 'account', subjectId: accountId, byAccountId: null, askedOn: null })
    expect(row?.counts).toMatchObject({ accounts: 1, memberships: 1, participations: 3, feedback_contacts: 1 })
    const [initiative] = await house.db.select().from(initiatives).where(eq(initiatives.id, led.id))
    expect(initiative?.version).toBe(8)
  })

  test('they are signed out at once, and cannot come back; the letter is the last thing the address is used for', async () => {
    const town = await settle(house)
    const { accountId } = await erased(town)
    expect(await house.db.$count(sessions, eq(sessions.accountId, accountId))).toBe(0)
    expect((await house.get('/me', { as: accountId })).to).toContain('/sign-in')
    const answer = await house.post('/session', { email: EMAIL, password: PASSWORD, landing: '/' })
    expect(answer.status).toBe(422)
    await later()
    expect(house.letters.map(({ to, subject }) => [to, subject])).toEqual([
      [EMAIL, 'Vos renseignements personnels sont effacés'],
    ])
    expect(house.letters.at(-1)?.text).not.toContain(NAME)
  })
})

describe('what the map says stays', () => {
  test('is what was published, what is in the register, and what others wrote; an administrator is told where', async () => {
    const town = await settle(house)
    const batelier = await batelierIn(house, town)
    await house.db.commit((tx) => [
      tx
        .update(initiatives)
        .set({ need: `Comme le dit ${NAME}` })
        .where(eq(initiatives.id, batelier.shown.id)),
      tx.insert(communications).values({
        id: key(),
        at: house.now,
        what: 'report_mail',
        format: 'mail',
        recipients: EMAIL,
        holdsPersons: true,
      }),
    ])
    const as = { as: town.administrator.accountId }
    const { body } = await house.get(`/settings/privacy/people/account/${batelier.accountId}`, as)
    expect(body).toContain(`href="/i/${batelier.shown.id}"`)
    await house.post(erasing, typed(), { as: batelier.accountId })
    await later()
    expect(await columnsWith(house.db, traces)).toEqual(['communications.recipients', 'initiatives.need'])
  })
})
