import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { derivedFaults } from '../../src/initiatives/derived.ts'
import {
  initiativeCounts,
  initiatives,
  initiativeSearch,
  initiativeTerritories,
  participations,
} from '../../src/initiatives/tables.ts'
import { territoriesAdded, territoryRow } from '../../src/network/steps.ts'
import { territories } from '../../src/network/tables.ts'
import { useHouse } from '../house.ts'
import { type Settled, settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town
let one: Settled
let other: Settled
const place = territoryRow({ id: 't1', code: 'QC-X', kind: 'quartier', name: 'Vieux-Moulin' }, undefined)

beforeEach(async () => {
  town = await settle(house)
  await house.db.commit((tx) => [territoriesAdded(tx, [place])])
  one = await town.initiativeAt('mobilisation', { title: 'Navette de nuit', territories: ['t1'] })
  other = await town.initiativeAt('emergence', { status: 'discontinued', visibility: 'team' })
})

const wordsOf = async (id: string) =>
  (await house.db.select().from(initiativeSearch).where(eq(initiativeSearch.initiativeId, id)))[0]

describe('counts and words', () => {
  test('are those that anybody would count and read anew', async () => {
    expect(await derivedFaults(house.db)).toEqual([])
    expect((await wordsOf(one.id))?.places).toBe('vieux moulin')
    expect((await wordsOf(one.id))?.publicNames).toContain('fonds du fleuve')
    expect((await wordsOf(one.id))?.networkNames).toContain('porteuse premiere')
    expect((await wordsOf(one.id))?.publicNames).not.toContain('premiere')
  })

  const changes: Record<string, Parameters<typeof house.db.commit>[0]> = {
    'a stage and a status change': (tx) => [
      tx.update(initiatives).set({ stage: 'feedback', status: 'on_hold', stageSince: '2026-02-01' }),
    ],
    'a level changes': (tx) => [tx.update(initiatives).set({ visibility: 'public' })],
    'one is merged into another': (tx) => [
      tx.update(initiatives).set({ mergedIntoId: other.id }).where(eq(initiatives.id, one.id)),
    ],
    'one is removed': (tx) => [tx.delete(initiatives).where(eq(initiatives.id, one.id))],
    'words are written anew': (tx) => [tx.update(initiatives).set({ searchText: 'tout autre chose' })],
    'a role is accepted': (tx) => [
      tx.update(participations).set({ state: 'accepted' }).where(eq(participations.id, one.roles.invited)),
    ],
    'a role is declined': (tx) => [tx.update(participations).set({ state: 'declined' })],
    'roles go to another actor': (tx) => [
      tx
        .update(participations)
        .set({ actorId: town.member.actorId, role: 'taker' })
        .where(eq(participations.id, one.roles.funder)),
    ],
    'a role is removed': (tx) => [tx.delete(participations).where(eq(participations.id, one.roles.taker))],
    'an actor takes another name': (tx) => [tx.update(actors).set({ searchText: 'le meme nom' })],
    'an actor hides': (tx) => [tx.update(actors).set({ visibility: 'restricted' })],
    'a place takes another name': (tx) => [tx.update(territories).set({ searchText: 'neuf moulin' })],
    'a place is left': (tx) => [tx.delete(initiativeTerritories)],
    'everything goes': (tx) => [tx.delete(initiatives)],
  }
  for (const [name, change] of Object.entries(changes)) {
    test(`stay so when ${name}`, async () => {
      await house.db.commit(change)
      expect(await derivedFaults(house.db)).toEqual([])
    })
  }

  test('that do not hold are told: the check can fail', async () => {
    await house.db.commit((tx) => [
      tx.update(initiativeCounts).set({ many: 7 }),
      tx.update(initiativeSearch).set({ own: 'faux' }).where(eq(initiativeSearch.initiativeId, one.id)),
    ])
    const faults = await derivedFaults(house.db)
    expect(faults.some((fault) => fault.includes('initiative_counts lacks'))).toBe(true)
    expect(faults.some((fault) => fault.includes(`initiative_search of ${one.id} holds faux`))).toBe(true)
  })
})
