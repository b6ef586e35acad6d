import { pino } from 'pino'
import { expect, test } from 'vitest'
import { sizesOf } from '../../src/operation/sizes.ts'
import type { Extent } from '../../src/platform/storage/measuring.ts'
import { useDatabase } from '../database.ts'
import { silentStorage } from '../house.ts'

const context = useDatabase()
const log = pino({ level: 'silent' })

function watched(measured: () => Promise<Extent>) {
  let now = Date.parse('2026-03-02T15:00:00Z')
  const clock = { now: () => new Date(now) }
  const storage = silentStorage({ measured })
  return { sizes: sizesOf({ db: context.db, clock, storage, log }), later: (ms: number) => (now += ms) }
}

test('sizes are measured once a minute, however often they are asked for', async () => {
  let measured = 0
  const { sizes, later } = watched(() => Promise.resolve({ files: ++measured, bytes: 0 }))
  await Promise.all([sizes(), sizes(), sizes()])
  later(59_999)
  expect((await sizes()).files).toEqual({ files: 1, bytes: 0 })
  later(1)
  expect((await sizes()).files).toEqual({ files: 2, bytes: 0 })
})

test('files that cannot be read do not keep the rest from being known', async () => {
  const { sizes } = watched(() => Promise.reject(new Error('EACCES')))
  expect(await sizes()).toMatchObject({ files: undefined, rows: { initiatives: 0, journal: 0 } })
})
