import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adoptionStatuses, fidelities, spreadOf } from '../../../src/domain/adoptions.ts'
import { adequacies, feedbackWays, SMALLEST_GROUP } from '../../../src/domain/feedback.ts'
import { contentOf } from '../../../src/domain/figures/content.ts'
import { dayOf, numberOf } from '../../../src/domain/figures/days.ts'
import type {
  AdoptionFact,
  AdoptionStepFact,
  FeedbackFact,
  InitiativeFacts,
} from '../../../src/domain/figures/facts.ts'
import { takerKinds } from '../../../src/domain/roles.ts'
import { figureOf, queryOf, sectionOf, tableOf } from '../../figures/asking.ts'
import { facts, initiative, noon } from './facts.ts'

const FIRST = numberOf('2025-01-01')
const anyDay = fc.nat(500).map((days) => dayOf(FIRST + days))
const knownAt = '2025-12-01T00:00:00.000Z'
const started = ['2024-01-01 start feedback active']
const sections = ['pilots', 'feedback', 'adjustments', 'indicators', 'adoptions'] as const
const ask = (initiatives: InitiativeFacts[], more = {}) =>
  contentOf(
    facts(initiatives),
    queryOf({ blocks: sections.map((section) => ({ section })), ...more }),
    new Date('2030-01-01T00:00:00Z'),
  )

const anyFeedback = fc.record({
  takerKind: fc.constantFrom(...takerKinds),
  way: fc.constantFrom(...feedbackWays),
  adequacy: fc.constantFrom(...adequacies, null),
  on: anyDay,
  recordedAt: anyDay.map(noon),
  voidAt: fc.constant(null),
})
const anyStep = fc.record({
  status: fc.constantFrom(...adoptionStatuses),
  on: anyDay,
  recordedAt: anyDay.map(noon),
  correctedAfter: fc.option(fc.nat(200), { freq: 3 }),
})
const anyAdoption = fc.record({
  takerKind: fc.constantFrom(...takerKinds),
  territoryId: fc.constantFrom('a', 'b', null),
  fidelity: fc.constantFrom(...fidelities, null),
  people: fc.option(fc.nat(50)),
  tellsAll: fc.boolean(),
  steps: fc.array(anyStep, { maxLength: 5 }),
})

/** Some steps were entered as on the day before, and corrected since. */
function adopted({ steps, ...rest }: typeof anyAdoption extends fc.Arbitrary<infer T> ? T : never): AdoptionFact {
  const all = steps.flatMap(({ correctedAfter, ...step }, sequence): AdoptionStepFact[] => {
    if (correctedAfter === null) return [{ ...step, sequence, voidAt: null }]
    const recordedAt = step.recordedAt + (correctedAfter + 1) * 86_400_000
    const wrong = { ...step, on: dayOf(numberOf(step.on) - 1), sequence, voidAt: recordedAt }
    return [wrong, { ...step, sequence: sequence + 100, recordedAt, voidAt: null, insteadOf: wrong }]
  })
  return { ...rest, steps: all }
}
const anyInitiatives = fc.array(fc.array(anyAdoption, { maxLength: 6 }), { maxLength: 4 })
const living = (adoptions: AdoptionFact[][]) =>
  adoptions.map((own, at) => initiative(`i${at}`, started, { adoptions: own }))

test('whatever is said, no group of fewer than five is told, nor what is left out of a whole', () => {
  fc.assert(
    fc.property(fc.array(anyFeedback, { maxLength: 60 }), (feedback: FeedbackFact[]) => {
      const pilot = {
        state: 'running' as const,
        hasBegun: true,
        startsOn: '2025-01-01',
        endsOn: '2026-12-31',
        recordedAt: 0,
        feedback,
      }
      const content = ask([initiative('a', started, { pilots: [pilot] })])
      const whole = Number(figureOf(content, 'feedback', 'feedback').value)
      for (const { rows } of sectionOf(content, 'feedback').tables) {
        const told = rows.map(([, cell]) => cell!.value as number | null)
        const some = told.filter((value) => value !== null)
        expect(some.filter((value) => value > 0 && value < SMALLEST_GROUP)).toEqual([])
        const rest = whole - some.reduce((sum, value) => sum + value, 0)
        if (some.length < told.length && whole >= SMALLEST_GROUP) expect(rest).toBeGreaterThanOrEqual(SMALLEST_GROUP)
        if (whole > 0 && whole < SMALLEST_GROUP) expect(some).toEqual([])
      }
    }),
    { numRuns: 200 },
  )
})

test('what was known of adoptions at an instant gives the same bytes whatever is entered later', () => {
  fc.assert(
    fc.property(anyInitiatives, (wanted) => {
      const all = wanted.map((own) => own.map(adopted))
      const until = Date.parse(knownAt)
      const then = all.map((own) =>
        own.map((one) => ({
          ...one,
          steps: one.steps
            .filter(({ recordedAt }) => recordedAt <= until)
            .map((step) => (step.voidAt !== null && step.voidAt > until ? { ...step, voidAt: null } : step)),
        })),
      )
      expect(JSON.stringify(ask(living(all), { knownAt }))).toBe(JSON.stringify(ask(living(then), { knownAt })))
    }),
    { numRuns: 100 },
  )
})

test('parts of adoptions add up, and what spreads is what the domain says of those that stand', () => {
  fc.assert(
    fc.property(anyInitiatives, (wanted) => {
      const all = living(wanted.map((own) => own.map((one) => adopted({ ...one, tellsAll: true }))))
      const content = ask(all)
      const standing = all.map((it) =>
        it.adoptions.flatMap((one) => {
          const known = one.steps.filter(({ voidAt, on }) => voidAt === null && on <= '2026-03-31')
          const last = known.toSorted((a, b) =>
            a.on < b.on ? -1 : a.on > b.on ? 1 : (a.sequence % 100) - (b.sequence % 100),
          )
          return last.length > 0 ? [{ ...one, status: last.at(-1)!.status }] : []
        }),
      )
      for (const [at, status] of adoptionStatuses.entries()) {
        const many = standing.flat().filter((one) => one.status === status).length
        const [, adopters, beneficiaries, total] = tableOf(content, 'adoptions', 'adoptions').rows[at]!
        expect([Number(adopters!.value) + Number(beneficiaries!.value), total!.value]).toEqual([many, many])
      }
      expect(figureOf(content, 'adoptions', 'spread').value).toBe(
        standing.filter((own) => spreadOf(own).isSpread).length,
      )
    }),
    { numRuns: 100 },
  )
})
