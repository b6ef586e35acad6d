import { Readable } from 'node:stream'
import { count, getTableName, ne, notInArray, type SQL } from 'drizzle-orm'
import { tokens } from '../accounts/tables.ts'
import { firstBrokenLink } from '../activity/queries.ts'
import { journal } from '../activity/tables.ts'
import { documentFaults } from '../documents/derived.ts'
import { fundingFaults } from '../funding/derived.ts'
import { derivedFaults } from '../initiatives/derived.ts'
import { derivedAtOnce, followed } from '../initiatives/deriving.ts'
import type { Reader } from '../platform/db/database.ts'
import { whole } from '../platform/db/whole.ts'
import { jobs } from '../platform/jobs/tables.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { type Checked, checkArchive, type Checking } from './checking.ts'
import { archived, excepted, headOf, ownKinds } from './contents.ts'
import { ArchiveFault } from './faults.ts'

export interface Loading {
  /** The archive, already checked. */
  file: string
  checked: Checked
  databaseUrl: string
  /** Where its files go. */
  storage: Storage
  root: string
  /** Takes away what the database holds, in the same transaction. Without it a database that holds anything is refused. */
  replaces?: boolean
  reached?: (done: number, total: number) => void
}

/**
 * Puts a whole archive into a database of either engine and its files into the store: all of it or nothing. The journal
 * goes through its trigger, which makes its chain again; counts and words are made again at once; then everything is
 * compared with what the archive says. Throws ArchiveFault.
 */
export async function loadArchive(loading: Loading): Promise<void> {
  const { databaseUrl, root, checked, storage } = loading
  const brought: string[] = []
  try {
    await whole(databaseUrl, root, async (tx) => {
      await makeRoom(tx, loading.replaces ?? false)
      let done = 0
      const onRows: Checking['onRows'] = async (name, rows) => {
        await tx.put(name, archived.find((one) => one.name === name)!.columns, rows)
        loading.reached?.((done += rows.length), checked.rows)
      }
      await tx.quietly(followed, async () => {
        const onFile: Checking['onFile'] = (name, bytes) => bring(storage, name, bytes, brought)
        const again = await checkArchive(loading.file, { root, onRows, onFile })
        if (again.sha256 !== checked.sha256) throw new ArchiveFault('changed', { entry: loading.file })
      })
      for (const statement of derivedAtOnce) await tx.run(statement)
      await tx.countOn(getTableName(journal), 'seq')
      await compare(tx.reader, checked)
    })
  } catch (error) {
    for (const name of brought) await storage.remove(name)
    throw error
  }
}

type Tx = Parameters<Parameters<typeof whole>[2]>[0]

// What a start on an empty database leaves there makes way: a link for the first administrator, a nightly back-up.
async function makeRoom(tx: Tx, replaces: boolean): Promise<void> {
  const all = [...archived.map(({ name }) => name), ...excepted.map(({ table }) => getTableName(table))]
  if (replaces) return tx.empty(all)
  const what = await firstFilled(tx.reader)
  if (what) throw new ArchiveFault('not_empty', { table: what })
  await tx.empty([getTableName(tokens), getTableName(jobs)])
}

/** A table that holds something of a network, if any does. */
export async function firstFilled(db: Reader): Promise<string | undefined> {
  const only = new Map<string, SQL>([
    [getTableName(tokens), ne(tokens.purpose, 'first_administrator')],
    [getTableName(jobs), notInArray(jobs.kind, ownKinds)],
  ])
  for (const { name, table } of archived) {
    const [row] = await db.select({ many: count() }).from(table).where(only.get(name))
    if (row!.many > 0) return name
  }
  return undefined
}

/** Files are in the store before the rows that point to them. */
async function bring(storage: Storage, name: string, bytes: AsyncIterable<Buffer>, brought: string[]): Promise<void> {
  const isThere = (await storage.sizeOf(name)) !== undefined
  await storage.keep(Readable.from(bytes, { objectMode: false }), name)
  // What was there under this name is the same file: it stays when all of this is undone.
  if (!isThere) brought.push(name)
}

async function compare(db: Reader, { manifest }: Checked): Promise<void> {
  for (const { name, table } of archived) {
    const [row] = await db.select({ many: count() }).from(table)
    const expected = manifest.rows[name] ?? 0
    if (row!.many !== expected) throw new ArchiveFault('rows', { table: name, expected, found: row!.many })
  }
  const broken = await firstBrokenLink(db)
  if (broken !== undefined) throw new ArchiveFault('journal_broken', { seq: broken })
  const head = await headOf(db)
  if (head.seq !== manifest.journal.seq || head.hash !== manifest.journal.hash) {
    throw new ArchiveFault('not_the_same', { what: `journal ${head.seq} ${head.hash}` })
  }
  const [fault] = [...(await derivedFaults(db)), ...(await documentFaults(db)), ...(await fundingFaults(db))]
  if (fault) throw new ArchiveFault('not_the_same', { what: fault })
}

/** How a broken row is told apart from a whole journal. */
export async function journalVerdict(db: Reader): Promise<{ rows: number; broken: number | undefined }> {
  const broken = await firstBrokenLink(db)
  const [row] = await db.select({ many: count() }).from(journal)
  return { rows: row!.many, broken }
}
