import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  instalmentState,
  judgeRow,
  type LedgerRow,
  type MoneyStatus,
  moneyStatuses,
  type NewRow,
  standingRows,
  totalsOf,
} from '../../src/domain/money.ts'

const TODAY = '2026-03-02'

function row(id: string, status: MoneyStatus, cents: number, more: Partial<LedgerRow> = {}): LedgerRow {
  const recordedAt = new Date('2026-01-10T12:00:00Z')
  return { id, status, cents, effectiveOn: '2026-01-10', recordedAt, amendsId: null, supersedesId: null, ...more }
}

const wanted = (status: MoneyStatus, cents: number, more: Partial<NewRow> = {}): NewRow => ({
  status,
  cents,
  effectiveOn: '2026-02-01',
  reason: '',
  ...more,
})

const none = { requested: 0, pledged: 0, confirmed: 0, disbursed: 0, refused: 0, returned: 0 }

describe('by hand', () => {
  test('each status has a total of its own', () => {
    const rows = [row('a', 'requested', 5_000_000), row('b', 'confirmed', 4_000_000), row('c', 'disbursed', 1_250_050)]
    expect(totalsOf(rows)).toEqual({ ...none, requested: 5_000_000, confirmed: 4_000_000, disbursed: 1_250_050 })
  })

  test('an amendment adds or takes away; a correction stands in place of what it corrects', () => {
    const rows = [
      row('a', 'confirmed', 4_000_000),
      row('b', 'confirmed', -500_000, { amendsId: 'a' }),
      row('c', 'disbursed', 12_500),
      row('d', 'disbursed', 1_250_000, { supersedesId: 'c' }),
    ]
    expect(totalsOf(rows)).toEqual({ ...none, confirmed: 3_500_000, disbursed: 1_250_000 })
    expect(standingRows(rows).map(({ id }) => id)).toEqual(['a', 'b', 'd'])
  })

  test('a correction is not known before it was entered, nor a payment before its day', () => {
    const rows = [
      row('a', 'disbursed', 100, { effectiveOn: '2026-01-31' }),
      row('b', 'disbursed', 900, {
        effectiveOn: '2026-02-15',
        supersedesId: 'a',
        recordedAt: new Date('2026-03-01T09:00:00Z'),
      }),
    ]
    expect(totalsOf(rows, { knownAt: new Date('2026-02-28T12:00:00Z') }).disbursed).toBe(100)
    expect(totalsOf(rows, { asOf: '2026-02-14' }).disbursed).toBe(0)
    expect(totalsOf(rows, { asOf: '2026-02-15' }).disbursed).toBe(900)
  })

  test.each([
    ['a day to come', wanted('pledged', 100, { effectiveOn: '2026-03-03' }), 'in_the_future'],
    ['nothing', wanted('pledged', 0), 'amount_not_positive'],
    ['less than nothing', wanted('pledged', -1), 'amount_not_positive'],
    ['an amendment of nothing', wanted('confirmed', 0, { amendsId: 'a', reason: 'x' }), 'amount_zero'],
    ['an amendment that says not why', wanted('confirmed', 1, { amendsId: 'a' }), 'required'],
    ['a correction that says not why', wanted('confirmed', 1, { supersedesId: 'a' }), 'required'],
    ['an amendment below zero', wanted('confirmed', -1001, { amendsId: 'a', reason: 'x' }), 'amended_below_zero'],
    ['a row that is not there', wanted('confirmed', 1, { amendsId: 'z', reason: 'x' }), 'row_gone'],
    ['more paid than confirmed, unsaid why', wanted('disbursed', 1001), 'disbursed_beyond_confirmed'],
    ['more given back than paid', wanted('returned', 1, { reason: 'x' }), 'returned_beyond_disbursed'],
  ])('refuses %s', (_what, one, key) => {
    expect(judgeRow([row('a', 'confirmed', 1000)], one, TODAY)?.key).toBe(key)
  })

  test('accepts as much paid as was confirmed, more when it is said why, and a correction that annuls', () => {
    const rows = [row('a', 'confirmed', 1000)]
    expect(judgeRow(rows, wanted('disbursed', 1000), TODAY)).toBeUndefined()
    expect(judgeRow(rows, wanted('disbursed', 1001, { reason: 'Avance' }), TODAY)).toBeUndefined()
    expect(judgeRow(rows, wanted('confirmed', 0, { supersedesId: 'a', reason: 'Erreur' }), TODAY)).toBeUndefined()
  })

  test('a payment is to come, due in the month before its day, late after it, and paid when it is paid in full', () => {
    const at = (dueOn: string, paid = 0) => instalmentState({ dueOn, cents: 100 }, paid, TODAY)
    expect(at('2026-04-02')).toBe('to_come')
    expect(at('2026-04-01')).toBe('due')
    expect(at(TODAY)).toBe('due')
    expect(at('2026-03-01')).toBe('late')
    expect(at('2026-03-01', 99)).toBe('late')
    expect(at('2026-03-01', 100)).toBe('paid')
  })
})

