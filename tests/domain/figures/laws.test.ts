import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf } from '../../../src/domain/figures/content.ts'
import { dayOf, numberOf } from '../../../src/domain/figures/days.ts'
import { definitions } from '../../../src/domain/figures/definitions.ts'
import type { InitiativeFacts, MoveFact } from '../../../src/domain/figures/facts.ts'
import { type Passage, replay, standing } from '../../../src/domain/history.ts'
import { decide, type Move, moveEvents, type Position, stages } from '../../../src/domain/lifecycle.ts'
import { type Content, sectionCodes } from '../../../src/domain/report.ts'
import { catalogues } from '../../../src/platform/i18n/catalogues.ts'
import { queryOf, sectionOf, tableOf, valueOf, valuesOf } from '../../figures/asking.ts'
import { facts, initiative, noon } from './facts.ts'

const FIRST = numberOf('2024-06-01')

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
const anyTry = fc.record({ move: anyMove, after: fc.nat(120), correctedAfter: fc.option(fc.nat(200), { freq: 4 }) })
const anyHistory = fc.record({ start: anyStart, begins: fc.nat(400), tries: fc.array(anyTry, { maxLength: 25 }) })
const anyPortfolio = fc.array(anyHistory, { maxLength: 8 })

/** A history as the machine allows it; some moves were entered a week late and corrected to that day afterwards. */
function lived(id: number, { start, begins, tries }: typeof anyHistory extends fc.Arbitrary<infer T> ? T : never) {
  let position: Position = start
  let on = FIRST + begins
  const moves: MoveFact[] = [fact('start', position, on, 0)]
  for (const { move, after, correctedAfter } of tries) {
    const decision = decide(position, 'history', move)
    if (!decision.allowed) continue
    on += after + 1
    position = decision.next
    const sequence = moves.length
    const one = fact(move.type, position, on, sequence)
    if (correctedAfter !== null) {
      const wrong = { ...one, on: dayOf(on - 1), recordedAt: noon(dayOf(on)) }
      one.recordedAt = noon(dayOf(on + 1 + correctedAfter))
      one.insteadOf = wrong
      wrong.voidAt = one.recordedAt
      moves.push(wrong)
    }
    moves.push(one)
  }
  return initiative(`i${String(id).padStart(2, '0')}`, moves)
}

function fact(event: MoveFact['event'], { stage, status }: Position, on: number, sequence: number): MoveFact {
  const day = dayOf(on)
  const endingKind = event === 'discontinue' ? ('stopped' as const) : null
  return { event, stage, status, on: day, sequence, endingKind, recordedAt: noon(day), voidAt: null }
}

const query = queryOf({ asOf: '2026-03-31', period: { from: '2025-04-01', until: '2026-03-31' } })
const ask = (initiatives: InitiativeFacts[], more: Partial<typeof query> = {}) =>
  contentOf(facts(initiatives), { ...query, ...more }, new Date('2030-01-01T00:00:00Z'))

