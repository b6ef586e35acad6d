// Writes rows to a SQLite file as fast as it can, and says the number of each that it takes for written.
import { writeSync } from 'node:fs'
import Connection from 'better-sqlite3'

const [path = '', mode = ''] = process.argv.slice(2)
const connection = new Connection(path)
connection.pragma(`synchronous = ${mode}`)
const insert = connection.prepare('insert into rows (text) values (?)')
for (;;) writeSync(1, `${insert.run('x'.repeat(100)).lastInsertRowid}\n`)
