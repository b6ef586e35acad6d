import { beforeEach, describe, expect, test } from 'vitest'
import { allThemes, themesInUse } from '../../src/network/queries.ts'
import { useHouse } from '../house.ts'
import { person } from './people.ts'

const house = useHouse()
let [coordinator, member] = ['', '']

beforeEach(async () => {
  coordinator = (await person(house.db, 'coordinator')).accountId
  member = (await person(house.db, 'member')).accountId
})

const add = (fr: string, en = '', as = coordinator) => house.post('/settings/themes', { fr, en }, { as })
const onlyTheme = async () => (await allThemes(house.db))[0]!

describe('a theme', () => {
  test('is added by coordinators, in one language or two', async () => {
    await add('Sécurité alimentaire', 'Food security')
    await add('Démocratie')
    expect((await themesInUse(house.db)).map(({ fr, en, slug }) => [fr, en, slug])).toEqual([
      ['Démocratie', null, 'democratie'],
      ['Sécurité alimentaire', 'Food security', 'securite-alimentaire'],
    ])
  })

  test('is not added by members', async () => {
    expect((await add('Démocratie', '', member)).status).toBe(403)
    expect(await allThemes(house.db)).toEqual([])
  })

  test('has a name of its own, accents and case apart, even beside archived ones', async () => {
    await add('Sécurité urbaine')
    await house.post(`/settings/themes/${(await onlyTheme()).id}/archive`, {}, { as: coordinator })
    const { status, body } = await add('securite URBAINE')
    expect(status).toBe(422)
    expect(body).toContain('porte déjà ce nom')
    expect(body).toContain('value="securite URBAINE"')
  })

  test('is renamed and keeps its address', async () => {
    await add('Entreprenariat')
    const { id } = await onlyTheme()
    expect(
      (await house.post(`/settings/themes/${id}`, { fr: 'Entrepreneuriat', en: '' }, { as: coordinator })).status,
    ).toBe(303)
    expect(await onlyTheme()).toMatchObject({ fr: 'Entrepreneuriat', slug: 'entreprenariat' })
  })

  test('renamed like another is refused beside its own name', async () => {
    await add('Démocratie')
    await add('Logement')
    const { id } = (await allThemes(house.db)).find(({ fr }) => fr === 'Logement')!
    const { status, body } = await house.post(
      `/settings/themes/${id}`,
      { fr: 'Démocratie', en: '' },
      { as: coordinator },
    )
    expect(status).toBe(422)
    expect(body).toContain(`id="theme-${id}-fr-problem"`)
  })

  test('that is archived is offered no more, until it is restored', async () => {
    await add('Démocratie')
    const { id } = await onlyTheme()
    await house.post(`/settings/themes/${id}/archive`, {}, { as: coordinator })
    expect(await themesInUse(house.db)).toEqual([])
    await house.post(`/settings/themes/${id}/restoration`, {}, { as: coordinator })
    expect(await themesInUse(house.db)).toHaveLength(1)
  })

  test('is neither archived by members, nor when it does not exist', async () => {
    await add('Démocratie')
    const { id } = await onlyTheme()
    expect((await house.post(`/settings/themes/${id}/archive`, {}, { as: member })).status).toBe(403)
    expect((await house.post('/settings/themes/none/archive', {}, { as: coordinator })).status).toBe(404)
  })
})
