// `npm run check`: the whole bar, in the order in which faults are cheapest to find. Stops at the first.
// `--fast` leaves out the tests; `--projects=postgresql,parity` runs these suites only; `--report=FILE` also writes
// their results as JSON.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = import.meta.dirname
const isFast = process.argv.includes('--fast')
const option = (name) => process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3)
const report = option('report')
const projects = option('projects')?.split(',') ?? ['sqlite', 'postgresql', 'parity', 'browser']

/** Each step answers what is wrong, or nothing. @type {[string, () => string | undefined][]} */
const steps = [
  ['format', () => quietly('biome', 'format', '.')],
  ['lint', () => quietly('oxlint', '--type-aware', '--deny-warnings')],
  ['types', () => quietly('tsc', '--project', '.')],
  ['migrations of SQLite up to date', () => migrationsAreUpToDate('sqlite')],
  ['migrations of PostgreSQL up to date', () => migrationsAreUpToDate('postgresql')],
  ['nothing unused', () => quietly('knip', '--no-progress')],
  ['diagram up to date', () => quietly('node', 'docs/diagram.ts', '--check')],
  ...(isFast ? [] : [[`tests: ${projects.join(', ')}`, suite]]),
]

for (const [name, step] of steps) {
  const began = performance.now()
  const fault = step()
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6)
  process.stdout.write(`${fault === undefined ? '  ok ' : 'FAIL '}${seconds} s  ${name}\n`)
  if (fault !== undefined) {
    process.stdout.write(`\n${fault}\n`)
    process.exit(1)
  }
}

/** Runs a command of the project; its output is only shown when it fails. */
function quietly(command, ...args) {
  const { status, stdout, stderr, error } = run(command, args, 'pipe')
  return status === 0 ? undefined : `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`
}

function suite() {
  const path = report ?? join(root, 'node_modules/.cache/check.json')
  rmSync(path, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`]
  const { status } = run('vitest', ['run', ...projects.map((one) => `--project=${one}`), ...reporters], 'inherit')
  // A run that could not even begin may still end with 0: the report says whether tests were run, and passed.
  const { success, numPassedTests } = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  return status === 0 && success && numPassedTests > 0 ? undefined : 'Some tests fail; their reasons are above.'
}

/** Generates into a copy: a table that no migration makes yet shows as one more file. */
function migrationsAreUpToDate(engine) {
  const copy = `node_modules/.cache/migrations-${engine}`
  const config = join(root, `${copy}.json`)
  const schema = ['./src/*/tables.ts', './src/platform/*/tables.ts']
  rmSync(join(root, copy), { recursive: true, force: true })
  cpSync(join(root, 'db', engine), join(root, copy), { recursive: true })
  writeFileSync(config, JSON.stringify({ dialect: engine, schema, out: `./${copy}` }))
  const env = { DATABASE_URL: engine === 'sqlite' ? 'sqlite:' : 'postgres:' }
  const { status, stdout, stderr } = run('drizzle-kit', ['generate', '--config', config], 'pipe', env)
  const made = readdirSync(join(root, copy)).filter((name) => !existsSync(join(root, 'db', engine, name)))
  if (status !== 0) return `${stdout}${stderr}`
  return made.length > 0 ? `${stdout}\nThe tables have changed: run npm run db:generate.` : undefined
}

function run(command, args, stdio, env = {}) {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`
  return spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', stdio, stdio],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env, PATH: path },
  })
}
