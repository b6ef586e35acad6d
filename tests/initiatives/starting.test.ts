import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { stages } from '../../src/domain/lifecycle.ts'
import { start } from '../../src/initiatives/commands.ts'
import { StartInput } from '../../src/initiatives/schema.ts'
import { initiatives, participations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { at, key, movesOf, problemAt, rowOf, typedIn } from './forms.ts'

const house = useHouse()
let town: Town
const typed = {
  title: 'Frigo partagé',
  need: 'Quarante ménages jettent ce que d’autres cherchent.',
  stage: 'emergence',
  startedOn: '2026-02-01',
  visibility: 'public',
}
const named = async (title: string) => (await house.db.select().from(initiatives)).filter((row) => row.title === title)

beforeEach(async () => {
  town = await settle(house)
})

describe('starting', () => {
  test.each(stages)('may happen at the stage %s', async (stage) => {
    const as = town.member.accountId
    const { status, to } = await house.post('/initiatives', { ...typed, stage, once: key() }, { as })
    expect([status, to]).toEqual([303, '/initiatives/frigo-partage'])
    const row = await rowOf(house, 'frigo-partage')
    expect(row).toMatchObject({ stage, status: 'active', stageSince: '2026-02-01', statusSince: '2026-02-01' })
    expect(await movesOf(house, 'frigo-partage')).toMatchObject([{ event: 'start', fromStage: null, toStage: stage }])
  })

  test('says on the next page that it was done, and in which capacity it is read', async () => {
    const { body } = await house.submit('/initiatives', { ...typed, once: key() }, { as: town.member.accountId })
    expect(body).toContain('Frigo partagé')
    expect(body).toContain('class="capacity"')
  })

  test('is not for visitors', async () => {
    expect((await house.get('/initiatives/new')).status).toBe(403)
    expect((await house.post('/initiatives', typed)).status).toBe(403)
    expect(await named('Frigo partagé')).toEqual([])
  })

  test('makes one person for an account, however many initiatives they begin', async () => {
    const by = { ...town.member.by, actorIds: [] }
    const input = StartInput.parse(typed)
    await start(house.db, input, by, at(house))
    await start(house.db, { ...input, title: 'Un autre frigo' }, by, at(house))
    const own = (await house.db.select().from(actors)).filter((row) => row.accountId === by.accountId)
    expect(own).toHaveLength(1)
    const links = await house.db.select().from(participations)
    expect(links.filter(({ actorId }) => actorId === own[0]!.id)).toMatchObject([
      { role: 'carrier', isLead: true, state: 'accepted', acceptedForById: null },
      { role: 'carrier', isLead: true, state: 'accepted', acceptedForById: null },
    ])
  })

  test('may be for an organisation one speaks for, and not for another', async () => {
    const fields = { ...typed, carrier: town.funder.actorId }
    expect((await house.post('/initiatives', fields, { as: town.member.accountId })).status).toBe(403)
    expect((await house.post('/initiatives', fields, { as: town.funder.accountId })).status).toBe(303)
    const { id } = await rowOf(house, 'frigo-partage')
    const links = (await house.db.select().from(participations)).filter((row) => row.initiativeId === id)
    expect(links).toMatchObject([{ actorId: town.funder.actorId, acceptedForById: null }])
  })

  test('by a coordinator for another is named so', async () => {
    const fields = { ...typed, carrier: town.taker.actorId }
    expect((await house.post('/initiatives', fields, { as: town.coordinator.accountId })).status).toBe(303)
    const { id } = await rowOf(house, 'frigo-partage')
    const links = (await house.db.select().from(participations)).filter((row) => row.initiativeId === id)
    expect(links).toMatchObject([{ actorId: town.taker.actorId, acceptedForById: town.coordinator.accountId }])
  })
})

describe('a start that is refused', () => {
  test.each([false, true])('keeps everything typed and says it at the field (htmx: %s)', async (htmx) => {
    const fields = { ...typed, stage: 'feedback', startedOn: '2026-03-03', territories: ['Nulle-Part'] }
    const { status, body } = await house.post('/initiatives', fields, { as: town.member.accountId, htmx })
    expect(status).toBe(422)
    expect(body.includes('<html')).toBe(!htmx)
    expect(problemAt(body, 'startedOn')).toEqual({ said: expect.stringContaining('dans l’avenir'), isLinked: true })
    expect(typedIn(body, 'title')).toBe('Frigo partagé')
    expect(typedIn(body, 'need')).toBe(typed.need)
    expect(typedIn(body, 'startedOn')).toBe('2026-03-03')
    expect(typedIn(body, 'visibility')).toBe('public')
    expect(typedIn(body, 'territories')).toBe('Nulle-Part')
    expect(body).toMatch(/value="feedback"[^>]* checked/)
    expect(await named('Frigo partagé')).toEqual([])
  })

  test('names an unknown place and an unknown theme at their fields', async () => {
    const fields = { ...typed, territories: ['Nulle-Part'], themes: ['inconnu'] }
    const { status, body } = await house.post('/initiatives', fields, { as: town.member.accountId })
    expect(status).toBe(422)
    expect(problemAt(body, 'territories')).toEqual({ said: 'Territoire inconnu\u00a0: Nulle-Part', isLinked: true })
    expect(body).toContain('href="#f-themes"')
  })

  test('asks first when the title is already there, and goes on when it is another', async () => {
    const as = town.member.accountId
    await house.post('/initiatives', typed, { as })
    const twin = { ...typed, title: 'Partagé, le FRIGO' }
    const asked = await house.post('/initiatives', twin, { as })
    expect(asked.status).toBe(422)
    expect(problemAt(asked.body, 'title').said).toContain('porte déjà ce titre')
    expect(asked.body).toContain('name="isAnother"')
    expect(asked.body).toContain('href="/initiatives/frigo-partage"')
    expect((await house.post('/initiatives', { ...twin, isAnother: 'on' }, { as })).status).toBe(303)
  })

  test('does not tell of a twin that the person may not see', async () => {
    await town.initiativeAt('emergence', { title: 'Frigo partagé', visibility: 'restricted' })
    const { status } = await house.post('/initiatives', typed, { as: town.member.accountId })
    expect(status).toBe(303)
  })
})

describe('the same form', () => {
  test('posted twice makes one initiative and leads to it', async () => {
    const as = town.member.accountId
    const once = key()
    await house.post('/initiatives', { ...typed, once }, { as })
    const again = await house.post('/initiatives', { ...typed, once }, { as })
    expect(again.status).toBe(303)
    expect((await house.get(again.to!, { as })).to).toBe('/initiatives/frigo-partage')
    expect(await named('Frigo partagé')).toHaveLength(1)
  })

  test('posted five times at once makes one initiative', async () => {
    const fields = { ...typed, once: key() }
    const post = () => house.post('/initiatives', fields, { as: town.member.accountId })
    const answers = await Promise.all([post(), post(), post(), post(), post()])
    expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(1)
    expect(answers.every(({ status }) => [303, 409].includes(status))).toBe(true)
    expect(await named('Frigo partagé')).toHaveLength(1)
  })
})

describe('addresses', () => {
  test('given at the same instant differ, and the second to come is asked whether it is another', async () => {
    const post = (title: string, as: string) => house.post('/initiatives', { ...typed, title, once: key() }, { as })
    const apart = await Promise.all([
      post('Frigo: partagé', town.member.accountId),
      post('Frigo – partagé', town.funder.accountId),
    ])
    const statuses = apart.map(({ status }) => String(status)).toSorted()
    expect([
      ['303', '303'],
      ['303', '422'],
    ]).toContainEqual(statuses)
    const refused = apart.find(({ status }) => status === 422)
    if (refused) expect(typedIn(refused.body, 'need')).toBe(typed.need)
  })

  test('are unique, whatever the titles', async () => {
    const as = town.member.accountId
    for (const title of ['Frigo partagé', 'FRIGO PARTAGE', 'Frigo, partagé !'])
      await house.post('/initiatives', { ...typed, title, isAnother: 'on' }, { as })
    const slugs = (await house.db.select().from(initiatives)).map(({ slug }) => slug)
    expect(slugs.toSorted()).toEqual(['atelier-de-velos', 'frigo-partage', 'frigo-partage-2', 'frigo-partage-3'])
  })

  test('of one that was merged are never given to another', async () => {
    const kept = await town.initiativeAt('emergence', { title: 'Autre nom' })
    const slug = 'frigo-partage'
    await town.initiativeAt('emergence', { title: 'Ancien nom', columns: { slug, mergedIntoId: kept.id } })
    const { to } = await house.post('/initiatives', typed, { as: town.member.accountId })
    expect(to).toBe('/initiatives/frigo-partage-2')
  })

  test('never hide a page of the house', async () => {
    const as = town.member.accountId
    expect((await house.post('/initiatives', { ...typed, title: 'New' }, { as })).to).toBe('/initiatives/new-2')
    expect((await house.post('/initiatives', { ...typed, title: 'Suggestions' }, { as })).to).toBe(
      '/initiatives/suggestions-2',
    )
  })
})
