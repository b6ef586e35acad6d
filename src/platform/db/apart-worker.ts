import { parentPort, workerData } from 'node:worker_threads'
import type Connection from 'better-sqlite3'
import type { Answer, Ask } from './apart-sqlite.ts'
import { openedToRead } from './snapshot-sqlite.ts'

const { path } = workerData as { path: string }
let connection: Connection.Database | undefined

// Each reading sees what was committed when it begins: nothing is held open between two.
parentPort?.on('message', ({ number, sql, params }: Ask) => {
  const say = (answer: Answer) => parentPort?.postMessage(answer, [])
  try {
    connection ??= openedToRead(path)
    const statement = connection.prepare(sql).raw()
    say({ number, rows: statement.all(...params) as unknown[][] })
  } catch (error) {
    const { code = '', message } = ((error as Error).cause ?? error) as Error & { code?: string }
    say({ number, error: { code, message } })
  }
})
