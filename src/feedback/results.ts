import { mean, median } from 'd3-array'
import { adequacies, type FeedbackWay, feedbackWays, type Question } from '../domain/feedback.ts'
import { type TakerKind, takerKinds } from '../domain/roles.ts'
import { isSmall, keptBack, mayStandTogether } from '../domain/small-groups.ts'
import type { FeedbackRow } from './heard.ts'

type Voice = Pick<FeedbackRow, 'takerKind' | 'way' | 'adequacy' | 'answers'>

/** A group whose answers may be told apart. */
export type Group = { kind: TakerKind } | { way: FeedbackWay }

/** How many are in a group; undefined when it is kept back. */
interface Part<Name> {
  name: Name
  many: number | undefined
}

/** What was answered to one question. Nothing of a few: `all` is undefined when fewer than five answered. */
export interface Answered {
  question: Question | 'adequacy'
  answered: number
  options: readonly string[]
  /** By option; of a question for numbers, none. */
  all: Told | undefined
  groups: (Told & { group: Group })[]
}

interface Told {
  of: number
  counts: number[]
  median?: number | undefined
  mean?: number | undefined
}

export interface Results {
  total: number
  kinds: Part<TakerKind>[]
  ways: Part<FeedbackWay>[]
  questions: Answered[]
}

/** Scales of the carriers' own have as many steps as the adequacy. */
const steps = adequacies.map(String)

/** The counts of a pilot's feedback, as whoever sees the pilot may read them. */
export function resultsOf(voices: readonly Voice[], questions: readonly Question[]): Results {
  const own = questions.filter(({ type }) => type !== 'text')
  return {
    total: voices.length,
    kinds: composed(takerKinds, (name) => voices.filter(({ takerKind }) => takerKind === name).length),
    ways: composed(feedbackWays, (name) => voices.filter(({ way }) => way === name).length),
    questions: [
      answeredTo('adequacy', steps, voices, ({ adequacy }) => (adequacy ? [String(adequacy)] : [])),
      ...own.map((question) => {
        const options = question.type === 'scale' ? steps : question.options.map(({ id }) => id)
        return answeredTo(question, options, voices, ({ answers }) =>
          [answers[question.id] ?? []].flat().filter(Boolean),
        )
      }),
    ],
  }
}

function composed<Name>(names: readonly Name[], many: (name: Name) => number): Part<Name>[] {
  const sizes = names.map(many)
  const kept = keptBack(sizes)
  return names.map((name, at) => ({ name, many: kept[at] ? undefined : sizes[at] }))
}

function answeredTo(
  question: Answered['question'],
  options: readonly string[],
  voices: readonly Voice[],
  said: (voice: Voice) => readonly string[],
): Answered {
  const speaking = voices.filter((voice) => said(voice).length > 0)
  const isNumber = question !== 'adequacy' && question.type === 'number'
  const tell = (some: readonly Voice[]): Told => {
    if (!isNumber) {
      return { of: some.length, counts: options.map((id) => some.filter((voice) => said(voice).includes(id)).length) }
    }
    const values = some.flatMap(said).map(Number).filter(Number.isFinite)
    return { of: some.length, counts: [], median: median(values), mean: mean(values) }
  }
  const isTold = speaking.length > 0 && !isSmall(speaking.length)
  return {
    question,
    answered: speaking.length,
    options: isNumber ? [] : options,
    all: isTold ? tell(speaking) : undefined,
    groups: isTold
      ? groupsOf(speaking).map((group) => ({ group, ...tell(speaking.filter((voice) => isIn(voice, group))) }))
      : [],
  }
}

/** Kinds before ways: where both together would give a few away, the ways are not told apart. */
function groupsOf(voices: readonly Voice[]): Group[] {
  const kinds = standing(takerKinds, (name) => voices.filter(({ takerKind }) => takerKind === name).length)
  const ways = standing(feedbackWays, (name) => voices.filter(({ way }) => way === name).length)
  const people = voices.map(({ takerKind, way }) => ({ one: takerKind, other: way }))
  const both = mayStandTogether(people, { one: kinds, other: ways }) ? ways : []
  return [
    ...(kinds.length > 1 ? kinds.map((kind) => ({ kind })) : []),
    ...(both.length > 1 ? both.map((way) => ({ way })) : []),
  ]
}

function standing<Name>(names: readonly Name[], many: (name: Name) => number): Name[] {
  return composed(names, many).flatMap(({ name, many: told }) => (told ? [name] : []))
}

const isIn = (voice: Voice, group: Group): boolean =>
  'kind' in group ? voice.takerKind === group.kind : voice.way === group.way