describe('whatever the histories', () => {
  const check = (say: (initiatives: InitiativeFacts[]) => void) =>
    fc.assert(
      fc.property(anyPortfolio, (histories) => say(histories.map((history, id) => lived(id, history)))),
      { numRuns: 150 },
    )

  test('the stock at the end is the stock on the eve and what flowed in between', () => {
    check((initiatives) => {
      const content = ask(initiatives)
      const table = tableOf(content, 'flow', 'flow_balance')
      const on = (asOf: string) => tableOf(ask(initiatives, { asOf }), 'stock', 'stock')
      const running = (asOf: string) => on(asOf).rows.map((row) => Number(row[1]!.value) + Number(row[2]!.value))
      for (const row of table.rows) {
        const [opening, came, went, closing] = valuesOf(row) as number[]
        expect(closing).toBe(opening! + came! - went!)
      }
      expect(table.rows.map((row) => valueOf(table, row, 'opening'))).toEqual(running('2025-03-31'))
      expect(table.rows.map((row) => valueOf(table, row, 'closing'))).toEqual(running('2026-03-31'))
    })
  })

  test('parts add up to the whole, and each count is that of those behind it', () => {
    check((initiatives) => {
      const content = ask(initiatives)
      const stock = tableOf(content, 'stock', 'stock')
      for (const [at] of stock.columns.slice(1).entries())
        expect(stock.rows.reduce((sum, row) => sum + Number(row[at + 1]!.value), 0)).toBe(stock.total![at + 1]!.value)
      for (const { tables, figures } of content.sections) {
        for (const figure of figures.filter(({ unit }) => unit === 'initiatives')) countsWhoIsBehind(content, figure)
        for (const { columns, rows } of tables)
          for (const row of rows)
            for (const [at, cell] of row.entries())
              if (columns[at]!.unit === 'initiatives') countsWhoIsBehind(content, cell)
      }
    })
  })

  test('a naive replay of the rows that were known says the same of each', () => {
    check((initiatives) => {
      for (const knownAt of ['2025-09-01T00:00:00.000Z', '2029-01-01T00:00:00.000Z']) {
        const { initiatives: told } = ask(initiatives, { knownAt })
        const naive = initiatives.flatMap(({ slug, moves }) => {
          const rows = moves.filter(({ recordedAt }) => recordedAt <= Date.parse(knownAt))
          // What was corrected to a later day did not happen before it: what stands is looked for first.
          const happened = standing(rows.map((move) => passageOf(move, rows)))
          const replayed = replay(happened.filter(({ effectiveOn }) => effectiveOn <= query.asOf))
          return replayed ? [{ slug, ...replayed.position, stageSince: replayed.stageSince }] : []
        })
        expect(told.map(({ slug, stage, status, stageSince }) => ({ slug, stage, status, stageSince }))).toEqual(naive)
      }
    })
  })

  test('what was known at an instant gives the same bytes whatever is entered later', () => {
    check((initiatives) => {
      const knownAt = '2025-09-01T00:00:00.000Z'
      const blocks = sectionCodes.filter((code) => code !== 'corrections').map((section) => ({ section }))
      const then = initiatives.map((it) => ({
        ...it,
        moves: it.moves
          .filter(({ recordedAt }) => recordedAt <= Date.parse(knownAt))
          .map((move) =>
            move.voidAt !== null && move.voidAt > Date.parse(knownAt) ? { ...move, voidAt: null } : move,
          ),
      }))
      expect(JSON.stringify(ask(initiatives, { knownAt, blocks }))).toBe(JSON.stringify(ask(then, { knownAt, blocks })))
    })
  })
})

function countsWhoIsBehind(content: Content, { value, slice }: { value?: unknown; slice?: string }) {
  if (slice) expect(content.slices[slice]).toHaveLength(Number(value))
}

/** As the domain's history reads rows: each with its own id, and that of the one whose place it takes. */
function passageOf(move: MoveFact, rows: readonly MoveFact[]): Passage {
  const { event, stage, status, on, sequence, insteadOf } = move
  const previous = rows.filter((one) => one.sequence < sequence).toSorted((a, b) => b.sequence - a.sequence)[0]
  const from = previous ? { stage: previous.stage, status: previous.status } : null
  const id = String(rows.indexOf(move))
  const supersedesId = insteadOf ? String(rows.indexOf(insteadOf)) : null
  return { id, event, from, to: { stage, status }, effectiveOn: on, sequence, supersedesId }
}

test('every figure and table has its words in French and in English', () => {
  const content = ask([lived(0, { start: { stage: 'emergence', status: 'active' }, begins: 0, tries: [] })])
  const codes = new Set(definitions.map(({ code }) => code))
  for (const section of content.sections) {
    const used = [
      ...section.figures.map(({ code }) => code),
      ...section.tables.flatMap(({ columns }) => columns.flatMap(({ figure }) => figure ?? [])),
    ]
    expect(used.filter((code) => !codes.has(code))).toEqual([])
    for (const { figures: words } of Object.values(catalogues) as {
      figures: Record<string, Record<string, unknown>>
    }[]) {
      expect(section.tables.filter(({ code }) => !words.table![code])).toEqual([])
      expect(section.charts.filter(({ code }) => !words.chart![code])).toEqual([])
      expect(section.notes.filter(({ key }) => !words.note![key])).toEqual([])
      expect(
        section.tables.flatMap(({ columns }) => columns.filter(({ code, label }) => !label && !words.column![code])),
      ).toEqual([])
    }
  }
  for (const { figures: words } of Object.values(catalogues) as { figures: Record<string, Record<string, unknown>> }[])
    for (const { code, source } of definitions) {
      expect(words[code]).toMatchObject({ name: expect.any(String), formula: expect.any(String) })
      expect(words.source![source]).toEqual(expect.any(String))
    }
  expect(sectionOf(content, 'annex').tables).toHaveLength(1)
})
