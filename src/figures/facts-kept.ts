import { asc, desc, gte } from 'drizzle-orm'
import { journal } from '../activity/tables.ts'
import type { Facts, InitiativeFacts } from '../domain/figures/facts.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { initiativesFor } from './facts.ts'
import { surroundings } from './facts-around.ts'

// The thread of figures keeps what it read. Whatever is done is recorded in the journal, in the same commit: what the
// journal says since then names the initiatives that are read again; anything that may touch others reads them all.

interface Kept {
  /** The last row of the journal that was read before, and its link in the chain: another database has another. */
  seq: number
  hash: string
  at: number
  initiatives: Map<string, InitiativeFacts>
  lessons: Map<string, string>
}

/** Of as many eyes as people go back and forth between, while there is room: one takes a kilobyte for each move and role. */
const MOST_KEPT = 3
const MOST_INITIATIVES = 60_000
/** What somebody changes by hand, past the journal, is seen after so long at most. */
const KEPT_MS = 300_000
/** More than these are sooner read with all the others. */
const MOST_AGAIN = 300

/** Deeds on these change nothing that figures are made of, or only what is read anew each time. */
const beside: ReadonlySet<string> = new Set([
  'account',
  'archive',
  'collection',
  'job',
  'progress_plan',
  'progress_report',
  'rate',
  'report',
  'report_question',
  'report_version',
])

/** Deeds that are recorded on one initiative and change others too. */
const wide: ReadonlySet<string> = new Set(['merged', 'imported', 'import_undone'])

const kept = new Map<string, Kept>()

/** The same as `factsFor`, in one snapshot, without reading again what nobody touched. */
export async function factsKept(db: Reader, eyes: Viewer, today: string, now: Date): Promise<Facts> {
  const key = JSON.stringify([eyes.networkRole, eyes.actorIds, today])
  const before = kept.get(key)
  const around = await surroundings(db, eyes)
  const isFresh = before !== undefined && now.getTime() - before.at < KEPT_MS
  const stock =
    (isFresh && (await broughtForward(db, before, eyes, today, around.dayAt))) ||
    (await whole(db, eyes, today, around.dayAt, now.getTime()))
  kept.delete(key)
  kept.set(key, stock)
  while (kept.size > 1 && isTooMuch()) kept.delete(kept.keys().next().value!)
  return { ...around, initiatives: [...stock.initiatives.values()], lessons: stock.lessons }
}

const isTooMuch = () =>
  kept.size > MOST_KEPT || [...kept.values()].reduce((sum, one) => sum + one.initiatives.size, 0) > MOST_INITIATIVES

async function whole(db: Reader, eyes: Viewer, today: string, dayAt: Facts['dayAt'], at: number): Promise<Kept> {
  const [last] = await db
    .select({ seq: journal.seq, hash: journal.hash })
    .from(journal)
    .orderBy(desc(journal.seq))
    .limit(1)
  const { initiatives, lessons } = await initiativesFor(db, eyes, today, dayAt)
  return {
    seq: last?.seq ?? 0,
    hash: last?.hash ?? '',
    at,
    initiatives: new Map(initiatives.map((it) => [it.id, it])),
    lessons: new Map(lessons),
  }
}

/** Undefined when everything has to be read again. */
async function broughtForward(
  db: Reader,
  before: Kept,
  eyes: Viewer,
  today: string,
  dayAt: Facts['dayAt'],
): Promise<Kept | undefined> {
  const rows = await db
    .select({
      seq: journal.seq,
      what: journal.what,
      kind: journal.subjectKind,
      initiativeId: journal.initiativeId,
      hash: journal.hash,
    })
    .from(journal)
    .where(gte(journal.seq, before.seq))
    .orderBy(asc(journal.seq))
    .limit(MOST_AGAIN + 2)
  const then = before.seq > 0 ? rows.shift() : undefined
  if (before.seq > 0 && (then?.seq !== before.seq || then.hash !== before.hash)) return undefined
  if (rows.length === 0) return before
  if (rows.length > MOST_AGAIN) return undefined
  const again = new Set<string>()
  for (const { what, kind, initiativeId } of rows) {
    if (wide.has(what)) return undefined
    if (initiativeId !== null) again.add(initiativeId)
    else if (!beside.has(kind)) return undefined
  }
  const { seq, hash } = rows.at(-1)!
  if (again.size === 0) return { ...before, seq, hash }
  const read = await initiativesFor(db, eyes, today, dayAt, [...again])
  const found = new Map(read.initiatives.map((it) => [it.id, it]))
  const lessons = new Map([...before.lessons].filter(([named]) => !again.has(named.slice(0, named.indexOf(' ')))))
  for (const [named, words] of read.lessons) lessons.set(named, words)
  return { ...before, seq, hash, lessons, initiatives: mended(before.initiatives, again, found) }
}

/** In the order of their ids, as they are read. */
function mended(
  before: ReadonlyMap<string, InitiativeFacts>,
  again: ReadonlySet<string>,
  found: ReadonlyMap<string, InitiativeFacts>,
): Map<string, InitiativeFacts> {
  const isNew = [...found.keys()].some((id) => !before.has(id))
  const all = [...before].flatMap(([id, it]): [string, InitiativeFacts][] => {
    if (!again.has(id)) return [[id, it]]
    const now = found.get(id)
    return now ? [[id, now]] : []
  })
  if (!isNew) return new Map(all)
  for (const [id, it] of found) if (!before.has(id)) all.push([id, it])
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** For tests: as a thread that has just begun. */
export function forgetFacts(): void {
  kept.clear()
}
