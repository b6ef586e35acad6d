import type Connection from 'better-sqlite3'
import pg from 'pg'
import { newId } from '../src/platform/id.ts'
import { jobs } from '../src/platform/jobs/tables.ts'
import type { Database } from '../src/platform/db/database.ts'
import { dialect } from '../src/platform/db/dialect.ts'

/** How many statements the database is sent meanwhile, prepared long ago or just now, by pages that are made anew. */
export async function statementsDuring(db: Database, deed: () => Promise<unknown>): Promise<number> {
  let sent = 0
  // What is kept of pages is gone as soon as anybody writes.
  const now = new Date()
  await db.commit((tx) => [
    tx.insert(jobs).values({
      id: newId(),
      kind: 'letter.send',
      lane: 'short',
      payload: {},
      runAt: now,
      createdAt: now,
      doneAt: now,
    }),
  ])
  const restored = watched(db, () => sent++)
  try {
    await deed()
  } finally {
    restored()
  }
  return sent
}

// On the prototypes: statements that were prepared before are counted too.
function watched(db: Database, each: () => void): () => void {
  const unlessOwn = (text: unknown) => (ownAsking.test(String(text)) ? undefined : each())
  if (dialect === 'postgresql') return watch(pg.Client.prototype as never, ['query'], (_, text) => unlessOwn(text))
  const { raw } = db as unknown as { raw: Connection.Database }
  const statement = Object.getPrototypeOf(raw.prepare('select 1')) as Methods
  return watch(statement, ['run', 'get', 'all', 'iterate'], ({ source }: Connection.Statement) => unlessOwn(source))
}

/** What the house asks by itself, whenever its time has come: whether others wrote, so that open pages are told. */
const ownAsking = /^(PRAGMA data_version$|listen )/

type Methods = Record<string, (...given: unknown[]) => unknown>

function watch(methods: Methods, names: string[], each: (on: never, first: unknown) => void): () => void {
  const own = names.map((name): [string, Methods[string]] => [name, methods[name]!])
  for (const [name, method] of own) {
    methods[name] = function (this: never, ...given) {
      each(this, given[0])
      return method.apply(this, given)
    }
  }
  return () => {
    for (const [name, method] of own) methods[name] = method!
  }
}
