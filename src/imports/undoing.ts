import { setImmediate as breathe } from 'node:timers/promises'
import { and, eq, isNotNull } from 'drizzle-orm'
import { visitor } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Database } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import type { Before } from './before.ts'
import { keptReasons } from './keeping.ts'
import { advanced, failed, Overtaken, type Progress, sum } from './progress.ts'
import { findImport, type Import } from './queries.ts'
import { type Bench } from './running.ts'
import { importRows } from './tables.ts'
import { actorsLeft, removed, restored, themesLeft } from './taking-back.ts'

const AT_ONCE = 25

/**
 * The job `import.undo`: removes what the import created, restores what it changed, and keeps what somebody worked on
 * since, saying so. Taken up after a crash, it goes on with what is still there.
 */
export function importUndo({ db, log }: Bench) {
  return async ({ importId, accountId }: { importId: string; accountId: string | null }, now: Date): Promise<void> => {
    const it = await findImport(db, importId)
    if (it?.state !== 'undoing') return
    try {
      await undoAll(db, it, accountId, now)
    } catch (error) {
      if (error instanceof Overtaken) return
      if (db.unavailable(error)) throw error
      log.error({ import: importId, err: error }, 'undo stopped')
      await failed(db, importId, 'done', 'unexpected')
    }
  }
}

interface Touched {
  id: string
  title: string
  line: number
  before: Before | null
}

async function undoAll(db: Database, it: Import, accountId: string | null, now: Date): Promise<void> {
  const all = await touchedBy(db, it.id)
  const progress: Progress = { id: it.id, version: it.version, rowsDone: 0, counts: it.counts }
  const by = { ...visitor, accountId }
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE)
    const reasons = await keptReasons(
      db,
      it.id,
      some.map(({ id }) => id),
    )
    const going = some.filter(({ id }) => !reasons.has(id))
    const kept = some.filter(({ id }) => reasons.has(id))
    const rowsDone = from + some.length
    const counts = sum(progress.counts, {
      undone_removed: going.filter(({ before }) => before === null).length,
      undone_restored: going.filter(({ before }) => before !== null).length,
      undone_kept: kept.length,
    })
    await db.commit((tx) => [
      ...going.flatMap(({ id, before }) =>
        before === null ? [removed(tx, id)] : restored(tx, { id, before, importId: it.id, by, now }),
      ),
      ...kept.map(({ id, title, line }) =>
        tx.insert(importRows).values({
          id: newId(),
          importId: it.id,
          line,
          outcome: 'kept',
          value: title.slice(0, 300),
          reason: reasons.get(id)!,
          initiativeId: id,
        }),
      ),
      advanced(tx, progress, { rowsDone, rowsTotal: all.length, counts }),
    ])
    Object.assign(progress, { version: progress.version + 1, rowsDone, counts })
    await breathe()
  }
  await db.commit((tx) => [
    actorsLeft(tx, db, it.id),
    themesLeft(tx, db, it.id),
    advanced(tx, progress, { state: 'undone', finishedAt: now, rowsDone: all.length, rowsTotal: all.length }),
  ])
}

/** What the import created or changed and is still there, except what an undo that was cut short has kept. */
async function touchedBy(db: Database, importId: string): Promise<Touched[]> {
  const rows = await db
    .select({
      id: initiatives.id,
      title: initiatives.title,
      createdBy: initiatives.importId,
      line: importRows.line,
      outcome: importRows.outcome,
      before: importRows.before,
    })
    .from(importRows)
    .innerJoin(initiatives, eq(initiatives.id, importRows.initiativeId))
    .where(and(eq(importRows.importId, importId), isNotNull(importRows.initiativeId)))
  const kept = new Set(rows.filter(({ outcome }) => outcome === 'kept').map(({ id }) => id))
  const touched = new Map<string, Touched>()
  for (const { id, title, line, createdBy, before } of rows) {
    const isTouched = createdBy === importId || before !== null
    if (isTouched && !kept.has(id) && !touched.has(id)) {
      touched.set(id, { id, title, line, before: createdBy === importId ? null : (before as Before) })
    }
  }
  return [...touched.values()].sort((a, b) => a.line - b.line)
}
