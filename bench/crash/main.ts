// What becomes of acknowledged moves when the server, its disk or its database dies under load: `npm run crash`.
// docs/reliability.md says what is tried, and how.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cuts } from './cuts.ts'
import { atEnd, end, endOnSignals, isEnded } from './ending.ts'
import { full, readOnly } from './disk.ts'
import { kills } from './kills.ts'
import { lock } from './lock.ts'
import { folder, freePort, root } from './place.ts'
import { heading, kept, type Row, told } from './report.ts'
import { onPostgresql, type Part, settingsFrom } from './settings.ts'
import { stopping } from './stopping.ts'

const began = performance.now()
const settings = settingsFrom(process.argv.slice(2))
const deeds: Partial<Record<Part, (times: number, seed: number) => Promise<Row[]>>> = {
  kills,
  cuts,
  full,
  readonly: readOnly,
  lock,
  stop: stopping,
}

endOnSignals()
buildOnce()
const rows: Row[] = []
process.stdout.write(heading())
for (const part of settings.only) {
  try {
    await (onPostgresql.includes(part) ? elsewhere(part) : deeds[part]!(settings.times[part], settings.seed).then(add))
  } catch (error) {
    add([{ event: part, times: 0, faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }])
  }
  await end()
  if (isEnded()) process.exit(130)
  if (settings.isFull) keep()
}
const faults = rows.reduce((sum, row) => sum + row.faults.length, 0)
process.stdout.write(
  `\n${faults === 0 ? 'Nothing was lost' : `${faults} faults`}${settings.isFull ? `; the figures are in ${keep()}` : ''}\n`,
)
process.exit(faults === 0 ? 0 : 1)

function keep(): string {
  return kept(rows, settings, (performance.now() - began) / 1000)
}

// As `npm start` would: many servers that start on top of each other must not build too.
function buildOnce() {
  const { status } = spawnSync(process.execPath, ['build.mjs'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('the server could not be built')
}

function add(more: Row[]) {
  rows.push(...more)
  for (const row of more) process.stdout.write(told(row))
}

// The tables of a process are of one kind of database from the moment they are loaded.
async function elsewhere(part: Part) {
  const url = `postgres://postgres:postgres@127.0.0.1:${await freePort()}/postgres`
  const args = [`${import.meta.dirname}/postgresql.ts`, part, String(settings.times[part]), String(settings.seed)]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, DATABASE_URL: url, TMPDIR: folder(part) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  // It may be ended before its own folders are gone: they are in ours.
  const closed = once(child, 'close') as Promise<[number | null]>
  atEnd(() => (child.kill('SIGTERM'), closed))
  const before = rows.length
  child.on('message', (more) => add(more as Row[]))
  const [code] = await closed
  if (code !== 0 || rows.length === before) throw new Error(`the part « ${part} » ended with ${code}`)
}
