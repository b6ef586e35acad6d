import { parentPort, workerData } from 'node:worker_threads'
import type Connection from 'better-sqlite3'
import type { Answer, Ask } from './apart-sqlite.ts'
import { openedToRead } from './snapshot-sqlite.ts'

const { path } = workerData as { path: string }
let connection: Connection.Database | undefined
// To compile a long statement takes as long as a page of what it reads.
const known = new Map<string, Connection.Statement>()
const MOST_STATEMENTS = 50

// The file's own pages are in the memory of the system already: a small part of them is enough here.
function opened(): Connection.Database {
  const one = openedToRead(path)
  one.pragma('cache_size = -4000')
  return one
}

function prepared(sql: string): Connection.Statement {
  connection ??= opened()
  const statement = known.get(sql) ?? connection.prepare(sql).raw()
  // Those that were not asked for lately are forgotten.
  known.delete(sql)
  known.set(sql, statement)
  if (known.size > MOST_STATEMENTS) known.delete(known.keys().next().value!)
  return statement
}

// Each reading sees what was committed when it begins: nothing is held open between two.
parentPort?.on('message', ({ number, sql, params }: Ask) => {
  const say = (answer: Answer) => parentPort?.postMessage(answer, [])
  try {
    say({ number, rows: prepared(sql).all(...params) as unknown[][] })
  } catch (error) {
    const { code = '', message } = ((error as Error).cause ?? error) as Error & { code?: string }
    say({ number, error: { code, message } })
  }
})
