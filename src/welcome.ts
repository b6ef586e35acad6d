import { isWithoutAccounts } from './accounts/queries.ts'
import type { Config } from './config.ts'
import { foundingLink } from './invitations/founding.ts'
import type { Workbench } from './jobs.ts'

/** On an empty database: the demo network, or the one-time link that makes the first administrator. */
export async function welcome({ db, clock, url, log }: Omit<Workbench, 'mailer'>, config: Config): Promise<void> {
  if (!(await isWithoutAccounts(db))) return
  // A demo start needs no administrator: the demo room fills the empty database here.
  if (config.demo) return
  const link = await foundingLink(db, url, clock.now())
  // The link itself goes to the terminal alone: logs are kept and read by more people.
  log.info({ hours: 48 }, 'no account yet: the link on standard output makes the first administrator')
  process.stdout.write(`\n  First administrator / première administration (48 h):\n  ${link}\n`)
}
