import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { isRunning } from '../../src/domain/figures/lives.ts'
import type { ReportQuery } from '../../src/domain/report.ts'
import { type Viewer, visitor } from '../../src/domain/viewer.ts'
import { computed } from '../../src/figures/computing.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { key, movesOf, versionOf } from '../initiatives/forms.ts'
import { type Settled, settle, type Town } from '../town.ts'
import { coordination, figureOf, queryOf, rowOf, tableOf, valueOf } from './asking.ts'

const house = useHouse('2026-04-10T15:00:00Z', { onDisk: true })
let town: Town
let workshop: Settled

beforeEach(async () => {
  town = await settle(house)
  workshop = await town.initiativeAt('feedback', { title: 'Atelier', visibility: 'public', since: '2026-02-15' })
  await town.initiativeAt('mobilisation', { title: 'Jardin', visibility: 'network', since: '2026-01-10', team: false })
})

const network: Viewer = { ...visitor, networkRole: 'member' }
const funder = (): Viewer => ({ ...network, actorIds: [town.funder.actorId] })
const ask = (eyes: Viewer, query: Partial<ReportQuery> = {}, databaseUrl?: string) =>
  computed(
    { db: house.db, ...(databaseUrl ? { databaseUrl } : {}) },
    { eyes, query: queryOf(query), today: '2026-04-10', at: house.now },
  )
const titles = async (eyes: Viewer, query: Partial<ReportQuery> = {}) =>
  (await ask(eyes, query)).initiatives.map(({ title }) => title).sort()

describe('a report speaks of', () => {
  test('what those eyes may see, and for an actor of what it funds, carries or supports', async () => {
    expect(await titles(visitor)).toEqual(['Atelier'])
    expect(await titles(network)).toEqual(['Atelier', 'Jardin'])
    expect(await titles(funder())).toEqual(['Atelier'])
    expect(await titles(coordination)).toEqual(['Atelier', 'Atelier de vélos', 'Jardin'])
  })

  test('neither what coordinators keep out of reports nor what was merged', async () => {
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ isExcluded: true }).where(eq(initiatives.id, workshop.id)),
    ])
    expect(await titles(coordination)).toEqual(['Atelier de vélos', 'Jardin'])
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ isExcluded: false, mergedIntoId: 'other' }).where(eq(initiatives.id, workshop.id)),
    ])
    expect(await titles(coordination)).toEqual(['Atelier de vélos', 'Jardin'])
  })

  test('what the filters leave', async () => {
    expect(await titles(coordination, { filter: { stage: 'mobilisation' } })).toEqual(['Jardin'])
    expect(await titles(coordination, { filter: { funder: 'fonds-du-fleuve' } })).toEqual(['Atelier'])
    expect(await titles(coordination, { filter: { theme: 'nothing' } })).toEqual([])
  })
})

describe('a report of 31 March', () => {
  const stages = ['emergence', 'mobilisation', 'feedback'] as const
  const stock = async (query: Partial<ReportQuery> = {}) => {
    const table = tableOf(await ask(coordination, query), 'stock', 'stock')
    return stages.map((stage) => valueOf(table, rowOf(table, { word: `words.stage.${stage}` }), 'total'))
  }

  test('asked again with what is known today differs by just what was corrected of February', async () => {
    const knownAt = house.now.toISOString()
    const before = JSON.stringify(
      await ask(coordination, { knownAt, blocks: [{ section: 'stock' }, { section: 'flow' }] }),
    )
    house.now = new Date(house.now.getTime() + 86_400_000)
    const move = (await movesOf(house, workshop.slug)).at(-1)!
    const { status } = await house.post(
      `/initiatives/${workshop.slug}/moves/${move.id}/corrections`,
      {
        effectiveOn: '2026-04-02',
        reason: 'Le comité s’est réuni en avril',
        version: await versionOf(house, workshop.slug),
        once: key(),
      },
      { as: town.carrier.accountId },
    )
    expect(status).toBe(303)

    const again = await ask(coordination, { knownAt, blocks: [{ section: 'stock' }, { section: 'flow' }] })
    expect(JSON.stringify(again)).toBe(before)
    expect([await stock({ knownAt }), await stock()]).toEqual([
      [1, 1, 1],
      [1, 2, 0],
    ])
    const corrections = await ask(coordination, { knownAt, blocks: [{ section: 'corrections' }] })
    expect(figureOf(corrections, 'corrections', 'corrections').value).toBe(1)
  })

  test('is what the initiatives themselves say, when asked today', async () => {
    const rows = await house.db.select().from(initiatives)
    const content = await ask(coordination, { asOf: '2026-04-10' })
    const own = rows.map(({ slug, stage, status, stageSince }) => ({ slug, stage, status, stageSince }))
    const bySlug = (a: { slug: string }, b: { slug: string }) => (a.slug < b.slug ? -1 : 1)
    expect(
      content.initiatives
        .map(({ slug, stage, status, stageSince }) => ({ slug, stage, status, stageSince }))
        .sort(bySlug),
    ).toEqual(own.sort(bySlug))
    expect(figureOf(content, 'summary', 'running').value).toBe(rows.filter(({ status }) => isRunning(status)).length)
  })
})

describe('a thread of its own', () => {
  test('computes the same to the byte, and sees what is written', async () => {
    const knownAt = house.now.toISOString()
    const here = await ask(coordination, { knownAt })
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ isExcluded: false }).where(eq(initiatives.id, workshop.id)),
    ])
    expect(JSON.stringify(await ask(coordination, { knownAt }, house.source.databaseUrl))).toBe(JSON.stringify(here))

    const begun = {
      title: 'Verger',
      need: 'Des voisins cherchent.',
      stage: 'emergence',
      startedOn: '2026-03-01',
      visibility: 'public',
      once: key(),
    }
    await house.post('/initiatives', begun, { as: town.carrier.accountId })
    const later = await ask(coordination, {}, house.source.databaseUrl)
    expect(later.initiatives.map(({ title }) => title)).toContain('Verger')
  })

  test('is not asked again as long as nobody writes', async () => {
    // PostgreSQL tells of all databases of a server at once: one beside this one may be written to in between.
    await expect.poll(async () => (await ask(network)) === (await ask(network))).toBe(true)
    const first = await ask(network)
    await town.initiativeAt('emergence', { title: 'Verger', visibility: 'public' })
    expect(await ask(network)).not.toBe(first)
  })
})
