import { contentOf } from '../domain/figures/content.ts'
import type { Content, Figures, ReportQuery } from '../domain/report.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Floor } from '../platform/http/floor.ts'
import { computedApart } from './apart.ts'
import { factsFor } from './facts.ts'

/** What is computed: for whose eyes, as of which day. */
export interface Question {
  eyes: Viewer
  query: ReportQuery
  today: string
  at: Date
  /** To be published: all is read from the database, nothing is remembered. */
  isForGood?: boolean
}

/** The answer: its figures, which the page is written from; and all of it, for whoever looks behind them. */
export interface Computed {
  figures: Promise<Figures>
  whole: () => Promise<Content>
}

/** As few as people go back and forth between: one holds thousands of initiatives. */
const MOST_REMEMBERED = 4

interface Remembered {
  revision: string
  answer: Computed
}

const remembered = new WeakMap<object, Map<string, Remembered>>()

type Bench = Pick<Floor, 'db' | 'databaseUrl'>

/**
 * The answer to a report's question, as these eyes may see it. In a thread of its own where the database has an address;
 * the same answer again as long as nobody wrote anything.
 */
export async function computed(bench: Bench, question: Question): Promise<Content> {
  return (await asked(bench, question)).whole()
}

/** The same without what stands behind the figures. */
export async function figuresComputed(bench: Bench, question: Question): Promise<Figures> {
  return (await asked(bench, question)).figures
}

async function asked(bench: Bench, question: Question): Promise<Computed> {
  const { eyes, query, today, isForGood = false } = question
  const key = JSON.stringify([eyes.networkRole, eyes.actorIds, today, query, isForGood])
  const revision = await bench.db.revision()
  const known = remembered.get(bench.db) ?? new Map<string, Remembered>()
  remembered.set(bench.db, known)
  for (const [one, { revision: then }] of known) if (then !== revision) known.delete(one)
  const before = known.get(key)
  if (before) return before.answer
  const answer = answered(bench, question)
  known.set(key, { revision, answer })
  if (known.size > MOST_REMEMBERED) known.delete(known.keys().next().value!)
  answer.figures.catch(() => known.delete(key))
  return answer
}

function answered({ db, databaseUrl }: Bench, question: Question): Computed {
  if (databaseUrl !== undefined && !databaseUrl.includes(':memory:')) return computedApart(databaseUrl, question)
  const content = inPlace(db, question)
  return { figures: content, whole: () => content }
}

async function inPlace(db: Floor['db'], { eyes, query, today, at }: Question): Promise<Content> {
  return contentOf(await factsFor(db, eyes, today), query, at)
}
