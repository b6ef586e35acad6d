import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Passage, replay } from '../../src/domain/history.ts'
import { type Stage, stages, statuses } from '../../src/domain/lifecycle.ts'
import { type History, historyOf } from '../../src/imports/history.ts'
import type { Waypoint } from '../../src/imports/said.ts'
import { placeOf } from '../../src/imports/vocabulary.ts'

const TODAY = '2026-03-02'

/** `2020-01-01 emergence/active` … one waypoint per line. */
function waypoints(...lines: string[]): Waypoint[] {
  return lines.map((text, index) => {
    const [on = '', code = ''] = text.split(' ')
    return {
      line: index + 2,
      place: placeOf(code),
      on,
      order: index,
      reason: '',
      lessons: '',
      column: 'phase',
      value: code,
    }
  })
}

const told = (...lines: string[]): History =>
  historyOf(waypoints(...lines), { today: TODAY, passages: [], isWhole: true })
const movesIn = ({ steps }: History) => steps.map(({ event, on, to }) => `${on} ${event} ${to.stage}/${to.status}`)
const saysOf = ({ verdicts }: History) => verdicts.map((one) => ('fault' in one ? one.fault.reason : one.outcome))

function passagesOf({ steps }: History): Passage[] {
  return steps.map(({ on, ...step }, index) => ({
    ...step,
    id: String(index),
    effectiveOn: on,
    sequence: index + 1,
    supersedesId: null,
  }))
}

describe('dated phases become moves of the machine', () => {
  test('the first starts, the next advance, one further on skips, one before sends back', () => {
    const history = told(
      '2020-01-01 emergence/active',
      '2020-02-01 mobilisation/active',
      '2020-03-01 appropriation/active',
      '2020-04-01 feedback/active',
    )
    expect(movesIn(history)).toEqual([
      '2020-01-01 start emergence/active',
      '2020-02-01 advance mobilisation/active',
      '2020-03-01 skip appropriation/active',
      '2020-04-01 send_back feedback/active',
    ])
  })

  test('an ending keeps the last stage reached, with its kind', () => {
    const history = told('2020-01-01 mobilisation/active', '2020-02-01 same/discontinued/stopped')
    expect(movesIn(history)).toEqual([
      '2020-01-01 start mobilisation/active',
      '2020-02-01 discontinue mobilisation/discontinued',
    ])
    expect(history.steps[1]?.endingKind).toBe('stopped')
  })

  test('an ending that comes first starts at its stage and ends the same day', () => {
    const history = told('2020-01-01 emergence/discontinued/inconclusive')
    expect(movesIn(history)).toEqual([
      '2020-01-01 start emergence/active',
      '2020-01-01 discontinue emergence/discontinued',
    ])
  })

  test('two phases of the same day follow the path, whatever the order of the file', () => {
    expect(movesIn(told('2020-01-01 mobilisation/active', '2020-01-01 emergence/active'))).toEqual([
      '2020-01-01 start emergence/active',
      '2020-01-01 advance mobilisation/active',
    ])
  })

  test('« last stage reached » before any stage is refused: nothing says which', () => {
    expect(saysOf(told('2020-01-01 same/discontinued/stopped'))).toEqual(['stage-never-reached'])
  })

  test('sustained or transferred from an earlier stage is two moves of the same day', () => {
    expect(movesIn(told('2020-01-01 emergence/active', '2020-02-01 appropriation/sustained')).slice(1)).toEqual([
      '2020-02-01 skip appropriation/active',
      '2020-02-01 sustain appropriation/sustained',
    ])
    expect(movesIn(told('2020-01-01 feedback/active', '2020-02-01 appropriation/transferred')).slice(1)).toEqual([
      '2020-02-01 advance appropriation/active',
      '2020-02-01 transfer appropriation/transferred',
    ])
  })

  test('a phase after an ending reopens first, and moves if the stage differs', () => {
    const history = told(
      '2020-01-01 mobilisation/active',
      '2020-02-01 same/discontinued/stopped',
      '2020-03-01 emergence/active',
    )
    expect(movesIn(history).slice(2)).toEqual([
      '2020-03-01 reopen mobilisation/active',
      '2020-03-01 send_back emergence/active',
    ])
  })

  test('what would take more than two moves of one day is refused, and the next phase is judged from before it', () => {
    const history = told(
      '2020-01-01 emergence/active',
      '2020-02-01 same/discontinued/stopped',
      '2020-03-01 appropriation/transferred',
      '2020-04-01 emergence/active',
    )
    expect(saysOf(history)).toEqual(['moved', 'moved', 'impossible-move', 'moved'])
    expect(movesIn(history).at(-1)).toBe('2020-04-01 reopen emergence/active')
  })

  test('the same position twice in a row is refused, saying so', () => {
    expect(saysOf(told('2020-01-01 emergence/active', '2020-02-01 emergence/active'))).toEqual([
      'moved',
      'same-position',
    ])
  })

  test('the day decides, then the path, then the order of the file, then the line', () => {
    const [later, earlier] = waypoints('2020-02-01 mobilisation/active', '2020-01-01 emergence/active')
    const history = historyOf([later!, earlier!], { today: TODAY, passages: [], isWhole: true })
    expect(movesIn(history)).toEqual(['2020-01-01 start emergence/active', '2020-02-01 advance mobilisation/active'])
    const [first, second] = waypoints('2020-01-01 emergence/active', '2020-01-01 emergence/active')
    const turned = historyOf(
      [
        { ...first!, order: 2, reason: 'seconde' },
        { ...second!, order: 1, reason: 'première' },
      ],
      { today: TODAY, passages: [], isWhole: true },
    )
    expect(turned.steps.map(({ reason }) => reason)).toEqual(['première'])
    expect(saysOf(turned)).toContain('same-position')
  })

  test('a phase after today is planned, never a move; one that starts there is refused', () => {
    const history = told(
      '2020-01-01 emergence/active',
      '2026-03-03 mobilisation/active',
      '2026-04-01 same/discontinued/stopped',
    )
    expect(saysOf(history)).toEqual(['moved', 'planned', 'planned'])
    expect(history.planned.map(({ event, on }) => `${on} ${event}`)).toEqual([
      '2026-03-03 advance',
      '2026-04-01 discontinue',
    ])
    expect(saysOf(told('2026-03-03 emergence/active'))).toEqual(['starts-in-the-future'])
    expect(saysOf(told(`${TODAY} emergence/active`))).toEqual(['moved'])
  })
})

