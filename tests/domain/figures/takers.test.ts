import { describe, expect, test } from 'vitest'
import { contentOf } from '../../../src/domain/figures/content.ts'
import type {
  AdjustmentFact,
  AdoptionFact,
  AdoptionStepFact,
  FeedbackFact,
  IndicatorFact,
  IndicatorValueFact,
  InitiativeFacts,
  PilotFact,
  TerritoryFact,
} from '../../../src/domain/figures/facts.ts'
import type { ReportQuery, SectionCode } from '../../../src/domain/report.ts'
import { figureOf, queryOf, rowOf, sectionOf, tableOf, valueOf, valuesOf } from '../../figures/asking.ts'
import { facts, initiative, noon } from './facts.ts'

// The report is of 31 March 2026, for the year before it (tests/figures/asking.ts).

const NOW = new Date('2026-06-01T12:00:00Z')
const started = ['2024-01-01 start emergence active', '2024-06-01 advance feedback active']

const pilot = (days: string, more: Partial<PilotFact> = {}): PilotFact => {
  const [state, startsOn, endsOn] = days.split(' ') as [PilotFact['state'], string, string]
  return { state, hasBegun: state !== 'planned', startsOn, endsOn, recordedAt: noon(startsOn), feedback: [], ...more }
}
const said = (on: string, adequacy: FeedbackFact['adequacy'], more: Partial<FeedbackFact> = {}): FeedbackFact => ({
  takerKind: 'adopter',
  way: 'link',
  adequacy,
  on,
  recordedAt: noon(on),
  voidAt: null,
  ...more,
})
const step = (words: string, more: Partial<AdoptionStepFact> = {}): AdoptionStepFact => {
  const [on, status] = words.split(' ') as [string, AdoptionStepFact['status']]
  return { status, on, sequence: 1, recordedAt: noon(on), voidAt: null, ...more }
}
const adoption = (steps: (string | AdoptionStepFact)[], more: Partial<AdoptionFact> = {}): AdoptionFact => ({
  takerKind: 'adopter',
  territoryId: null,
  fidelity: null,
  people: null,
  tellsAll: true,
  steps: steps.map((one, at) => (typeof one === 'string' ? step(one, { sequence: at + 1 }) : one)),
  ...more,
})
const many = <One>(count: number, one: One): One[] => Array.from({ length: count }, () => one)

const asked = (initiatives: InitiativeFacts[], query: Partial<ReportQuery> = {}, more = {}) =>
  contentOf(facts(initiatives, more), queryOf(query), NOW)
const figures = (content: ReturnType<typeof asked>, section: SectionCode) =>
  Object.fromEntries(sectionOf(content, section).figures.map(({ code, value }) => [code, value]))
const rows = (content: ReturnType<typeof asked>, section: SectionCode, table: string) =>
  tableOf(content, section, table).rows.map(valuesOf)

describe('pilots', () => {
  const those = [
    initiative('a', started, {
      pilots: [
        pilot('finished 2025-01-10 2025-02-09'),
        pilot('finished 2025-05-01 2025-05-11'),
        pilot('finished 2026-02-01 2026-04-30'),
        pilot('planned 2026-09-01 2026-10-01', { recordedAt: noon('2026-03-20') }),
      ],
    }),
    initiative('b', started, {
      pilots: [
        pilot('running 2026-03-31 2026-06-30'),
        pilot('given_up 2025-11-01 2025-11-21'),
        pilot('given_up 2026-05-01 2026-01-15', { hasBegun: false, recordedAt: noon('2025-12-01') }),
        pilot('planned 2026-09-01 2026-10-01', { recordedAt: noon('2026-04-20') }),
      ],
    }),
  ]

  test('stand on the day of the report where their days say, and are counted once they were planned', () => {
    const content = asked(those)
    expect(figures(content, 'pilots')).toEqual({
      pilots_planned: 1,
      // One was finished since, and ran on that day.
      pilots_running: 2,
      pilots_finished: 2,
      pilots_given_up: 2,
      pilots_begun: 4,
      pilots_ended: 1,
      // 30 days and 10 days.
      pilot_days: 20,
    })
    expect(rows(content, 'pilots', 'pilots')).toEqual([
      [1, null, 1],
      [2, 4, 2],
      [2, 1, 1],
      [2, 2, 1],
    ])
    expect(content.slices['trials.running']!.map((at) => content.initiatives[at]!.slug)).toEqual(['a', 'b'])
  })

  test('stood otherwise on an earlier day', () => {
    const day = { asOf: '2025-05-05', period: { from: '2025-01-01', until: '2025-05-05' } }
    expect(figures(asked(those, day), 'pilots')).toMatchObject({
      pilots_planned: 0,
      pilots_running: 1,
      pilots_finished: 1,
      pilots_given_up: 0,
    })
    expect(figures(asked(those, { ...day, asOf: '2026-01-10' }), 'pilots')).toMatchObject({ pilots_planned: 1 })
  })

  test('have no length as long as none is finished', () => {
    expect(figureOf(asked([initiative('a', started)]), 'pilots', 'pilot_days')).toMatchObject({
      value: null,
      why: 'no_pilot',
    })
  })
})

