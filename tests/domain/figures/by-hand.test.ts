import { describe, expect, test } from 'vitest'
import { fiscalYear, fiscalYearOf } from '../../../src/domain/calendar.ts'
import { converted } from '../../../src/domain/figures/amounts.ts'
import { contentOf } from '../../../src/domain/figures/content.ts'
import { fiscalName, monthEnds, yearEnds } from '../../../src/domain/figures/days.ts'
import type { MoneyFact } from '../../../src/domain/figures/facts.ts'
import { survival, survivalQuantile } from '../../../src/domain/figures/survival.ts'
import type { ReportQuery } from '../../../src/domain/report.ts'
import { figureOf, queryOf, rowOf, sectionOf, tableOf, valueOf, valuesOf } from '../../figures/asking.ts'
import { facts, initiative, move, noon } from './facts.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
const stage = (name: string) => ({ word: `words.stage.${name}` })

const portfolio = facts([
  initiative('a', [
    '2024-01-01 start emergence active',
    '2024-03-01 advance mobilisation active',
    '2025-03-01 advance feedback active',
    '2025-06-01 hold feedback on_hold',
    '2025-07-01 resume feedback active',
    '2026-03-01 advance appropriation active',
  ]),
  initiative('b', [
    '2025-04-01 start emergence active',
    move('2025-05-01 discontinue emergence discontinued', { sequence: 1, endingKind: 'inconclusive' }),
    '2026-02-01 reopen emergence active',
  ]),
  initiative('c', ['2025-05-01 start emergence spotted', '2025-05-11 claim emergence active']),
  initiative('d', ['2025-08-01 start mobilisation spotted']),
  initiative('e', [
    '2024-06-01 start appropriation active',
    '2026-01-01 transfer appropriation transferred',
    '2026-04-15 reopen appropriation active',
  ]),
])
const ask = (query: Partial<ReportQuery> = {}, of = portfolio) => contentOf(of, queryOf(query), NOW)

describe('counted by hand', () => {
  const content = ask()

  test('stock is where each stands at the end of the day, spotted ones apart', () => {
    const table = tableOf(content, 'stock', 'stock')
    expect(table.rows.map(valuesOf)).toEqual([
      [2, 0, 0, 0, 0, 2],
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [1, 0, 0, 0, 1, 2],
    ])
    expect(valuesOf(table.total!)).toEqual([3, 0, 0, 0, 1, 4])
    expect(figureOf(content, 'summary', 'spotted')).toMatchObject({ value: 1, slice: 'summary.spotted' })
    expect(content.slices['stock.emergence']!.map((place) => content.initiatives[place]!.slug)).toEqual(['b', 'c'])
  })

  test('years end where the fiscal year says', () => {
    const days = (fiscalStart: string) =>
      tableOf(ask({ fiscalStart }), 'stock', 'stock_by_year').rows.map((row) => row[0]!.label)
    expect(days('01-01')).toEqual([{ day: '2024-12-31' }, { day: '2025-12-31' }, { day: '2026-03-31' }])
    expect(days('04-01')).toEqual([{ day: '2024-03-31' }, { day: '2025-03-31' }, { day: '2026-03-31' }])
    const table = tableOf(content, 'stock', 'stock_by_year')
    expect(valuesOf(rowOf(table, { day: '2025-12-31' }))).toEqual([1, 0, 1, 1, 1, 0, 0, 4])
  })

  test('flow is what took effect in the period, by kind', () => {
    const table = tableOf(content, 'flow', 'flow')
    const many = (kind: string) => valueOf(table, rowOf(table, { word: `figures.flow_kind.${kind}` }), 'moves')
    const kinds = [
      'entered',
      'claimed',
      'advanced',
      'paused',
      'resumed',
      'ended_inconclusive',
      'transferred',
      'reopened',
    ]
    expect(kinds.map(many)).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
    expect(figureOf(content, 'flow', 'entered').value).toBe(2)
    const balance = tableOf(content, 'flow', 'flow_balance')
    // Emergence: b comes, goes and comes again, c comes. Appropriation: e was there, a comes, e goes.
    expect(valuesOf(rowOf(balance, stage('emergence')))).toEqual([0, 3, 1, 2])
    expect(valuesOf(rowOf(balance, stage('appropriation')))).toEqual([1, 1, 1, 1])
  })

  test('time in a stage: finished ones by their median, all of them by Kaplan and Meier', () => {
    const table = tableOf(content, 'times', 'times')
    // Finished in emergence: a 60 days, b 30 days. Running: b since 58 days, c since 324 days.
    expect(valuesOf(rowOf(table, stage('emergence')))).toEqual([2, 45, 57, 2, 60, null])
    const leads = tableOf(content, 'times', 'lead_times')
    expect(valuesOf(rowOf(leads, { word: 'figures.label.to_appropriation' })).slice(0, 2)).toEqual([2, 395])
  })

  test('cohorts say how far those came that entered in one year', () => {
    const table = tableOf(content, 'cohorts', 'cohorts')
    expect(valuesOf(rowOf(table, { text: '2024' }))).toEqual([2, 2, 2, 2, 100, 1, 0, 1])
    expect(valuesOf(rowOf(table, { text: '2025' }))).toEqual([2, 0, 0, 0, 0, 0, 0, 2])
  })

  test('what a filter leaves nobody of is told plainly', () => {
    const nobody = ask({ filter: { territory: 'NOWHERE' } })
    expect(nobody.population).toBe(0)
    expect(sectionOf(nobody, 'summary').notes).toEqual([{ key: 'nobody' }])
    expect(figureOf(nobody, 'cohorts', 'conversion')).toMatchObject({ value: null, why: 'nothing' })
    expect(figureOf(nobody, 'forecast', 'forecast')).toMatchObject({ value: null, why: 'too_little_history' })
  })

  test('the same at another date stands beside', () => {
    const compared = ask({ compare: { asOf: '2025-03-31', period: { from: '2024-04-01', until: '2025-03-31' } } })
    expect(figureOf(compared, 'summary', 'stock')).toMatchObject({ value: 4, compared: 2 })
    const [row] = tableOf(compared, 'stock', 'stock').rows
    expect(row!.slice(1).map(({ compared: then }) => then)).toEqual([0, 0, 0, 0, 0, 0])
  })
})