describe('a history that is on record', () => {
  const told = ['2020-01-01 emergence/active', '2020-02-01 mobilisation/active']
  const record = () => passagesOf(historyOf(waypoints(...told), { today: TODAY, passages: [], isWhole: true }))
  const again = (...lines: string[]) =>
    historyOf(waypoints(...lines), { today: TODAY, passages: record(), isWhole: true })

  test('told again changes nothing', () => {
    expect(again(...told)).toMatchObject({ steps: [], verdicts: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }] })
  })

  test('goes on with the phases that are new', () => {
    const history = again(...told, '2020-03-01 feedback/active')
    expect(movesIn(history)).toEqual(['2020-03-01 advance feedback/active'])
    expect(saysOf(history)).toEqual(['unchanged', 'unchanged', 'moved'])
  })

  test('is not rewritten when the file tells another one', () => {
    expect(saysOf(again('2020-01-05 emergence/active', '2020-02-01 mobilisation/active'))).toEqual([
      'history-differs',
      'history-differs',
    ])
  })

  test('without phases, only where it stands now counts, and a day before the last move is refused', () => {
    const now = (line: string) =>
      saysOf(historyOf(waypoints(line), { today: TODAY, passages: record(), isWhole: false }))
    expect(now('2020-02-01 mobilisation/active')).toEqual(['unchanged'])
    expect(now('2020-03-01 feedback/active')).toEqual(['moved'])
    expect(now('2020-01-20 feedback/active')).toEqual(['before-last-move'])
  })
})

describe('whatever a file tells', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-0${1 + (n % 4)}-${String(n).padStart(2, '0')}`)
  const waypoint = fc.record({
    place: fc.record({
      stage: fc.constantFrom<Stage | 'same'>(...stages, 'same'),
      status: fc.constantFrom(...statuses),
      endingKind: fc.constantFrom('stopped' as const, undefined),
    }),
    on: day,
    order: fc.integer({ min: 0, max: 3 }),
  })
  const history = fc.array(waypoint, { maxLength: 12 }).map((all) =>
    all.map(
      ({ place: { endingKind, ...place }, ...one }, index): Waypoint => ({
        ...one,
        place: { ...place, ...(endingKind ? { endingKind } : {}) },
        line: index + 2,
        reason: '',
        lessons: '',
        column: 'phase',
        value: '',
      }),
    ),
  )

  test('every row is accounted for exactly once, and the moves replay to one position', () => {
    fc.assert(
      fc.property(history, (lines) => {
        const result = historyOf(lines, { today: TODAY, passages: [], isWhole: true })
        const inOrder = result.verdicts.map(({ line }) => line).toSorted((a, b) => a - b)
        expect(inOrder).toEqual(lines.map(({ line }) => line))
        expect(result.steps.every(({ on }) => on <= TODAY)).toBe(true)
        expect(result.planned.every(({ on }) => on > TODAY)).toBe(true)
        const replayed = replay(passagesOf(result))
        expect(replayed?.position).toEqual(result.steps.at(-1)?.to)
      }),
    )
  })

  test('told twice, it adds nothing', () => {
    fc.assert(
      fc.property(history, (lines) => {
        const passages = passagesOf(historyOf(lines, { today: TODAY, passages: [], isWhole: true }))
        expect(historyOf(lines, { today: TODAY, passages, isWhole: true }).steps).toEqual([])
      }),
    )
  })
})