describe('feedback', () => {
  const heard = (feedback: FeedbackFact[]) => [
    initiative('a', started, { pilots: [pilot('running 2025-04-01 2026-06-30', { feedback })] }),
  ]

  test('is counted by kind, by way and by adequacy, when it was given in the period and stands', () => {
    const content = asked(
      heard([
        ...many(12, said('2025-05-01', 5)),
        ...many(8, said('2025-06-01', 4, { way: 'paper', takerKind: 'beneficiary' })),
        ...many(5, said('2025-07-01', 2, { way: 'account', takerKind: 'beneficiary' })),
        ...many(5, said('2025-07-01', null)),
        said('2025-03-31', 1),
        said('2026-04-01', 1),
        said('2025-08-01', 1, { voidAt: noon('2025-08-02') }),
      ]),
    )
    expect(figures(content, 'feedback')).toEqual({
      feedback: 30,
      feedback_initiatives: 1,
      // (12 × 5 + 8 × 4 + 5 × 2) / 25
      adequacy: 4.1,
    })
    expect(figureOf(content, 'feedback', 'adequacy').said).toEqual({ word: 'words.adequacy.4' })
    expect(rows(content, 'feedback', 'feedback_by_kind')).toEqual([
      [17, (100 * 17) / 30],
      [13, (100 * 13) / 30],
    ])
    expect(rows(content, 'feedback', 'feedback_by_way').map(([count]) => count)).toEqual([5, 17, 8, 0])
    expect(rows(content, 'feedback', 'feedback_by_adequacy').map(([count]) => count)).toEqual([0, 5, 0, 8, 12, 5])
    expect(sectionOf(content, 'feedback').notes).toEqual([{ key: 'feedback_counted' }])
  })

  test('of fewer than five is not broken down, nor what would tell them', () => {
    const content = asked(heard([...many(6, said('2025-05-01', 5)), said('2025-05-01', 1, { way: 'paper' })]))
    expect(figures(content, 'feedback')).toMatchObject({ feedback: 7, adequacy: 4 })
    expect(rows(content, 'feedback', 'feedback_by_way').map(([count]) => count)).toEqual([0, null, null, 0])
    expect(rows(content, 'feedback', 'feedback_by_adequacy').map(([count]) => count)).toEqual([null, 0, 0, 0, null, 0])
    expect(sectionOf(content, 'feedback').notes).toContainEqual({ key: 'small_groups', params: { fewest: 5 } })
  })

  test('of four in all says that there are four, and nothing else', () => {
    const content = asked(heard(many(4, said('2025-05-01', 5))))
    expect(figures(content, 'feedback')).toMatchObject({ feedback: 4, adequacy: null })
    for (const table of ['feedback_by_kind', 'feedback_by_way', 'feedback_by_adequacy'])
      expect(
        rows(content, 'feedback', table)
          .flat()
          .filter((value) => value !== null),
      ).toEqual([])
  })

  test('stands beside what was said before, nothing included', () => {
    const compare = { asOf: '2025-03-31', period: { from: '2024-04-01', until: '2025-03-31' } }
    const content = asked(heard(many(9, said('2025-05-01', 5))), { compare })
    const table = tableOf(content, 'feedback', 'feedback_by_adequacy')
    expect(rowOf(table, { word: 'words.adequacy.5' })[1]).toMatchObject({ value: 9, compared: 0 })
  })

  test('leads to initiatives as a whole only', () => {
    const content = asked(heard(many(9, said('2025-05-01', 5))))
    const { tables } = sectionOf(content, 'feedback')
    expect(tables.flatMap((table) => table.rows.flat()).filter(({ slice }) => slice)).toEqual([])
    expect(content.slices['feedback']).toEqual([0])
  })
})

