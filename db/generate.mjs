// Writes the migrations of both databases from the same tables. With `--fresh` (before a first release only)
// it begins again from nothing and adds the triggers of db/custom as migrations of their own.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, rmSync } from 'node:fs'

const fresh = process.argv.includes('--fresh')
for (const engine of ['sqlite', 'postgresql']) {
  const kit = (...args) =>
    execFileSync('drizzle-kit', ['generate', '--config', `db/${engine}.config.ts`, ...args], { stdio: 'inherit' })
  if (fresh) rmSync(`db/${engine}`, { recursive: true, force: true })
  kit(...(fresh ? ['--name', 'start'] : []))
  if (fresh) {
    for (const name of ['journal', 'derived', 'documents', 'ledger', 'tested']) {
      kit('--custom', '--name', name)
      const file = readdirSync(`db/${engine}`).find((one) => one.endsWith(`_${name}.sql`))
      copyFileSync(`db/custom/${name}.${engine}.sql`, `db/${engine}/${file}`)
    }
  }
}
