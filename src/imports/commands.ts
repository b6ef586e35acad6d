import { and, eq, inArray } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import { type Database, Duplicate, exactlyOne } from '../platform/db/database.ts'
import { Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { queued } from '../platform/jobs/queued.ts'
import { forOtherFiles, suggestedMapping } from './suggesting.ts'
import type { Workbook } from '../platform/reading/workbook.ts'
import { lacksOf, type Mapping } from './mapping.ts'
import type { Import } from './queries.ts'
import { importMappings, imports } from './tables.ts'

/** Keeps an uploaded file with what it was found to be. Nothing is imported yet. */
export async function receive(
  db: Database,
  { name, stored, workbook }: { name: string; stored: string; workbook: Workbook },
  by: By,
  now: Date,
): Promise<{ id: string }> {
  const as = allowed('import.run', by)
  const id = newId()
  const plan = suggestedMapping(workbook, name)
  await db.commit((tx) => [
    tx.insert(imports).values({
      id,
      fileName: name,
      file: stored,
      state: 'uploaded',
      plan,
      counts: {},
      byAccountId: by.accountId,
      createdAt: now,
    }),
    recorded(tx, by, now, {
      what: 'import_received',
      subject: { kind: 'import', id },
      as,
      particulars: { file: name },
    }),
  ])
  return { id }
}

/** Keeps what was answered, if nobody answered since. Throws Stale, also when it runs already. */
export async function answer(db: Database, { id }: Import, version: number, mapping: Mapping, by: By): Promise<void> {
  allowed('import.run', by)
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(imports)
        .set({ plan: mapping, version: version + 1 })
        .where(and(eq(imports.id, id), eq(imports.version, version), eq(imports.state, 'uploaded')))
        .returning({ id: imports.id }),
      () => new Stale(),
    ),
  ])
}

/** Saves how a file is read, by name; the name's former mapping is replaced. */
export async function saveMapping(db: Database, name: string, workbook: Workbook, mapping: Mapping, by: By, now: Date) {
  allowed('import.run', by)
  const plan = forOtherFiles(workbook, mapping)
  await db.commit((tx) => [
    tx
      .insert(importMappings)
      .values({ id: newId(), name, plan, createdAt: now })
      .onConflictDoUpdate({ target: importMappings.name, set: { plan } }),
  ])
}

/** Forgets a file that was never imported. Its keeper removes it from the store. Throws Stale once it runs. */
export async function discard(db: Database, { id }: Import, by: By, now: Date): Promise<void> {
  const as = allowed('import.run', by)
  await db.commit((tx) => [
    exactlyOne(
      tx
        .delete(imports)
        .where(and(eq(imports.id, id), eq(imports.state, 'uploaded')))
        .returning({ id: imports.id }),
      () => new Stale(),
    ),
    recorded(tx, by, now, { what: 'import_discarded', subject: { kind: 'import', id }, as }),
  ])
}

/** `ready` is what must be answered first; `begun` comes once, however often it is asked for. */
export type Begun = 'begun' | 'already' | { ready: 'columns' | 'values' }

/**
 * Queues the work. What failed, or was left without a job, is taken up where it stopped, as long as its file is kept.
 */
export async function run(
  db: Database,
  { id, state, mapping, version, file }: Import,
  by: By,
  now: Date,
): Promise<Begun> {
  const as = allowed('import.run', by)
  if (lacksOf(mapping).length > 0) return { ready: 'columns' }
  if ((state !== 'uploaded' && state !== 'failed') || !file) return 'already'
  return begin(db, { id, version, from: ['uploaded', 'failed'], to: 'running' }, (tx) => [
    queued(tx, 'import.run', { importId: id }, now, { lane: 'long', requestedById: by.accountId }),
    recorded(tx, by, now, { what: 'imported', subject: { kind: 'import', id }, as }),
  ])
}

/** Queues the undoing of what an import did, as long as its rows are kept. Once. */
export async function undo(db: Database, { id, state, version, file }: Import, by: By, now: Date): Promise<Begun> {
  const as = allowed('import.run', by)
  if ((state !== 'done' && state !== 'failed') || !file) return 'already'
  return begin(db, { id, version, from: ['done', 'failed'], to: 'undoing' }, (tx) => [
    queued(tx, 'import.undo', { importId: id, accountId: by.accountId }, now, {
      lane: 'long',
      requestedById: by.accountId,
    }),
    recorded(tx, by, now, { what: 'import_undone', subject: { kind: 'import', id }, as }),
  ])
}

/** Work that no job means to finish is queued again: the process that did it died for good. */
export async function resume(db: Database, { id, state }: Import, by: By, now: Date): Promise<void> {
  const as = allowed('import.run', by)
  await db.commit((tx) => [
    queued(tx, state === 'undoing' ? 'import.undo' : 'import.run', { importId: id, accountId: by.accountId }, now, {
      lane: 'long',
      requestedById: by.accountId,
    }),
    recorded(tx, by, now, { what: 'import_resumed', subject: { kind: 'import', id }, as }),
  ])
}

type Build = Parameters<Database['commit']>[0]

interface Beginning {
  id: string
  version: number
  from: Import['state'][]
  to: Import['state']
}

async function begin(db: Database, { id, version, from, to }: Beginning, steps: Build): Promise<Begun> {
  try {
    await db.commit((tx) => [
      exactlyOne(
        tx
          .update(imports)
          .set({ state: to, error: null, version: version + 1 })
          .where(and(eq(imports.id, id), eq(imports.version, version), inArray(imports.state, from)))
          .returning({ id: imports.id }),
        () => new Stale(),
      ),
      ...steps(tx),
    ])
    return 'begun'
  } catch (error) {
    // A second click, or another window: it was begun, once.
    if (error instanceof Stale || (error instanceof Duplicate && /once/.test(error.on))) return 'already'
    throw error
  }
}
