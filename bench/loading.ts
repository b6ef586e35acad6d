// A process of its own: which engine the tables are for is chosen at load, by DATABASE_URL.
// `settle SIZE [long]` fills an empty database; `shelve MANY` puts documents with their text into one; `facts` signs people in and says, as JSON on standard output, where to look.
import { resolve } from 'node:path'
import { dialect } from '../src/platform/db/dialect.ts'
import { openDatabase } from '../src/platform/db/open.ts'
import { loadedAtOnce, settled } from './derived.ts'
import { facts } from './facts.ts'
import { settle } from './network.ts'
import { shelve } from './shelf.ts'

const root = resolve(import.meta.dirname, '..')
const [what, size, histories] = process.argv.slice(2)
const now = new Date()
const db = await openDatabase(process.env.DATABASE_URL!, root)
if (what === 'settle') await loadedAtOnce(db, root, () => settle(db, Number(size), now, histories === 'long'))
else if (what === 'shelve') {
  await shelve(db, Number(size), now)
  if (dialect === 'postgresql') await settled(db)
} else process.stdout.write(JSON.stringify(await facts(db, now)))
await db.close()
