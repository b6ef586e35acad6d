// The baseline of a move: better-sqlite3 alone, with the same tables and indexes but no trigger, in the same folder.
// One row updated as it was read, three inserted, on disk before the next. Prints how many a second.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Connection from 'better-sqlite3'
import { bareMove, moving } from './bare-move.ts'

const [folder, seconds] = process.argv.slice(2) as [string, string]
const path = join(folder, `bare-${process.pid}.db`)
const own = process.env.DATABASE_URL!.replace(/^sqlite:/, '')
const db = new Connection(path)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('foreign_keys = OFF')
db.exec(`attach '${own}' as own`)
const names = moving.map((name) => `'${name}'`).join()
const tables = db.prepare(
  `select sql from own.sqlite_schema where tbl_name in (${names}) and type in ('table', 'index') and sql is not null order by type desc`,
)
for (const { sql } of tables.all() as { sql: string }[]) db.exec(sql.replace(/ AUTOINCREMENT/i, ''))
db.exec('insert into initiatives select * from own.initiatives')
db.exec('detach own')

const statements = Object.values(bareMove(() => '?')).map((sql) => db.prepare(sql))
const [update, ...inserts] = statements as [Connection.Statement, ...Connection.Statement[]]
const ids = db.prepare('select id from initiatives order by id limit 2000').pluck().all() as string[]
const versions = new Map(
  ids.map((id) => [id, db.prepare('select version from initiatives where id = ?').pluck().get(id) as number]),
)
const move = db.transaction((id: string) => {
  const version = versions.get(id)!
  const now = Date.now()
  if (update.run('mobilisation', now, id, version).changes !== 1) throw new Error('moved meanwhile')
  const [moveId, ...given] = valuesFor(id, now)
  for (const [n, insert] of inserts.entries()) insert.run(...given[n]!)
  versions.set(id, version + 1)
  return moveId
})

const until = performance.now() + Number(seconds) * 1000
const began = performance.now()
let moves = 0
while (performance.now() < until) move.immediate(ids[moves++ % ids.length]!)
process.stdout.write(String((moves * 1000) / (performance.now() - began)))
db.close()
for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })

function valuesFor(id: string, now: number): [string, ...unknown[][]] {
  const moveId = randomUUID()
  return [
    moveId,
    [moveId, id, now],
    [now, id, id, randomUUID(), moveId],
    [randomUUID(), JSON.stringify({ move: moveId }), now, now],
  ]
}
