import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pruned } from './archive/backups.ts'
import { ArchiveFault, faultOf } from './archive/faults.ts'
import { type Made, nameAt } from './archive/format.ts'
import { journalVerdict } from './archive/loading.ts'
import { restore } from './archive/restoring.ts'
import { revokeLinks } from './archive/revoking.ts'
import { checkStorage } from './archive/storage-check.ts'
import { moveFiles } from './archive/storage-moving.ts'
import { madeApart } from './archive/working.ts'
import { Misconfigured, readConfig } from './config.ts'
import { findNetwork } from './network/queries.ts'
import { systemClock } from './platform/clock.ts'
import { Unavailable } from './platform/db/database.ts'
import { openDatabase } from './platform/db/open.ts'
import { glimpsed } from './platform/db/open-snapshot.ts'
import { type Translate, translate } from './platform/i18n/i18n.ts'
import { isLocale, type Locale } from './platform/i18n/locales.ts'
import { openStorage } from './platform/storage/opening.ts'

// `npm run backup`, `archive`, `restore`, `links:revoke`, `storage:check`, `storage:move` and `journal:verify`: 0 when
// done, 1 when something is wrong, 64 for a command that is not understood, 78 for settings that are not.

const root = resolve(import.meta.dirname, '..')
const now = () => systemClock.now()
const [, , name = '', ...rest] = process.argv

process.exitCode = await run().catch((error: unknown) => {
  if (!(error instanceof Misconfigured)) throw error
  process.stderr.write(`${error.message}\n`)
  return 78
})

async function run(): Promise<number> {
  const config = readConfig(process.env)
  const locale = await localeOf(config.databaseUrl)
  const t = translate(locale)
  const say = (key: string, params: Record<string, unknown> = {}) =>
    process.stdout.write(`${t(`archive.command.${key}`, numbersIn(locale, params))}\n`)
  const source = { databaseUrl: config.databaseUrl, dataFolder: config.data, s3: config.s3, root }
  const reached = counter()

  const commands: Record<string, (files: string[], given: Given) => Promise<number>> = {
    async backup(_files, { to }) {
      const folder = to ? resolve(to) : config.backups.folder
      const takenAt = now()
      const made = await madeApart({ ...source, file: join(folder, nameAt(takenAt)), takenAt }, reached)
      if (config.backups.kept > 0) await pruned(folder, config.backups.kept)
      return told(made, folder)
    },
    async archive([file]) {
      if (!file) return misunderstood(t)
      return told(await madeApart({ ...source, file: resolve(file), takenAt: now() }, reached), dirname(resolve(file)))
    },
    async restore([file], { replace = false }) {
      if (!file) return misunderstood(t)
      const { checked, aside } = await restore({ ...source, file: resolve(file), replaces: replace, now, reached })
      const { rows, manifest, about } = checked
      say('restored', { name: about.network, takenAt: about.takenAt, rows, files: manifest.files })
      if (aside) say('aside', { folder: aside })
      say('links_as_then')
      return 0
    },
    async 'links:revoke'(_files, { before }) {
      const until = before === undefined ? now() : new Date(before)
      if (Number.isNaN(until.getTime())) return misunderstood(t)
      const db = await openDatabase(config.databaseUrl, root)
      try {
        say('links_revoked', { ...(await revokeLinks(db, until, now())), until: until.toISOString() })
      } finally {
        await db.close()
      }
      return 0
    },
    async 'storage:check'(_files, { sweep = false }) {
      const storage = await openStorage(source)
      const found = await checkStorage(source, storage, { now: now(), sweeps: sweep, reached })
      const { missing, corrupted, orphaned, swept, ...counts } = found
      const many = { missing: missing.length, corrupted: corrupted.length, orphaned: orphaned.length }
      say('storage_checked', { ...counts, ...many })
      each('storage_missing', missing)
      each('storage_corrupted', corrupted)
      each('storage_orphaned', orphaned)
      if (sweep) say('storage_swept', { swept })
      return missing.length + corrupted.length > 0 ? 1 : 0
    },
    async 'storage:move'(_files, { to }) {
      if (to !== 's3' && to !== 'folder') return misunderstood(t)
      if (!config.s3) throw new ArchiveFault('no_store')
      const [folder, s3] = [await openStorage({ ...source, s3: undefined }), await openStorage(source)]
      const stores = to === 's3' ? { from: folder, to: s3 } : { from: s3, to: folder }
      const { missing, corrupted, ...counts } = await moveFiles(source, { ...stores, reached })
      const remaining = missing.length + corrupted.length
      say('storage_moved', { ...counts, remaining })
      each('storage_missing', missing)
      each('storage_corrupted', corrupted)
      if (remaining === 0) say(`storage_moved_to_${to}`)
      return remaining > 0 ? 1 : 0
    },
    async 'journal:verify'() {
      const { rows, broken } = await glimpsed(config.databaseUrl, ({ reader }) => journalVerdict(reader))
      if (broken === undefined) say('journal_whole', { count: rows })
      else say('journal_broken', { seq: String(broken) })
      return broken === undefined ? 0 : 1
    },
  }

  const told = ({ file, rows, files, bytes, sha256, missing }: Made, folder: string) => {
    say('made', { file: join(folder, file), rows, files, bytes, sha256 })
    for (const one of missing) say('missing', { file: one })
    return 0
  }

  const each = (key: string, names: string[]) => {
    for (const one of names) say(key, { name: one })
  }

  const command = commands[name]
  const asked = argumentsOf(rest)
  if (!command || !asked) return misunderstood(t)
  try {
    return await command(asked.positionals, asked.values)
  } catch (error) {
    process.stderr.write(`${inWords(t, locale, error)}\n`)
    return 1
  }
}

