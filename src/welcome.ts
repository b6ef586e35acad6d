import { DEMO_PASSWORD } from './accounts/passwords.ts'
import { isWithoutAccounts } from './accounts/queries.ts'
import type { Config } from './config.ts'
import { foundingLink } from './invitations/founding.ts'
import type { Workbench } from './jobs.ts'
import { Duplicate } from './platform/db/database.ts'
import type { Sealing } from './platform/sealing.ts'
import { Stale } from './platform/http/refusal.ts'
import { findNetwork } from './network/queries.ts'

/** On an empty database: the demo network, or the one-time link that makes the first administrator. */
export async function welcome(
  { db, clock, url, log, storage, dataFolder, databaseUrl }: Omit<Workbench, 'mailer'> & Sealing,
  config: Config,
): Promise<void> {
  if (config.demo) {
    const { seedDemo } = await import('./demo/commands.ts')
    const isSeeded = await seedDemo({ db, dataFolder, databaseUrl }, clock.now(), storage).catch((error: unknown) => {
      // Of two processes that find the same database empty, one fills it.
      if (error instanceof Duplicate || error instanceof Stale) return false
      throw error
    })
    if (isSeeded) log.info('the database was empty: it holds the demo network')
  }
  if ((await findNetwork(db)).isDemo) {
    process.stdout.write(`\n  Demo / démonstration: ${url}/sign-in\n  Password / mot de passe: ${DEMO_PASSWORD}\n`)
  }
  if (!(await isWithoutAccounts(db))) return
  const link = await foundingLink(db, url, clock.now())
  // The link itself goes to the terminal alone: logs are kept and read by more people.
  log.info({ hours: 48 }, 'no account yet: the link on standard output makes the first administrator')
  process.stdout.write(`\n  First administrator / première administration (48 h):\n  ${link}\n`)
}
