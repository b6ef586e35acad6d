import { accounts } from '../accounts/tables.ts'
import { index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'

export const importStates = ['uploaded', 'running', 'done', 'undoing', 'undone', 'failed'] as const

/** One file brought in, how it is read, and what became of it. */
export const imports = table('imports', {
  id: text('id').primaryKey(),
  fileName: text('file_name').notNull(),
  /** Name in the store. */
  file: text('file').notNull(),
  state: text('state').$type<(typeof importStates)[number]>().notNull(),
  /** Sheet, header row, columns and values: what the wizard asks, kept as it is answered. */
  plan: json('plan').$type<unknown>().notNull(),
  rowsTotal: integer('rows_total').notNull().default(0),
  rowsDone: integer('rows_done').notNull().default(0),
  counts: json('counts').$type<Record<string, number>>().notNull(),
  error: text('error'),
  byAccountId: text('by_account_id').references(() => accounts.id, { onDelete: 'set null' }),
  createdAt: instant('created_at').notNull(),
  finishedAt: instant('finished_at'),
  version: integer('version').notNull().default(1),
})

/** What became of each row, and of what it changed before. */
export const importRows = table(
  'import_rows',
  {
    id: text('id').primaryKey(),
    importId: text('import_id')
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    /** Line of the file, from 1. */
    line: integer('line').notNull(),
    outcome: text('outcome').notNull(),
    column: text('column'),
    value: text('value'),
    /** Key of a reason in the catalogues, when refused. */
    reason: text('reason'),
    initiativeId: text('initiative_id'),
    /** What a changed initiative held before, for the undo. */
    before: json('before').$type<unknown>(),
  },
  (t) => [index('import_rows_import').on(t.importId, t.line)],
)

/** A way of reading a kind of file, saved by name. */
export const importMappings = table(
  'import_mappings',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    plan: json('plan').$type<unknown>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('import_mappings_name').on(t.name)],
)