describe('a correction', () => {
  const before = move('2026-02-10 advance mobilisation active', { sequence: 1, voidAt: noon('2026-05-02') })
  const after = move('2026-04-10 advance mobilisation active', {
    sequence: 1,
    recordedAt: noon('2026-05-02'),
    insteadOf: before,
  })
  const corrected = facts([initiative('x', ['2026-01-01 start emergence active', before, after])])
  const stockAt = (knownAt: string | undefined) => {
    const content = ask(knownAt ? { knownAt } : {}, corrected)
    return tableOf(content, 'stock', 'stock').rows.map((row) => row.at(-1)!.value)
  }

  test('is not known before the instant it was entered at, and stands from then on', () => {
    expect(stockAt('2026-04-01T00:00:00.000Z')).toEqual([0, 1, 0, 0])
    expect(stockAt('2026-05-02T11:59:59.999Z')).toEqual([0, 1, 0, 0])
    expect(stockAt('2026-05-02T12:00:00.000Z')).toEqual([1, 0, 0, 0])
    expect(stockAt(undefined)).toEqual([1, 0, 0, 0])
  })

  test('is listed for whoever asks as it was known before', () => {
    const content = ask({ knownAt: '2026-04-01T00:00:00.000Z' }, corrected)
    expect(figureOf(content, 'corrections', 'corrections').value).toBe(1)
    const [row] = tableOf(content, 'corrections', 'corrections').rows
    expect(row!.map(({ label }) => label).slice(2, 7)).toEqual([
      { word: 'figures.change.corrected' },
      { word: 'words.event.advance' },
      { day: '2026-02-10' },
      { word: 'words.event.advance' },
      { day: '2026-04-10' },
    ])
    expect(figureOf(ask({}, corrected), 'corrections', 'corrections').value).toBe(0)
  })
})

