import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { adjustments } from '../../src/adjustments/tables.ts'
import { solutionVersions } from '../../src/pilots/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { deedsOn, hiddenIn, key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { piloted, pilotsIn, planned, versioned } from './cycles.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string
let id: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
  id = await versioned(house, one.id)
})

const fields = { name: 'Prototype d’hiver', description: 'Livré à domicile', since: '2026-01-20' }
const rows = () => house.db.select().from(solutionVersions).orderBy(solutionVersions.number)
const opened = (who: Place) => house.get(`${page}/versions/${id}/edit`, { as: town[who].accountId })
const standing = async () => hiddenIn((await opened('carrier')).body, 'version')

async function correct(who: Place, more: Record<string, string> = {}) {
  const version = more.version ?? (await standing())
  const form = { ...fields, once: key(), ...more, version }
  return house.post(`${page}/versions/${id}`, form, { as: town[who].accountId })
}

const remove = (who: Place) =>
  house.post(`${page}/versions/${id}/withdrawal`, { once: key() }, { as: town[who].accountId })

describe('correcting a version', () => {
  test.each(['leadCarrier', 'carrier', 'coordinator', 'administrator'] as const)('is for: %s', async (who) => {
    expect((await opened(who)).status).toBe(200)
    const { status, to } = await correct(who)
    expect([status, to]).toEqual([303, `${page}#pilots`])
    expect(await rows()).toMatchObject([{ id, number: 1, ...fields }])
  })

  test.each(['supportPartner', 'taker', 'funder', 'member', 'otherCarrier'] as const)('is not for: %s', async (who) => {
    expect((await opened(who)).status).toBe(403)
    expect((await correct(who)).status).toBe(403)
    expect((await house.get(page, { as: town[who].accountId })).body).not.toContain(`/versions/${id}/edit`)
    expect(await rows()).toMatchObject([{ name: 'Prototype d’automne' }])
  })

  test('a pilot that is finished goes on pointing to what it tested', async () => {
    const pilot = await piloted(house, one.id, { state: 'finished', solutionVersionId: id })
    await correct('carrier')
    expect((await pilotsIn(house, one.id))[0]).toMatchObject({ solutionVersionId: id })
    expect((await house.get(`/pilots/${pilot}`)).body).toContain('Version 1\u00a0: Prototype d’hiver')
  })

  test('the timeline says what was corrected, and repeats no word that stood before', async () => {
    await correct('carrier')
    const { body } = await house.get(page)
    const told = body.slice(body.indexOf('id="timeline"'))
    expect(told).toContain('Version 1 de la solution corrigée')
    expect(told).toContain('le nom, ce qui a changé et le jour')
    expect(told).toContain('Auparavant depuis le 15 janvier 2026.')
    expect(body).not.toContain('Prototype d’automne')
    const kept = await house.db.select().from(journal).where(eq(journal.what, 'version_corrected'))
    expect(JSON.stringify(kept)).not.toContain('automne')
    expect(await deedsOn(house, one.id)).toEqual(['version_corrected as carrier'])
  })

  test('that changes nothing records nothing', async () => {
    await correct('carrier', { name: 'Prototype d’automne', description: '', since: '2026-01-15' })
    expect(await deedsOn(house, one.id)).toEqual([])
  })

  test('on what somebody changed meanwhile is refused with both, and then taken', async () => {
    const version = await standing()
    await correct('coordinator')
    const { status, body } = await correct('carrier', { version, name: 'Prototype de mars' })
    expect(status).toBe(409)
    expect(body).toContain('Prototype d’hiver')
    expect(typedIn(body, 'name')).toBe('Prototype de mars')
    const again = await correct('carrier', { version: hiddenIn(body, 'version'), name: 'Prototype de mars' })
    expect(again.status).toBe(303)
    expect(await rows()).toMatchObject([{ name: 'Prototype de mars' }])
  })

  test('of two at once, one stands and the other is told', async () => {
    const version = await standing()
    const answers = await Promise.all([
      correct('carrier', { version, name: 'Une' }),
      correct('coordinator', { version, name: 'Autre' }),
    ])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409])
  })

  test.each([
    ['name', { name: ' ' }],
    ['since', { since: '2026-12-01' }],
    ['since', { since: '' }],
  ])('comes back with what was typed when %s is wrong: %o', async (field, more) => {
    const { status, body } = await correct('carrier', more)
    expect(status).toBe(422)
    expect(problemAt(body, field)).toMatchObject({ said: expect.any(String), isLinked: true })
    expect(typedIn(body, 'description')).toBe('Livré à domicile')
  })

  test('is not found by the address of another initiative', async () => {
    const other = await town.initiativeAt('feedback', { visibility: 'public' })
    const as = town.coordinator.accountId
    for (const rest of ['/edit', '/withdrawal']) {
      expect((await house.get(`/initiatives/${other.slug}/versions/${id}${rest}`, { as })).status).toBe(404)
    }
    const form = { ...fields, version: await standing(), once: key() }
    expect((await house.post(`/initiatives/${other.slug}/versions/${id}`, form, { as })).status).toBe(404)
  })
})

describe('taking a version back', () => {
  test('is for those who tend pilots, as long as nothing points to it', async () => {
    expect((await remove('taker')).status).toBe(403)
    expect(await rows()).toHaveLength(1)
    expect((await opened('carrier')).body).toContain(`/versions/${id}/withdrawal`)
    const { status, to } = await remove('carrier')
    expect([status, to]).toEqual([303, `${page}#pilots`])
    expect(await rows()).toEqual([])
    expect(await deedsOn(house, one.id)).toEqual(['version_removed as carrier'])
    expect((await remove('carrier')).status).toBe(404)
  })

  test.each([
    ['a pilot tested it', () => piloted(house, one.id, { state: 'finished', solutionVersionId: id })],
    ['an adjustment was done in it, whoever sees that', adjusted],
  ])('is refused when %s', async (_why, point) => {
    await point()
    const { body } = await opened('carrier')
    expect(body).not.toContain(`/versions/${id}/withdrawal`)
    expect(body).toContain('ne peut pas être retirée')
    const as = town.carrier.accountId
    expect((await house.get(`${page}/versions/${id}/withdrawal`, { as })).status).toBe(409)
    expect((await remove('carrier')).status).toBe(409)
    expect(await rows()).toHaveLength(1)
  })

  test('while a pilot is planned to test it leaves one of the two undone', async () => {
    const form = { ...planned(), newVersion: '', solutionVersion: id, once: key() }
    const [plan, removal] = await Promise.all([
      house.post(`${page}/pilots`, form, { as: town.coordinator.accountId }),
      remove('carrier'),
    ])
    const [pilot] = await pilotsIn(house, one.id)
    if (pilot) expect([plan.status, removal.status, pilot.solutionVersionId]).toEqual([303, 409, id])
    else expect([plan.status, removal.status]).toEqual([422, 303])
  })
})

async function adjusted() {
  await house.db.commit((tx) => [
    tx.insert(adjustments).values({
      id: newId(),
      initiativeId: one.id,
      number: 1,
      what: 'Un départ à 21 h',
      state: 'done',
      decidedOn: '2026-02-01',
      doneOn: '2026-02-02',
      solutionVersionId: id,
      visibility: 'restricted',
      capacity: 'carrier',
      createdAt: house.now,
      changedAt: house.now,
    }),
  ])
}
