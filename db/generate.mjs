// Writes the migrations of both databases from the same tables. With `--fresh` (before a first release only)
// it begins again from nothing and adds the triggers of db/custom as a migration of their own.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, rmSync } from 'node:fs'

const fresh = process.argv.includes('--fresh')
for (const engine of ['sqlite', 'postgresql']) {
  const kit = (...args) =>
    execFileSync('drizzle-kit', ['generate', '--config', `db/${engine}.config.ts`, ...args], { stdio: 'inherit' })
  if (fresh) rmSync(`db/${engine}`, { recursive: true, force: true })
  kit(...(fresh ? ['--name', 'start'] : []))
  if (fresh) {
    kit('--custom', '--name', 'journal')
    const file = readdirSync(`db/${engine}`).find((name) => name.endsWith('_journal.sql'))
    copyFileSync(`db/custom/journal.${engine}.sql`, `db/${engine}/${file}`)
  }
}
