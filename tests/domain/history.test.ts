import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysBetween } from '../../src/domain/calendar.ts'
import { type Passage, replay, roomFor, standing, stays } from '../../src/domain/history.ts'
import { decide, type Move, moveEvents, type Position, stages } from '../../src/domain/lifecycle.ts'

const anyMove = fc
  .constantFrom(...moveEvents)
  .chain(
    (type): fc.Arbitrary<Move> =>
      type === 'skip' || type === 'send_back'
        ? fc.constantFrom(...stages).map((to) => ({ type, to }))
        : fc.constant({ type }),
  )
const anyStart = fc.record({
  stage: fc.constantFrom(...stages),
  status: fc.constantFrom('spotted' as const, 'active' as const),
})

/** What somebody tries, one thing after another, some days apart. Many tries are refused: the machine decides. */
const anyTries = fc.array(fc.record({ move: anyMove, after: fc.nat(40), place: fc.nat(1000) }), { maxLength: 40 })

const dayNumber = (n: number) => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)

/** The history that those tries make; entered in the order it happened unless `shuffled`. */
function lived(start: Position, tries: { move: Move; after: number; place: number }[], shuffled = false): Passage[] {
  const passages: Passage[] = [
    { id: '0', event: 'start', from: null, to: start, effectiveOn: dayNumber(0), sequence: 0, supersedesId: null },
  ]
  let [position, on] = [start, 0]
  for (const { move, after, place } of tries) {
    const decision = decide(position, 'history', move)
    if (!decision.allowed) continue
    // What was entered in another order than it happened lies on different days.
    on += shuffled ? after + 1 : after
    const n = passages.length
    const sequence = shuffled ? place * 100 + n : n
    const row = { id: String(n), event: move.type, from: position, to: decision.next, effectiveOn: dayNumber(on) }
    passages.push({ ...row, sequence, supersedesId: null })
    position = decision.next
  }
  return passages
}

describe('whatever is tried', () => {
  test('no impossible pair is reached', () => {
    fc.assert(
      fc.property(anyStart, anyTries, (start, tries) => {
        for (const { to } of lived(start, tries)) {
          if (to.status === 'sustained' || to.status === 'transferred') expect(to.stage).toBe('appropriation')
        }
      }),
      { numRuns: 300 },
    )
  })

  test('nobody becomes spotted again', () => {
    fc.assert(
      fc.property(anyStart, anyTries, (start, tries) => {
        for (const { to, from } of lived(start, tries)) if (from) expect(to.status).not.toBe('spotted')
      }),
    )
  })

  test('replaying the moves gives the position, and the ages that were counted on the way', () => {
    fc.assert(
      fc.property(anyStart, anyTries, (start, tries) => {
        const passages = lived(start, tries)
        const replayed = replay(passages)
        expect(replayed?.position).toEqual(passages.at(-1)!.to)
        expect(replayed?.stageSince).toBe(stays(passages).at(-1)!.since)
      }),
      { numRuns: 300 },
    )
  })

  test('the stays in each stage follow each other without a hole, and only the last is still going on', () => {
    fc.assert(
      fc.property(anyStart, anyTries, (start, tries) => {
        const line = stays(lived(start, tries))
        line.forEach((stay, i) => expect(stay.until).toBe(line[i + 1]?.since ?? null))
      }),
    )
  })

  test('the order in which rows are read does not matter', () => {
    fc.assert(
      fc.property(anyStart, anyTries, fc.nat(), (start, tries, seed) => {
        const passages = lived(start, tries)
        const mixed = passages.toSorted(
          (a, b) => ((Number(a.id) * 7919 + seed) % 31) - ((Number(b.id) * 7919 + seed) % 31),
        )
        expect(replay(mixed)).toEqual(replay(passages))
      }),
    )
  })
})

describe('a correction', () => {
  const corrected = (shuffled: boolean) =>
    fc.property(anyStart, anyTries, fc.nat(), fc.nat(), (start, tries, which, where) => {
      const passages = lived(start, tries, shuffled)
      const old = passages[which % passages.length]!
      const { after, before } = roomFor(passages, old.id)
      const first = after ?? dayNumber(-30)
      const effectiveOn = dayNumber(
        Math.round(Date.parse(first) / 86_400_000) -
          19_723 +
          (where % (daysBetween(first, before ?? dayNumber(2000)) + 1)),
      )
      const all = [...passages, { ...old, id: 'new', effectiveOn, supersedesId: old.id }]
      // Ages change; the order of things, the stages walked and where it stands do not.
      const line = (some: Passage[]) => standing(some).map(({ id }) => (id === 'new' ? old.id : id))
      expect(line(all)).toEqual(line(passages))
      expect(replay(all)?.position).toEqual(replay(passages)?.position)
      expect(stays(all).map(({ stage }) => stage)).toEqual(stays(passages).map(({ stage }) => stage))
      for (const { since, until } of stays(all)) expect(until === null || since <= until).toBe(true)
    })

  test('within its room changes ages and nothing else', () => {
    fc.assert(corrected(false), { numRuns: 400 })
  })

  test('within its room changes ages and nothing else, even where rows were entered in another order', () => {
    fc.assert(corrected(true), { numRuns: 400 })
  })

  test('of a correction leaves one row standing', () => {
    const [start] = lived({ stage: 'emergence', status: 'active' }, [])
    const once = { ...start!, id: 'a', effectiveOn: dayNumber(-5), supersedesId: '0' }
    const twice = { ...start!, id: 'b', effectiveOn: dayNumber(-9), supersedesId: 'a' }
    expect(standing([start!, once, twice]).map(({ id }) => id)).toEqual(['b'])
    expect(replay([start!, once, twice])?.stageSince).toBe(dayNumber(-9))
  })
})

describe('a history that does not hold together', () => {
  const start = lived({ stage: 'emergence', status: 'active' }, [])[0]!
  const second: Passage = {
    id: '1',
    event: 'advance',
    from: { stage: 'mobilisation', status: 'active' },
    to: { stage: 'feedback', status: 'active' },
    effectiveOn: dayNumber(3),
    sequence: 1,
    supersedesId: null,
  }

  test('is not replayed: a move that leaves from elsewhere', () => {
    expect(replay([start, second])).toBeUndefined()
  })

  test('is not replayed: a move that no event makes', () => {
    const wrong = { ...second, from: start.to, to: { stage: 'emergence', status: 'sustained' } as const }
    expect(replay([start, wrong])).toBeUndefined()
  })

  test('is not replayed: one without a beginning, or empty', () => {
    expect(replay([second])).toBeUndefined()
    expect(replay([])).toBeUndefined()
  })
})

describe('days', () => {
  test.each([
    ['the same day', '2026-03-08', '2026-03-08', 0],
    ['across the spring change of hour', '2026-03-07', '2026-03-09', 2],
    ['across the autumn change of hour', '2026-10-31', '2026-11-02', 2],
    ['across a leap day', '2028-02-28', '2028-03-01', 2],
    ['a day to come counts as today', '2026-03-09', '2026-03-08', 0],
  ])('%s', (_what, since, today, days) => {
    expect(daysBetween(since, today)).toBe(days)
  })
})
