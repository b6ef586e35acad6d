import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/domain/figures/facts.ts'
import { factsKept, forgetFacts } from '../../src/figures/facts-kept.ts'
import { factsFor } from '../../src/figures/facts.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { houseCases, placeOf } from '../access/house-routes.ts'
import { cases as initiativeCases } from '../access/initiative-routes.ts'
import { outcomeOf } from '../access/people.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { coordination } from './asking.ts'

// The thread of figures reads again only what the journal names. Every deed of the table of who may what is done, and
// what it kept is compared with everything read anew: a deed that changes figures past the journal fails here.
const house = useHouse()
const today = '2026-03-02'

// Rows have no order of their own: PostgreSQL hands them over as they lie.
const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(inOrder(one))).sort()
  if (value === null || typeof value !== 'object' || value instanceof Map) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inOrder(one)]))
}
const told = ({ dayAt: _dayAt, ...facts }: Facts) => inOrder(facts)
const named = <One extends { route: string; what?: string }>(all: readonly One[]) =>
  all
    .filter(({ route }) => !route.startsWith('GET'))
    .map((one) => ({ ...one, name: [one.route, one.what].filter(Boolean).join(', ') }))
const asKept = async () => told(await factsKept(house.db, coordination, today, house.now))
const anew = async () => told(await factsFor(house.db, coordination, today))

describe('what the thread of figures keeps is what it would read after', () => {
  test.each(named(initiativeCases))('$name', async (one) => {
    const { at, may } = one
    const town = await settle(house)
    const settled = await town.initiativeAt(at?.stage ?? 'feedback', { ...at, visibility: 'network' })
    const { path, fields } = await one.ask(house, town, settled)
    forgetFacts()
    await asKept()
    const person = may.includes('coordinator') ? 'coordinator' : may[0]!
    const answer = await house.post(path, fields ?? {}, person === 'visitor' ? {} : { as: town[person].accountId })
    expect(outcomeOf(answer)).toBe('may')
    expect(await asKept()).toEqual(await anew())
  })

  test.each(named(houseCases))('$name', async (one) => {
    const { expected } = one
    const town = await settle(house)
    await town.initiativeAt('feedback', { visibility: 'network' })
    const { path, fields } = await one.ask(house, town)
    forgetFacts()
    await asKept()
    const standing = expected.administrator === 'may' ? 'administrator' : 'coordinator'
    await house.post(path, fields ?? {}, { as: town[placeOf[standing]].accountId })
    expect(await asKept()).toEqual(await anew())
  })

  test('of initiatives that somebody began, each in its place', async () => {
    const town = await settle(house)
    await asKept()
    for (const title of ['Verger', 'Ruche', 'Four à pain']) {
      const fields = {
        title,
        need: 'Des voisins cherchent.',
        stage: 'emergence',
        startedOn: '2026-01-05',
        visibility: 'network',
      }
      await house.post('/initiatives', fields, { as: town.carrier.accountId })
    }
    const { initiatives: all } = await factsKept(house.db, coordination, today, house.now)
    expect(all.map(({ title }) => title)).toEqual(expect.arrayContaining(['Verger', 'Ruche', 'Four à pain']))
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted())
    expect(await asKept()).toEqual(await anew())
  })

  test('for five minutes at most, whatever the journal says', async () => {
    const town = await settle(house)
    const one = await town.initiativeAt('feedback', { visibility: 'network' })
    forgetFacts()
    await asKept()
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ title: 'Autrement' }).where(eq(initiatives.id, one.id)),
    ])
    const titles = async (ms: number) => {
      const later = new Date(house.now.getTime() + ms)
      return (await factsKept(house.db, coordination, today, later)).initiatives.map(({ title }) => title)
    }
    expect(await titles(1_000)).not.toContain('Autrement')
    expect(await titles(300_000)).toContain('Autrement')
  })
})