interface Given {
  to?: string
  replace?: boolean
  sweep?: boolean
  before?: string
}

function argumentsOf(args: string[]): { positionals: string[]; values: Given } | undefined {
  try {
    const [text, mark] = [{ type: 'string' }, { type: 'boolean' }] as const
    const options = { to: text, before: text, replace: mark, sweep: mark }
    return parseArgs({ args, options, allowPositionals: true })
  } catch {
    return undefined
  }
}

function misunderstood(t: Translate): number {
  process.stderr.write(`${t('archive.command.usage')}\n`)
  return 64
}

function inWords(t: Translate, locale: Locale, error: unknown): string {
  const known = faultOf(error, '')
  if (known instanceof ArchiveFault) return t(`archive.fault.${known.key}`, numbersIn(locale, known.details))
  if (error instanceof Unavailable) return t(`refusals.database_${error.reason}`)
  return `${t('archive.fault.unexpected')}\n${(error as Error).stack ?? String(error)}`
}

function numbersIn(locale: Locale, params: Record<string, unknown>): Record<string, unknown> {
  const said = ([key, value]: [string, unknown]) =>
    [key, typeof value === 'number' && key !== 'count' ? value.toLocaleString(locale) : value] as const
  return Object.fromEntries(Object.entries(params).map(said))
}

/** The terminal's language; the network's where the terminal has none of ours. */
async function localeOf(databaseUrl: string): Promise<Locale> {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  const wanted = LC_ALL || LC_MESSAGES || LANG || ''
  if (/^fr/i.test(wanted)) return 'fr-CA'
  if (/^en/i.test(wanted)) return 'en'
  try {
    const { locale } = await glimpsed(databaseUrl, ({ reader }) => findNetwork(reader))
    return isLocale(locale) ? locale : 'fr-CA'
  } catch {
    return 'fr-CA'
  }
}

/** How far it is, on a terminal only. */
function counter() {
  if (!process.stderr.isTTY) return () => {}
  return (done: number, total: number) => {
    process.stderr.write(`\r${total > 0 ? Math.floor((done / total) * 100) : 0} % ${done === total ? '\n' : ''}`)
  }
}