describe('adjustments', () => {
  const adjusted = (words: string, saidOn: string | null = null): AdjustmentFact => {
    const [state, decidedOn, doneOn] = words.split(' ') as [AdjustmentFact['state'], string, string | undefined]
    return { state, decidedOn, doneOn: doneOn ?? null, recordedAt: noon(decidedOn), saidOn }
  }
  const those = [
    initiative('a', started, {
      adjustments: [
        adjusted('done 2025-05-11 2025-06-01', '2025-05-01'),
        // Done after the day of the report.
        adjusted('done 2026-03-01 2026-04-02', '2026-02-09'),
        adjusted('done 2025-01-01 2025-02-01'),
      ],
    }),
    initiative('b', started, {
      adjustments: [adjusted('refused 2025-09-01', '2025-08-02'), adjusted('decided 2026-04-01', '2026-03-01')],
    }),
  ]

  test('are decided, done or refused, and traced to what was said', () => {
    const content = asked(those)
    expect(figures(content, 'adjustments')).toEqual({
      adjustments_decided: 1,
      adjustments_done: 2,
      adjustments_refused: 1,
      adjustments_traced: 75,
      // 10, 20 and 30 days.
      adjustment_days: 20,
    })
    expect(rows(content, 'adjustments', 'adjustments')).toEqual([
      [1, 1, 1, 1],
      [2, 1, 1, 1],
      [1, 1, 1, 1],
    ])
    expect(valuesOf(tableOf(content, 'adjustments', 'adjustments').total!)).toEqual([4, 3, 3, 2])
  })
})

describe('indicators', () => {
  const value = (words: string, more: Partial<IndicatorValueFact> = {}): IndicatorValueFact => {
    const [on, kind, amount] = words.split(' ') as [string, IndicatorValueFact['kind'], string]
    return { on, kind, value: Number(amount), recordedAt: noon(on), voidAt: null, ...more }
  }
  const indicator = (values: IndicatorValueFact[], more: Partial<IndicatorFact> = {}): IndicatorFact => ({
    benefits: 'collective',
    isMoreBetter: true,
    recordedAt: noon('2025-01-01'),
    values,
    ...more,
  })
  const measured = [
    initiative('a', started, {
      indicators: [
        indicator([value('2025-01-01 baseline 10'), value('2025-06-01 result 8'), value('2026-01-01 result 12.5')]),
        indicator([value('2025-01-01 baseline 10'), value('2025-06-01 result 8'), value('2026-05-01 result 12')]),
        indicator([value('2025-01-01 baseline 10'), value('2025-06-01 result 8')], { isMoreBetter: false }),
        indicator([value('2025-06-01 result 8')], { benefits: 'individual' }),
      ],
    }),
    initiative('b', started, {
      indicators: [
        indicator([value('2025-01-01 baseline 1'), value('2025-01-01 target 9')]),
        indicator(
          [
            value('2025-01-01 baseline 3', { voidAt: noon('2026-02-01') }),
            value('2025-01-01 baseline 4', { recordedAt: noon('2026-02-01') }),
            value('2025-06-01 result 4'),
          ],
          { benefits: 'individual' },
        ),
      ],
    }),
  ]

  test('are compared with their baseline, in the direction that is wished for', () => {
    const content = asked(measured)
    expect(figures(content, 'indicators')).toEqual({
      indicators: 6,
      indicators_compared: 4,
      indicators_improved: 2,
      benefit_measured: 1,
    })
    expect(rows(content, 'indicators', 'indicators')).toEqual([
      [4, 3, 2, 0, 1, 2],
      [2, 1, 0, 1, 0, 2],
    ])
  })

  test('are compared by what was known then', () => {
    const content = asked(measured, { knownAt: '2026-01-31T00:00:00.000Z' })
    expect(rows(content, 'indicators', 'indicators')[1]).toEqual([2, 1, 1, 0, 0, 2])
  })
})

