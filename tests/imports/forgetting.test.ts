import { expect, test } from 'vitest'
import { filesPointedTo } from '../../src/archive/contents.ts'
import { finishedImports } from '../../src/imports/forgetting.ts'
import { findImport } from '../../src/imports/queries.ts'
import { importRows } from '../../src/imports/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { purgedAfter } from '../privacy/purged.ts'
import { bringing, PHASES } from './bringing.ts'

const house = useHouse()
const { brought, all } = bringing(house)

test('an import whose time is over keeps what it brought and its counts; its page says that it cannot be undone', async () => {
  const { as, home, it } = await brought(PHASES)
  const before = await all()
  expect((await house.get(home, { as })).body).toContain('Tout annuler')
  expect(await purgedAfter(house, 'imports', finishedImports, 364)).toBe(0)
  expect(await purgedAfter(house, 'imports', finishedImports, 366)).toBe(1)
  expect(await all()).toEqual(before)
  expect(await house.db.select().from(importRows)).toEqual([])
  expect(await filesPointedTo(house.db)).toEqual([])
  expect(await findImport(house.db, it.id)).toMatchObject({ state: 'done', counts: it.counts, file: '' })
  const { status, body } = await house.get(home, { as })
  expect(status).toBe(200)
  expect(body).toContain('elle ne peut plus être annulée')
  expect(body).not.toContain('Tout annuler')
  for (const deed of ['/undo', '/run']) {
    const answer = await house.post(`${home}${deed}`, { once: newId() }, { as })
    expect([deed, answer.status]).toEqual([deed, 409])
    expect(answer.body).toContain('elle ne peut plus être annulée')
  }
  expect((await house.get(`${home}/refused.csv`, { as })).status).toBe(404)
  expect(await house.work()).toBe(0)
  expect(await all()).toEqual(before)
  expect((await house.get('/imports', { as })).status).toBe(200)
})

test('an undo that begins as its rows go is refused, or comes first', async () => {
  const { as, home } = await brought(PHASES)
  const [gone, answer] = await Promise.all([
    purgedAfter(house, 'imports', finishedImports, 366),
    house.post(`${home}/undo`, { once: newId() }, { as }),
  ])
  await house.work()
  const left = await all()
  // Either all of it was undone, or nothing of it.
  expect([gone === 1 ? left.length === 2 : left.length === 0, answer.status < 500]).toEqual([true, true])
})
