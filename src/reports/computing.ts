import { contentOf } from '../domain/figures/content.ts'
import type { Content, ReportQuery } from '../domain/report.ts'
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
}

/** As few as people go back and forth between: one holds thousands of initiatives. */
const MOST_REMEMBERED = 4

interface Remembered {
  revision: string
  content: Promise<Content>
}

const remembered = new WeakMap<object, Map<string, Remembered>>()

/**
 * The answer to a report's question, as these eyes may see it. In a thread of its own where the database has an address;
 * the same answer again as long as nobody wrote anything.
 */
export async function computed(floor: Pick<Floor, 'db' | 'databaseUrl'>, question: Question): Promise<Content> {
  const { eyes, query, today } = question
  const key = JSON.stringify([eyes.networkRole, eyes.actorIds, today, query])
  const revision = await floor.db.revision()
  const known = remembered.get(floor.db) ?? new Map<string, Remembered>()
  remembered.set(floor.db, known)
  for (const [one, { revision: then }] of known) if (then !== revision) known.delete(one)
  const before = known.get(key)
  if (before) return before.content
  const content = answered(floor, question)
  known.set(key, { revision, content })
  if (known.size > MOST_REMEMBERED) known.delete(known.keys().next().value!)
  content.catch(() => known.delete(key))
  return content
}

function answered({ db, databaseUrl }: Pick<Floor, 'db' | 'databaseUrl'>, question: Question): Promise<Content> {
  const isApart = databaseUrl !== undefined && !databaseUrl.includes(':memory:')
  return isApart ? computedApart(databaseUrl, question) : inPlace(db, question)
}

async function inPlace(db: Floor['db'], { eyes, query, today, at }: Question): Promise<Content> {
  return contentOf(await factsFor(db, eyes, today), query, at)
}