describe('adoptions', () => {
  const place = (code: string, path: string, kind: TerritoryFact['kind']): TerritoryFact => ({
    code,
    name: code,
    kind,
    path,
  })
  const territories = new Map([
    ['r', place('Rive', '/r/', 'region')],
    ['r1', place('Rive-Nord', '/r/r1/', 'municipality')],
    ['s', place('Sommet', '/s/', 'region')],
  ])
  const adopted = [
    initiative('a', started, {
      adoptions: [
        adoption(['2025-01-01 considered', '2025-05-01 trial', '2025-12-01 integrated'], {
          territoryId: 'r1',
          fidelity: 'adapted',
          people: 40,
        }),
        adoption(['2024-05-01 integrated'], { territoryId: 's', fidelity: 'as_is', people: 100 }),
        adoption(['2025-06-01 trial'], { takerKind: 'beneficiary', territoryId: 'r', people: null }),
        adoption(['2025-06-01 trial', '2026-01-01 abandoned'], { people: 7 }),
      ],
    }),
    initiative('b', started, {
      adoptions: [
        adoption(['2025-06-01 considered']),
        adoption(['2025-02-01 integrated'], { territoryId: 's', people: 5 }),
        adoption(['2026-03-01 intent', '2026-04-01 integrated'], { territoryId: 'r' }),
      ],
    }),
  ]
  const where = { territories }
  const row = (content: ReturnType<typeof asked>, status: string) =>
    valuesOf(rowOf(tableOf(content, 'adoptions', 'adoptions'), { word: `words.adoption_status.${status}` }))

  test('stand where their last step by the day leaves them', () => {
    const content = asked(adopted, {}, where)
    expect(figures(content, 'adoptions')).toEqual({
      adoptions_integrated: 3,
      adoptions_new: 1,
      adoptions_abandoned: 1,
      people_reached: 145,
      spread: 1,
      social_innovations: 0,
    })
    expect(row(content, 'considered')).toEqual([1, 0, 1, 1])
    expect(row(content, 'intent')).toEqual([1, 0, 1, 1])
    expect(row(content, 'trial')).toEqual([0, 1, 1, 1])
    expect(row(content, 'integrated')).toEqual([3, 0, 3, 2])
    expect(row(content, 'abandoned')).toEqual([1, 0, 1, 1])
    expect(sectionOf(content, 'adoptions').notes[0]).toEqual({ key: 'people_said', params: { said: 3, many: 4 } })
  })

  test('are told by fidelity and by region, and which initiatives spread', () => {
    const content = asked(adopted, {}, where)
    expect(rows(content, 'adoptions', 'adoptions_by_fidelity')).toEqual([
      [0, 1],
      [0, 1],
      [0, 0],
      [1, 1],
    ])
    const regions = tableOf(content, 'adoptions', 'adoptions_by_region')
    expect(regions.rows.map(([label, ...cells]) => [label!.label, ...cells.map(({ value }) => value)])).toEqual([
      [{ text: 'Rive' }, 2, 1, 40, 2],
      [{ text: 'Sommet' }, 0, 2, 105, 2],
      [{ word: 'figures.label.unsaid' }, 1, 0, 0, 1],
    ])
    const spread = tableOf(content, 'adoptions', 'spread')
    expect(spread.rows.map((cells) => [cells[0]!.label, ...valuesOf(cells)])).toEqual([
      [{ initiative: { slug: 'a', title: 'A' } }, 2, 2],
    ])
    expect(content.slices['spread']).toEqual([0])
  })

  test('of a place that lies in no region stand under that place', () => {
    const country = new Map([['c', place('Pays', '/c/', 'country')]])
    const those = [initiative('c', started, { adoptions: [adoption(['2025-06-01 trial'], { territoryId: 'c' })] })]
    const { rows: told } = tableOf(asked(those, {}, { territories: country }), 'adoptions', 'adoptions_by_region')
    expect(told.map(([label]) => label!.label)).toEqual([{ text: 'Pays' }])
  })

  test('as of a day before, and beside another date', () => {
    const before = { asOf: '2025-05-31', period: { from: '2025-01-01', until: '2025-05-31' } }
    const content = asked(adopted, { compare: before }, where)
    expect(figureOf(content, 'adoptions', 'adoptions_integrated')).toMatchObject({ value: 3, compared: 2 })
    expect(figureOf(content, 'adoptions', 'spread')).toMatchObject({ value: 1, compared: 0 })
    const table = tableOf(content, 'adoptions', 'adoptions')
    expect(rowOf(table, { word: 'words.adoption_status.trial' })[3]).toMatchObject({ value: 1, compared: 1 })
  })

  test('who hesitates or gave up is not told to those who may not know', () => {
    const hidden = adopted.map((it) => ({ ...it, adoptions: it.adoptions.map((one) => ({ ...one, tellsAll: false })) }))
    const content = asked(hidden, {}, { ...where, hesitations: 'none' })
    const table = tableOf(content, 'adoptions', 'adoptions')
    expect(table.rows.map(([label]) => label!.label)).toEqual(
      ['intent', 'trial', 'integrated'].map((status) => ({ word: `words.adoption_status.${status}` })),
    )
    expect(valueOf(table, table.rows[2]!, 'adoptions')).toBe(3)
    expect(figureOf(content, 'adoptions', 'adoptions_abandoned')).toMatchObject({ value: null, why: 'not_told' })
    expect(sectionOf(content, 'adoptions').notes).toContainEqual({ key: 'hesitations_none' })
    // What it was known to be until then is said by nobody either: the step before was a hesitation.
    const early = asked(hidden, { asOf: '2025-04-01' }, { ...where, hesitations: 'none' })
    expect(figures(early, 'adoptions')).toMatchObject({ adoptions_integrated: 2 })
  })

  test('make a social innovation, with a collective benefit that is measured, on record or stated', () => {
    const measured: IndicatorFact = {
      benefits: 'collective',
      isMoreBetter: true,
      recordedAt: noon('2025-01-01'),
      values: [{ kind: 'result', value: 3, on: '2025-12-01', recordedAt: noon('2025-12-01'), voidAt: null }],
    }
    const stated = (code: 'A1' | 'A6', on: string, voidAt: number | null = null) => ({
      code,
      on,
      recordedAt: noon(on),
      voidAt,
    })
    const used = (since: string) => adoption([`${since} trial`], { takerKind: 'beneficiary' })
    const those = [
      initiative('a', started, { adoptions: [adoption(['2025-06-01 integrated'])], indicators: [measured] }),
      initiative('b', started, { adoptions: [used('2025-09-30')], statements: [stated('A6', '2026-01-01')] }),
      // Used for less than six months.
      initiative('c', started, { adoptions: [used('2025-10-01')], indicators: [measured] }),
      initiative('d', started, { statements: [stated('A1', '2026-01-01'), stated('A6', '2026-02-01')] }),
      initiative('e', started, {
        statements: [stated('A1', '2026-01-01'), stated('A6', '2026-02-01', noon('2026-05-01'))],
      }),
      initiative('f', started, { adoptions: [adoption(['2025-06-01 integrated'])] }),
    ]
    const found = (query: Partial<ReportQuery> = {}) => {
      const content = asked(those, query)
      const at = content.slices['social_innovations'] ?? []
      expect(figureOf(content, 'adoptions', 'social_innovations').value).toBe(at.length)
      return at.map((one) => content.initiatives[one]!.slug)
    }
    expect(found()).toEqual(['a', 'b', 'd'])
    expect(found({ knownAt: '2026-04-15T00:00:00.000Z' })).toEqual(['a', 'b', 'd', 'e'])
    expect(found({ asOf: '2026-01-15' })).toEqual(['a'])
  })

  test('a correction counts from the instant it was entered, and is told as one', () => {
    const wrong = step('2026-02-01 integrated', { sequence: 2, voidAt: noon('2026-05-02') })
    const right = step('2026-04-02 integrated', { sequence: 3, recordedAt: noon('2026-05-02'), insteadOf: wrong })
    const those = [initiative('c', started, { adoptions: [adoption(['2025-06-01 trial', wrong, right])] })]
    const knownAt = '2026-04-10T00:00:00.000Z'
    expect(figures(asked(those, { knownAt }), 'adoptions')).toMatchObject({ adoptions_integrated: 1, adoptions_new: 1 })
    expect(figures(asked(those), 'adoptions')).toMatchObject({ adoptions_integrated: 0, adoptions_new: 0 })
    const [change] = tableOf(asked(those, { knownAt }), 'corrections', 'corrections').rows
    expect(change!.map(({ label }) => label).slice(2, 7)).toEqual([
      { word: 'figures.change.adoption' },
      { word: 'words.adoption_status.integrated' },
      { day: '2026-02-01' },
      { word: 'words.adoption_status.integrated' },
      { day: '2026-04-02' },
    ])
    expect(figureOf(asked(those), 'corrections', 'corrections').value).toBe(0)
  })
})