// What anybody might try, one after the other; only what is accepted is entered.
const attempts = fc.array(
  fc.record({
    status: fc.constantFrom(...moneyStatuses),
    cents: fc.integer({ min: -200_000, max: 900_000_000_00 }),
    day: fc.integer({ min: 0, max: 70 }),
    link: fc.constantFrom('none', 'none', 'amends', 'supersedes'),
    of: fc.nat(),
    reason: fc.constantFrom('', 'Parce que'),
  }),
  { maxLength: 40 },
)

type Attempts = typeof attempts extends fc.Arbitrary<infer A> ? A : never

function entered(tried: Attempts, after: (rows: readonly LedgerRow[], one: NewRow) => void = () => undefined) {
  const rows: LedgerRow[] = []
  tried.forEach(({ day, link, of, ...rest }, index) => {
    const standing = standingRows(rows)
    const other = link !== 'none' && standing.length > 0 ? standing[of % standing.length]! : undefined
    const effectiveOn = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
    const amendsId = link === 'amends' ? (other?.id ?? null) : link === 'supersedes' ? (other?.amendsId ?? null) : null
    const supersedesId = link === 'supersedes' ? (other?.id ?? null) : null
    const one = { ...rest, status: other?.status ?? rest.status, effectiveOn, amendsId, supersedesId }
    if (judgeRow(rows, one, TODAY)) return
    rows.push(row(`r${index}`, one.status, one.cents, { ...one, recordedAt: new Date(Date.UTC(2026, 2, 2, 0, index)) }))
    after(rows, one)
  })
  return rows
}

const law = (check: (tried: Attempts) => void) => fc.assert(fc.property(attempts, check), { numRuns: 300 })

describe('it is a law that', () => {
  test('sums are the same in whatever order the rows come', () => {
    fc.assert(
      fc.property(
        attempts.chain((tried) => {
          const rows = entered(tried)
          return fc.tuple(
            fc.constant(rows),
            fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
          )
        }),
        ([rows, shuffled]) => {
          expect(totalsOf(shuffled)).toEqual(totalsOf(rows))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('after a correction, totals are what they would be had it been entered right', () => {
    law((tried) => {
      const rows = entered(tried)
      const byId = new Map(rows.map((one) => [one.id, one]))
      // Each correction written over what it corrects, as though nobody had been wrong.
      const right = rows
        .filter(({ supersedesId }) => supersedesId === null)
        .map((first) => {
          let last = first
          for (;;) {
            const next = rows.find(({ supersedesId }) => supersedesId === last.id)
            if (!next) return { ...byId.get(last.id)!, supersedesId: null }
            last = next
          }
        })
      for (const asOf of [undefined, '2026-01-20', '2026-02-10']) {
        const view = asOf ? { asOf } : {}
        expect(totalsOf(right, view)).toEqual(totalsOf(rows, view))
      }
    })
  })

  test('what was known at an instant, as of a day, never changes by what is entered later', () => {
    law((tried) => {
      const rows = entered(tried)
      for (let many = 1; many <= rows.length; many++) {
        const knownAt = rows[many - 1]!.recordedAt
        for (const asOf of [TODAY, '2026-01-31']) {
          expect(standingRows(rows, { knownAt, asOf })).toEqual(standingRows(rows.slice(0, many), { asOf }))
        }
      }
    })
  })

  test('no more is paid than confirmed unless it was said why, and no total is below zero', () => {
    law((tried) => {
      entered(tried, (rows, { status, reason }) => {
        const totals = totalsOf(rows)
        for (const one of moneyStatuses) expect(totals[one]).toBeGreaterThanOrEqual(0)
        expect(totals.returned).toBeLessThanOrEqual(totals.disbursed)
        if ((status === 'disbursed' || status === 'confirmed') && reason === '') {
          expect(totals.disbursed).toBeLessThanOrEqual(totals.confirmed)
        }
      })
    })
  })

  test('a cent is never a fraction, however many there are', () => {
    law((tried) => {
      for (const cents of Object.values(totalsOf(entered(tried)))) expect(Number.isSafeInteger(cents)).toBe(true)
    })
  })
})

describe('an amendment', () => {
  const row = (id: string, cents: number, effectiveOn: string, amendsId: string | null = null): LedgerRow => ({
    id,
    status: 'confirmed',
    cents,
    effectiveOn,
    recordedAt: new Date('2026-01-01T12:00:00Z'),
    amendsId,
    supersedesId: null,
  })
  const rows = [row('a', 100, '2026-02-01'), row('b', 100, '2026-02-01')]
  const less = (cents: number, effectiveOn: string) =>
    judgeRow(rows, { status: 'confirmed', cents, effectiveOn, amendsId: 'a', reason: 'moins' }, '2026-03-01')?.key

  test('takes no more than what it amends holds, whatever other rows hold', () => {
    expect([less(-100, '2026-02-10'), less(-101, '2026-02-10')]).toEqual([undefined, 'amended_below_zero'])
  })
  test('takes nothing away before it was there', () => {
    expect(less(-50, '2026-01-31')).toBe('amended_below_zero')
  })
})
