import { expect, test } from 'vitest'
import { timings } from '../../../src/platform/http/timings.ts'

const answered = (route: string | undefined, ms: number) => ({ method: 'GET', route, status: 200, ms })

test('the median and the 95th percentile are right to an eighth, and the longest is exact', () => {
  const kept = timings()
  for (let ms = 1; ms <= 1000; ms++) kept.add(answered('/', ms))
  const [one] = kept.slowest(1)
  expect(one).toMatchObject({ route: 'GET /', count: 1000, max: 1000 })
  expect(Math.abs(one!.median - 500) / 500).toBeLessThan(0.125)
  expect(Math.abs(one!.p95 - 950) / 950).toBeLessThan(0.125)
})

test('what is nothing and what never ends are counted too', () => {
  const kept = timings()
  for (const ms of [0, 1e9]) kept.add(answered('/', ms))
  expect(kept.slowest(1)).toMatchObject([{ count: 2, max: 1e9 }])
})

test('the slowest come first, and what no route answered is left out', () => {
  const kept = timings()
  kept.add(answered('/fast', 1))
  kept.add(answered('/slow', 300))
  kept.add(answered(undefined, 900))
  expect(kept.slowest(5).map(({ route }) => route)).toEqual(['GET /slow', 'GET /fast'])
  expect(kept.slowest(1)).toHaveLength(1)
})

test('routes that varied without end would not fill the memory', () => {
  const kept = timings()
  for (let n = 0; n < 2000; n++) kept.add(answered(`/${n}`, 1))
  expect(kept.slowest(5000)).toHaveLength(500)
})
