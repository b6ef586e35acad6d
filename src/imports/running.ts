import { setImmediate as breathe } from 'node:timers/promises'
import type { Logger } from 'pino'
import { visitor } from '../domain/viewer.ts'
import { findNetwork } from '../network/queries.ts'
import { dayIn } from '../platform/clock.ts'
import { type Database, Duplicate } from '../platform/db/database.ts'
import { Stale } from '../platform/http/refusal.ts'
import { UnreadableFile } from '../platform/reading/open.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { gridOf } from './grid.ts'
import { firstLineOf, type Group, groupsOf, sizeOf } from './groups.ts'
import { knownFor } from './known.ts'
import { opened } from './opened.ts'
import { type Intention, intentionFor } from './plan.ts'
import { levelsSaid, prepared, type Prepared } from './preparing.ts'
import { advanced, failed, Overtaken, type Progress, sum } from './progress.ts'
import { findImport, type Import, linesDone } from './queries.ts'
import { type Writing, written } from './writing.ts'

const INITIATIVES_AT_ONCE = 25
const ROWS_AT_ONCE = 400

export interface Bench {
  db: Database
  storage: Storage
  log: Logger
}

/**
 * The job `import.run`: reads the file again, and commits some initiatives at a time, each whole with its rows and the
 * progress. Taken up after a crash, it goes on with the lines that no commit has.
 */
export function importRun({ db, storage, log }: Bench) {
  return async ({ importId }: { importId: string }, now: Date): Promise<void> => {
    const it = await findImport(db, importId)
    if (it?.state !== 'running') return
    try {
      await runThrough(db, storage, it, now)
    } catch (error) {
      if (error instanceof Overtaken) return
      // A database that is busy or gone comes back: the job is tried again later.
      if (db.unavailable(error)) throw error
      log.error({ import: importId, err: error }, 'import stopped')
      await failed(db, importId, 'failed', error instanceof UnreadableFile ? error.key : 'unexpected')
    }
  }
}

async function runThrough(db: Database, storage: Storage, it: Import, now: Date): Promise<void> {
  const today = dayIn((await findNetwork(db)).timeZone, now)
  const grid = gridOf(await opened(storage, it), it.mapping)
  const done = await linesDone(db, it.id)
  const all = await groupsOf(grid, it.mapping)
  const levels = levelsSaid(all)
  const groups = all.filter((group) => !done.has(firstLineOf(group)))
  const progress: Progress = { id: it.id, version: it.version, rowsDone: done.size, counts: it.counts }
  const writing = { importId: it.id, source: it.mapping.source, by: { ...visitor, accountId: it.byAccountId }, now }

  for (const some of chunks(groups)) {
    await commitPart(db, { it, groups: some, levels, progress, writing, today, rowsTotal: grid.rows.length })
    await breathe()
  }
  const end = { state: 'done' as const, finishedAt: now, rowsTotal: grid.rows.length, rowsDone: grid.rows.length }
  await db.commit((tx) => [advanced(tx, progress, end)])
}

interface PartOfRun {
  it: Import
  groups: Group[]
  levels: ReturnType<typeof levelsSaid>
  progress: Progress
  writing: Writing
  today: string
  rowsTotal: number
}

/** Decided and committed; decided anew when somebody took an address or an identifier in between. */
async function commitPart(db: Database, part: PartOfRun, attempts = 3): Promise<void> {
  const { groups, progress, writing, rowsTotal } = part
  const { intentions, ready } = await planned(db, part)
  const rowsDone = progress.rowsDone + groups.reduce((rows, group) => rows + sizeOf(group), 0)
  const counts = sum(progress.counts, countsOf(intentions), {
    actors_created: ready.actors.length,
    themes_created: ready.themes.length,
  })
  try {
    await db.commit((tx) => [
      ...written(tx, intentions, ready, writing),
      advanced(tx, progress, { rowsDone, rowsTotal, counts }),
    ])
    Object.assign(progress, { version: progress.version + 1, rowsDone, counts })
  } catch (error) {
    if (!(error instanceof Duplicate || error instanceof Stale) || attempts === 1) throw error
    await commitPart(db, part, attempts - 1)
  }
}

async function planned(
  db: Database,
  { it: { id, mapping }, groups, levels, today }: PartOfRun,
): Promise<{ intentions: Intention[]; ready: Prepared }> {
  const world = await knownFor(db, mapping.source, groups)
  const intentions = groups.map((group) => intentionFor(group, mapping, world, today))
  return { intentions, ready: await prepared(db, intentions, world, { importId: id, levels }) }
}

/** How many initiatives are created, changed …, and how many rows are moved, planned, refused … */
export function countsOf(intentions: readonly Intention[]): Record<string, number> {
  const counts: Record<string, number> = {}
  const add = (key: string) => (counts[key] = (counts[key] ?? 0) + 1)
  for (const { kind, rows, externalId } of intentions) {
    if (externalId !== '') add(`initiatives_${kind}`)
    for (const { outcome } of rows) add(`rows_${outcome}`)
  }
  return counts
}

function chunks(groups: readonly Group[]): Group[][] {
  const result: Group[][] = []
  let rows = 0
  for (const group of groups) {
    const current = result.at(-1)
    if (!current || current.length === INITIATIVES_AT_ONCE || rows + sizeOf(group) > ROWS_AT_ONCE) {
      result.push([group])
      rows = sizeOf(group)
    } else {
      current.push(group)
      rows += sizeOf(group)
    }
  }
  return result
}
