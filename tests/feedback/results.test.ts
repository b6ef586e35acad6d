import { beforeEach, describe, expect, test } from 'vitest'
import { communications } from '../../src/communications/tables.ts'
import type { Adequacy, FeedbackWay, Question } from '../../src/domain/feedback.ts'
import { feedbacks } from '../../src/feedback/tables.ts'
import { resultsOf } from '../../src/feedback/results.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { heard, tested } from './said.ts'

const voices = (...groups: [kind: 'adopter' | 'beneficiary', way: FeedbackWay, many: number, adequacy: Adequacy][]) =>
  groups.flatMap(([takerKind, way, many, adequacy]) =>
    Array.from({ length: many }, () => ({ takerKind, way, adequacy, answers: {} })),
  )

describe('counts of what was said', () => {
  test('by kind and by way, when no group is small', () => {
    const results = resultsOf(voices(['adopter', 'link', 6, 4], ['beneficiary', 'paper', 10, 2]), [])
    expect(results.kinds).toEqual([
      { name: 'adopter', many: 6 },
      { name: 'beneficiary', many: 10 },
    ])
    const [adequacy] = results.questions
    expect(adequacy!.all!.counts).toEqual([0, 10, 0, 6, 0])
    expect(adequacy!.groups.map(({ of, counts }) => [of, counts])).toEqual([
      [6, [0, 0, 0, 6, 0]],
      [10, [0, 10, 0, 0, 0]],
      [6, [0, 0, 0, 6, 0]],
      [10, [0, 10, 0, 0, 0]],
    ])
  })

  test('not of a kind of three, nor of the other, which would give it away', () => {
    const { kinds, questions, total } = resultsOf(voices(['adopter', 'link', 3, 1], ['beneficiary', 'link', 9, 5]), [])
    expect(total).toBe(12)
    expect(kinds.map(({ many }) => many)).toEqual([undefined, undefined])
    expect(questions[0]!.all!.of).toBe(12)
    expect(questions[0]!.groups).toEqual([])
  })

  test('not by way where the ways beside the kinds would give one away', () => {
    const some = voices(['beneficiary', 'paper', 5, 1], ['adopter', 'paper', 1, 5], ['adopter', 'link', 9, 4])
    expect(resultsOf(some, []).questions[0]!.groups.map(({ group }) => group)).toEqual([
      { kind: 'adopter' },
      { kind: 'beneficiary' },
    ])
  })

  test('nothing of fewer than five', () => {
    const { questions, kinds, ways } = resultsOf(voices(['adopter', 'link', 4, 1]), [])
    expect(questions[0]).toMatchObject({ answered: 4, all: undefined, groups: [] })
    expect([...kinds, ...ways].every(({ many }) => many === undefined)).toBe(true)
  })

  test('each own question has its own base: one that four answered is not told', () => {
    const questions: Question[] = [
      {
        id: 'q',
        type: 'multiple',
        fr: 'Quand?',
        options: [
          { id: 'am', fr: 'Matin' },
          { id: 'pm', fr: 'Soir' },
        ],
        isRequired: false,
      },
      { id: 'n', type: 'number', fr: 'Combien?', options: [], isRequired: false },
    ]
    const some = voices(['adopter', 'link', 9, 3]).map((one, at) => ({
      ...one,
      answers: { ...(at < 4 ? { q: ['am', 'pm'] } : {}), n: String(at + 0.5) } as Record<string, string | string[]>,
    }))
    const { questions: told } = resultsOf(some, questions)
    expect(told[1]).toMatchObject({ answered: 4, all: undefined })
    expect(told[2]).toMatchObject({ answered: 9, all: { median: 4.5, mean: 4.5 } })
  })
})

describe('the page of results', () => {
  const house = useHouse()
  let town: Town
  let one: Settled
  let url: string

  const question: Question = {
    id: 'q1',
    type: 'single',
    fr: 'Quel moment?',
    en: 'Which time?',
    options: [
      { id: 'am', fr: 'Le matin' },
      { id: 'pm', fr: 'Le soir' },
    ],
    isRequired: false,
  }
  beforeEach(async () => {
    town = await settle(house)
    one = await town.initiativeAt('feedback', { visibility: 'public' })
    const pilot = await tested(house, one.id, {}, { questions: [question] })
    url = `/pilots/${pilot}`
    await heard(house, pilot, [
      ...Array.from({ length: 6 }, (_, at) => ({
        kind: 'adopter' as const,
        adequacy: 4 as const,
        answers: { q1: at < 2 ? 'am' : 'pm' },
        toChange: `=changer ${at}`,
      })),
      ...Array.from({ length: 7 }, () => ({ adequacy: 2 as const, answers: { q1: 'am' }, helps: 'Le soir' })),
    ])
  })
  const read = async (who?: Place, path = '/feedback') => house.get(url + path, who ? { as: town[who].accountId } : {})

  test('gives its counts to whoever sees the pilot, and its words to those who may read them', async () => {
    for (const who of [undefined, 'member', 'taker', 'funder'] as const) {
      const { status, body } = await read(who)
      expect([status, body.includes('13 rétroactions'), body.includes('changer 3')]).toEqual([200, true, false])
    }
    for (const who of ['carrier', 'supportPartner', 'coordinator'] as const) {
      expect((await read(who)).body).toContain('changer 3')
    }
    expect((await read('carrier')).body).toContain('9 (69')
  })

  test('narrows the words by kind', async () => {
    const { body } = await read('carrier', '/feedback?kind=beneficiary')
    expect(body).not.toContain('changer 3')
    expect(body).toContain('Le soir')
  })

  test('hands over counts and words without who, whose cells are no formulas; the words leave a trace', async () => {
    const counts = await read(undefined, '/feedback.csv')
    expect(counts.headers.get('Content-Type')).toContain('text/csv')
    expect(counts.body).toContain('Quel moment?')
    for (const who of ['member', 'taker', 'funder'] as const) {
      expect((await read(who, '/feedback-words.csv')).status).toBe(403)
    }
    const words = await read('carrier', '/feedback-words.csv')
    expect(words.body).not.toMatch(/(^|[;,"\n])=changer/)
    expect(words.body).not.toMatch(/adopter|utilisateur|link|2026-03/)
    const left = await house.db.select().from(communications)
    expect(left).toMatchObject([{ what: 'feedback_words', holdsPersons: false, rows: 13 }])
  })

  test('counts nothing that was taken back', async () => {
    await house.db.commit((tx) => [tx.update(feedbacks).set({ withdrawnAt: house.now })])
    expect((await read('carrier')).body).toContain('Personne n’a encore répondu')
  })

  test('is in English for who reads English', async () => {
    const { body } = await house.get(`${url}/feedback`, { headers: { 'Accept-Language': 'en' } })
    expect(body).toContain('Which time?')
  })
})
