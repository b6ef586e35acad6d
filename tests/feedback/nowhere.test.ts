import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { accounts } from '../../src/accounts/tables.ts'
import { actorAdded, membershipBegun } from '../../src/actors/steps.ts'
import { actors } from '../../src/actors/tables.ts'
import { backupsIn } from '../../src/archive/queries.ts'
import { feedbackContacts, feedbacks } from '../../src/feedback/tables.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { rowsIn } from '../archive/archives.ts'
import { useHouse } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import { piloted } from '../pilots/cycles.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { answered, asking, giveBy, linked } from './asking.ts'

const logs: string[] = []
const house = useHouse(undefined, { onDisk: true, logs })
let town: Town
let one: Settled
let pilot: string
let group: string

const NAME = 'Zénaïde Quelconque'
const MAIL = 'zenaide.quelconque@example.org'
const LEFT = 'voisine.discrete@example.net'

/** A person with an account who speaks for a group of beneficiaries; a pilot that asks. */
beforeEach(async () => {
  logs.length = 0
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  pilot = await piloted(house, one.id, { state: 'running' })
  await asking(house, pilot)
  group = newId()
  const { accountId, personId } = town.member
  await house.db.commit((tx) => [
    tx.update(accounts).set({ name: NAME, email: MAIL }).where(eq(accounts.id, accountId)),
    tx.update(actors).set({ name: NAME, slug: 'zenaide-quelconque' }).where(eq(actors.id, personId)),
    actorAdded(tx, { id: group, slug: 'groupe-du-mardi', kind: 'group', name: 'Groupe du mardi' }, house.now),
    membershipBegun(tx, { personId, organisationId: group, since: '2024-01-01' }),
    tx.insert(participations).values({
      id: newId(),
      initiativeId: one.id,
      actorId: group,
      role: 'taker',
      takerKind: 'beneficiary',
      state: 'accepted',
      since: '2026-01-01',
      createdAt: house.now,
    }),
  ])
})

async function given() {
  const as = town.member.accountId
  const signedIn = await house.post(`/pilots/${pilot}/feedback/new`, answered({ address: LEFT }), { as })
  const { path } = await linked(house, pilot)
  const byLink = await giveBy(house, path, { address: `deux.${LEFT}` })
  const again = await giveBy(house, path, { address: 'pas une adresse' })
  expect([signedIn.status, byLink.status, again.status]).toEqual([303, 303, 422])
  return { path, thanks: byLink.to! }
}

/** The words by which a beneficiary would be found, and the ids that lead to them. */
const traces = () => [LEFT, 'discrete', NAME, MAIL, town.member.accountId, town.member.personId]

function expectNone(text: string, where: string, words: readonly string[] = traces()) {
  for (const word of words) expect(text.includes(word) ? `${word} in ${where}` : '').toBe('')
}

test('no page that a coordinator, a carrier or anybody reaches names who gave it, nor where they are told', async () => {
  const { path, thanks } = await given()
  const pages = [
    `/pilots/${pilot}`,
    `/pilots/${pilot}/form`,
    `/pilots/${pilot}/links`,
    `/pilots/${pilot}/feedback`,
    `/pilots/${pilot}/paper`,
    `/initiatives/${one.slug}`,
    `/initiatives/${one.slug}/dossier`,
    '/',
    '/?view=table',
    '/search?q=voisine',
    '/communications',
    '/settings/operation',
    '/jobs',
    '/reports',
    '/me',
    path,
    thanks,
  ]
  for (const who of [undefined, 'coordinator', 'administrator', 'carrier', 'supportPartner'] as const) {
    for (const page of pages) {
      const { body, headers } = await house.get(page, who ? { as: town[who].accountId } : {})
      expectNone(body + JSON.stringify([...headers]), `${page} as ${who ?? 'visitor'}`)
    }
  }
})

test('no export names them', async () => {
  await given()
  for (const format of ['csv', 'json']) {
    for (const shape of ['initiatives', 'passages']) {
      const { body } = await house.get(`/exports/${shape}?format=${format}`, { as: town.coordinator.accountId })
      expectNone(body, `${shape} as ${format}`)
    }
  }
})

test('what is stored leads to nobody: no account, no person, no group; the journal and the jobs neither', async () => {
  await given()
  const stored = await house.db.select().from(feedbacks)
  expect(stored).toHaveLength(2)
  expectNone(JSON.stringify(stored), 'feedbacks', [...traces(), group])
  for (const { enteredById, capacity, actorId } of stored)
    expect([enteredById, capacity, actorId]).toEqual([null, null, null])
  const rows = await house.db.select().from(journal)
  expectNone(JSON.stringify(rows), 'the journal')
  expect(rows.filter(({ what }) => what === 'feedback_received').map(({ byAccountId }) => byAccountId)).toEqual([
    null,
    null,
  ])
  expectNone(JSON.stringify(await house.db.select().from(jobs)), 'the jobs')
  // The one place where an address is kept, until it was told.
  expect((await house.db.select().from(feedbackContacts)).map(({ address }) => address)).toContain(LEFT)
})

test('the secret that keys are made with is there before anybody asks: a disk may be full when they do', () => {
  expect(readFileSync(join(house.source.dataFolder, 'persons.key'))).toHaveLength(32)
})

test('no log line holds them, and nobody is written to', async () => {
  await given()
  await house.work()
  expect(logs.length).toBeGreaterThan(0)
  expectNone(logs.join('\n'), 'the log', [LEFT, 'discrete', NAME, MAIL, 'Le repas du soir'])
  expect(house.letters).toEqual([])
})

test('an archive holds no address, and nothing in what was said that leads to an account', async () => {
  await given()
  const as = town.administrator.accountId
  await house.post('/settings/archive', { once: key() }, { as })
  await house.work()
  const folder = join(house.source.dataFolder, 'archives')
  const [made] = await backupsIn(folder)
  const tables = await rowsIn(join(folder, made!.file))
  expect(Object.keys(tables)).not.toContain('feedback_contacts')
  expect(tables.feedbacks).toHaveLength(2)
  expectNone(JSON.stringify([tables.feedbacks, tables.journal]), 'the archive', [LEFT, 'discrete', NAME, MAIL])
  expectNone(JSON.stringify(tables.feedbacks), 'feedbacks of the archive', [...traces(), group])
  // The secret that keys of persons are made with stays beside the database.
  const secret = readFileSync(join(house.source.dataFolder, 'persons.key'))
  expect(readFileSync(join(folder, made!.file)).includes(secret)).toBe(false)
})
