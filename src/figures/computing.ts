import { contentOf } from '../domain/figures/content.ts'
import type { Content, ReportQuery } from '../domain/report.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Floor } from '../platform/http/floor.ts'
import { computedApart } from './apart.ts'
import { factsFor } from './facts.ts'
import { type Given, type Part, partOf } from './parts.ts'

/** What is computed: for whose eyes, as of which day. */
export interface Question {
  eyes: Viewer
  query: ReportQuery
  today: string
  at: Date
  /** To be published: everything is read from the database, whatever is kept. */
  isForGood?: boolean
}

type Bench = Pick<Floor, 'db' | 'databaseUrl'>

/** As few as people go back and forth between. A whole one holds thousands of initiatives. */
const MOST_REMEMBERED = { shown: 8, whole: 1 }

interface Remembered {
  revision: string
  given: Promise<unknown>
}

type Memory = Record<keyof typeof MOST_REMEMBERED, Map<string, Remembered>>

const memories = new WeakMap<object, Memory & { name: number }>()
let named = 0

/**
 * The answer to a report's question, as these eyes may see it, or the part of it that is asked for. In a thread of its
 * own where the database has an address; the same answer again as long as nobody wrote anything.
 */
export async function computed<P extends Part = 'whole'>(
  floor: Bench,
  question: Question,
  part = 'whole' as P,
): Promise<Given<P>> {
  const memory = memories.get(floor.db) ?? { shown: new Map(), whole: new Map(), name: ++named }
  memories.set(floor.db, memory)
  // Two connections may call different states by the same name.
  const revision = `${memory.name}-${await floor.db.revision()}`
  const key = keyOf(question)
  const answered = () => answer(floor, memory, { ...question, key, revision }, part)
  return typeof part === 'string' ? remembered(memory, part, key, revision, answered) : answered()
}

const keyOf = ({ eyes, query, today, isForGood = false }: Question) =>
  JSON.stringify([eyes.networkRole, eyes.actorIds, today, query, isForGood])

function remembered<T>(
  memory: Memory,
  part: keyof Memory,
  key: string,
  revision: string,
  make: () => Promise<T>,
): Promise<T> {
  const known = memory[part]
  for (const [one, { revision: then }] of known) if (then !== revision) known.delete(one)
  const before = known.get(key)
  if (before) return before.given as Promise<T>
  const given = make()
  known.set(key, { revision, given })
  if (known.size > MOST_REMEMBERED[part]) known.delete(known.keys().next().value!)
  given.catch(() => known.delete(key))
  return given
}

/** A question, and the state of the database of which it is asked: what was read of that state answers it, too. */
export interface Dated extends Question {
  key: string
  revision: string
}

async function answer<P extends Part>(
  { db, databaseUrl }: Bench,
  memory: Memory,
  question: Dated,
  part: P,
): Promise<Given<P>> {
  if (databaseUrl !== undefined && !databaseUrl.includes(':memory:')) {
    return computedApart(databaseUrl, question, part)
  }
  const whole = () => inPlace(db, question)
  const content = part === 'whole' ? whole() : remembered(memory, 'whole', question.key, question.revision, whole)
  return partOf(await content, part)
}

async function inPlace(db: Floor['db'], { eyes, query, today, at }: Question): Promise<Content> {
  return contentOf(await factsFor(db, eyes, today), query, at)
}