describe('money', () => {
  const row = (more: Partial<MoneyFact>): MoneyFact => ({
    fundingId: 'f',
    funderId: 'fund',
    kind: 'cash',
    currency: 'CAD',
    status: 'confirmed',
    on: '2025-05-01',
    cents: 100_00,
    isOwn: false,
    recordedAt: noon('2025-05-01'),
    voidAt: null,
    ...more,
  })
  const funded = (more = {}) =>
    facts(
      [
        initiative('m', ['2025-01-01 start emergence active'], {
          money: [
            row({}),
            row({ cents: 50_00, isOwn: true }),
            row({ cents: -20_00, on: '2025-06-01' }),
            row({ cents: 999_00, voidAt: noon('2025-07-01') }),
            row({ cents: 70_00, on: '2026-04-01' }),
            row({ cents: 30_00, currency: 'EUR' }),
            row({ cents: 40_00, status: 'disbursed' }),
          ],
        }),
      ],
      {
        rates: [
          { from: 'EUR', to: 'CAD', rate: '1.5', on: '2025-01-01', recordedAt: 0, source: 'Banque' },
          { from: 'EUR', to: 'CAD', rate: '1.6', on: '2026-05-01', recordedAt: 0, source: 'Banque' },
        ],
        ...more,
      },
    )

  test('each status and currency apart, as of the day, corrected rows left out', () => {
    const { figures } = sectionOf(ask({}, funded()), 'money')
    const told = figures.map(({ code, currency, value }) => [code, currency, value])
    expect(told).toContainEqual(['confirmed', 'CAD', 130_00])
    expect(told).toContainEqual(['confirmed', 'EUR', 30_00])
    expect(told).toContainEqual(['disbursed', 'CAD', 40_00])
    expect(told).toContainEqual(['pledged', undefined, null])
  })

  test('converted at the rate of the day, which is told', () => {
    const section = sectionOf(ask({ currency: 'CAD' }, funded()), 'money')
    expect(section.figures.find(({ code }) => code === 'confirmed')).toMatchObject({ currency: 'CAD', value: 175_00 })
    expect(section.notes).toContainEqual({
      key: 'rate',
      params: { from: 'EUR', to: 'CAD', rate: '1.5', day: '2025-01-01', source: 'Banque' },
    })
    expect(sectionOf(ask({ currency: 'USD' }, funded()), 'money').notes).toContainEqual({
      key: 'without_rate',
      params: { currency: 'CAD' },
    })
  })

  test('to the cent, halves away from zero, whichever way the rate was published', () => {
    const rate = { rate: '1.4682', to: 'CAD' as const }
    expect([converted(100, rate, 'CAD'), converted(-100, rate, 'CAD'), converted(147, rate, 'EUR')]).toEqual([
      147, -147, 100,
    ])
    expect(converted(1, { rate: '0.5', to: 'CAD' }, 'CAD')).toBe(1)
    expect(converted(-1, { rate: '0.5', to: 'CAD' }, 'CAD')).toBe(-1)
  })

  test.each([
    ['total_on_own', 130 / 50],
    ['others_on_own', 80 / 50],
    ['in_kind_on_cash', 0],
  ] as const)('leverage by %s', (leverage, value) => {
    const content = ask({ leverage }, { ...funded({ own: ['fund'] }) })
    expect(figureOf(content, 'leverage', `leverage_${leverage}`)).toMatchObject({ currency: 'CAD', value })
  })

  test('leverage on one’s own money asks whose', () => {
    expect(figureOf(ask({}, funded()), 'leverage', 'leverage_total_on_own')).toMatchObject({
      value: null,
      why: 'no_own_funder',
    })
  })
})

describe('Kaplan and Meier', () => {
  // Six patients of a textbook: over at 1, 3, 4 and 5 days; seen last at 2 and 6 days.
  const steps = survival([
    { days: 1, isOver: true },
    { days: 2, isOver: false },
    { days: 3, isOver: true },
    { days: 4, isOver: true },
    { days: 5, isOver: true },
    { days: 6, isOver: false },
  ])

  test('lets each count as long as it was seen', () => {
    expect(steps.map(({ atRisk, share }) => [atRisk, Number(share.toFixed(4))])).toEqual([
      [6, 0.8333],
      [4, 0.625],
      [3, 0.4167],
      [2, 0.2083],
    ])
    expect([survivalQuantile(steps, 0.5), survivalQuantile(steps, 0.9)]).toEqual([4, null])
  })

  test('is the plain share when nothing runs any more', () => {
    const all = survival([1, 2, 3, 4].map((days) => ({ days, isOver: true })))
    expect(survivalQuantile(all, 0.5)).toBe(2)
  })
})

describe('a forecast', () => {
  const steady = facts(
    Array.from({ length: 40 }, (_, n) => {
      const month = String((n % 12) + 1).padStart(2, '0')
      const year = 2023 + Math.floor(n / 12)
      return initiative(`i${n}`, [
        '2022-12-01 start feedback active',
        ...(n < 36 ? [`${year}-${month}-15 advance appropriation active`] : []),
      ])
    }),
  )

  test('of one arrival every month says one for each month, never more than are on their way', () => {
    const content = ask({ asOf: '2025-12-31' }, steady)
    const table = tableOf(content, 'forecast', 'forecast')
    expect(table.rows.map(valuesOf)).toEqual([
      [3, 3, 3],
      [4, 4, 4],
      [4, 4, 4],
    ])
    expect(sectionOf(content, 'forecast').notes.map(({ key }) => key)).toEqual(['is_a_forecast', 'forecast_sentence'])
  })

  test('answers the same to the same question', () => {
    const asked = () => JSON.stringify(sectionOf(ask({ asOf: '2025-06-30' }, steady), 'forecast'))
    expect(asked()).toBe(asked())
  })
})

describe('fiscal years', () => {
  test.each([
    ['2026-03-31', '04-01', 2025, '2025-2026'],
    ['2026-04-01', '04-01', 2026, '2026-2027'],
    ['2026-06-30', '07-01', 2025, '2025-2026'],
    ['2024-02-29', '01-01', 2024, '2024'],
    ['2023-02-28', '02-29', 2022, '2022-2023'],
  ])('%s, when they begin on %s', (day, start, year, name) => {
    expect([fiscalYearOf(day, start), fiscalName(year, start)]).toEqual([year, name])
  })

  test('hold leap days', () => {
    expect(fiscalYear(2023, '03-01')).toEqual({ from: '2023-03-01', until: '2024-02-29' })
    expect(monthEnds('2024-01-15', '2024-03-30')).toEqual(['2024-01-31', '2024-02-29'])
    expect(yearEnds('2023-06-01', '2024-02-29', '03-01')).toEqual(['2024-02-29'])
  })
})
