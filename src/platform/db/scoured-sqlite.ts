import { setImmediate as breathe } from 'node:timers/promises'
import type Connection from 'better-sqlite3'
import { Unavailable } from './database.ts'

/** Pages of an index that are written at once: some milliseconds, in which nobody else is answered. */
const AT_ONCE = 64

/**
 * What was deleted is zeroed in the file itself (`secure_delete`), but full text keeps words until its segments are
 * merged, and the log keeps pages until it is cut: both are done here, little by little.
 */
export async function scoured(connection: Connection.Database): Promise<void> {
  for (const name of fullTexts(connection)) {
    const merge = connection.prepare(`insert into ${name}(${name}, rank) values ('merge', ?)`)
    const changes = connection.prepare('select total_changes()').pluck()
    // A negative number first puts all segments together; then it goes on until nothing is left to merge (FTS5, 6.7).
    for (let pages = -AT_ONCE; ; pages = AT_ONCE) {
      const before = Number(changes.get())
      merge.run(pages)
      if (Number(changes.get()) - before < 2) break
      await breathe()
    }
  }
  const [cut] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  if (cut?.busy) throw new Unavailable('busy', undefined)
}

function fullTexts(connection: Connection.Database): string[] {
  return connection
    .prepare("select name from sqlite_master where type = 'table' and sql like 'create virtual table%using fts5%'")
    .pluck()
    .all() as string[]
}
