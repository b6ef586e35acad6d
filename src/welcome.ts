import type { Config } from './config.ts'
import type { Workbench } from './jobs.ts'

/** On an empty database: the demo network, or the one-time link that makes the first administrator. */
export async function welcome(_floor: Omit<Workbench, 'mailer'>, _config: Config): Promise<void> {}
