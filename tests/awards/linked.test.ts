import { beforeEach, describe, expect, test } from 'vitest'
import { holds } from '../programmes/holding.ts'
import { useHouse } from '../house.ts'
import { type Settled, settle, type Town } from '../town.ts'
import { carries, organisation } from './ledger.ts'

const house = useHouse()
let town: Town
let one: Settled
let carrier: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { title: 'Cuisine </script> & « gare »', visibility: 'public' })
  carrier = await organisation(house, 'Pôle des marais', { neq: '1160000000' }, { slug: 'pole-des-marais' })
  await carries(house, carrier, one.id)
})

const script = /<script type="application\/ld\+json">(.*?)<\/script>/s

async function linkedOn(path: string, visit?: Parameters<typeof house.get>[1]) {
  const { status, body } = await house.get(path, visit)
  expect(status).toBe(200)
  const text = script.exec(body)?.[1]
  return text === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>)
}

describe('for a visitor, in the head of a public page,', () => {
  test('an initiative is a Project around which public organisations stand, and no person', async () => {
    const thing = await linkedOn(`/initiatives/${one.slug}`)
    expect(thing).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Project',
      name: 'Cuisine </script> & « gare »',
      member: [{ '@type': 'Organization', name: 'Pôle des marais' }],
      funder: [{ name: 'Fonds du fleuve' }],
    })
    expect(JSON.stringify(thing)).not.toMatch(/Porteu|Partenaire Premier|Preneur/)
    const { body } = await house.get(`/initiatives/${one.slug}`)
    expect(script.exec(body)![1]).not.toContain('<')
  })

  test('an organisation is an Organization with its numbers; a person is nothing', async () => {
    expect(await linkedOn('/actors/pole-des-marais')).toMatchObject({
      '@type': 'Organization',
      identifier: [{ propertyID: 'NEQ', value: '1160000000' }],
    })
    const hidden = await house.get('/actors/membre-premiere', { as: town.coordinator.accountId })
    expect(hidden.body).not.toMatch(script)
  })

  test('programmes are a list, a programme its editions, and the open data a Dataset with its files', async () => {
    const { programme, edition } = await holds(house)
    await holds(house, [], { visibility: 'network' })
    const list = await linkedOn('/programmes', { as: town.member.accountId })
    expect(list).toMatchObject({ '@type': 'ItemList' })
    expect(list!.itemListElement).toHaveLength(1)
    expect(await linkedOn(`/programmes/${programme.slug}`)).toMatchObject({
      '@type': 'EventSeries',
      subEvent: [{ '@type': 'Event', startDate: '2026-01-10' }],
    })
    expect(await linkedOn(`/editions/${edition.slug}`)).toMatchObject({ '@type': 'Event' })
    expect(await linkedOn('/open')).toMatchObject({
      '@type': 'Dataset',
      license: 'https://creativecommons.org/licenses/by/4.0/',
    })
  })
})

test('what is not public is told to no search engine, whoever reads', async () => {
  const other = await town.initiativeAt('feedback', { visibility: 'network' })
  expect(await linkedOn(`/initiatives/${other.slug}`, { as: town.leadCarrier.accountId })).toBeUndefined()
  const { programme, edition } = await holds(house, [], { visibility: 'network' })
  for (const path of [`/programmes/${programme.slug}`, `/editions/${edition.slug}`]) {
    expect(await linkedOn(path, { as: town.member.accountId })).toBeUndefined()
  }
})
