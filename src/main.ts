import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { backupsIn } from './archive/queries.ts'
import { createApp } from './app.ts'
import { Misconfigured, readConfig } from './config.ts'
import { chores, doneTogether, handlers, nights, sweeps } from './jobs.ts'
import { systemClock } from './platform/clock.ts'
import { openDatabase } from './platform/db/open.ts'
import { closing } from './platform/http/closing.ts'
import { worker } from './platform/jobs/worker.ts'
import { logger } from './platform/log.ts'
import { hostOf, outboxMailer, smtpMailer } from './platform/mail/mail.ts'
import { openStorage } from './platform/storage/opening.ts'
import { welcome } from './welcome.ts'

const root = resolve(import.meta.dirname, '..')

try {
  await run()
} catch (error) {
  if (!(error instanceof Misconfigured)) throw error
  process.stderr.write(`Sillon cannot start:\n${error.message}\n`)
  process.exitCode = 78
}

async function run() {
  const config = readConfig(process.env)
  const log = logger(config.logLevel)
  mkdirSync(config.data, { recursive: true })

  const keeping = { dataFolder: config.data, s3: config.s3 }
  const storage = await openStorage(keeping)
  const db = await openDatabase(config.databaseUrl, root)
  const stopping = new AbortController()
  const floor = {
    db,
    databaseUrl: config.databaseUrl,
    clock: systemClock,
    storage,
    log,
    url: config.url,
    secure: config.secure,
    dataFolder: config.data,
    stopping: stopping.signal,
    sourceUrl: config.sourceUrl,
    scanner: config.scanner,
    uploadLimit: config.uploadLimit,
  }
  await welcome(floor, config)

  const mailer = config.smtpUrl
    ? smtpMailer(config.smtpUrl, config.mailFrom)
    : outboxMailer(join(config.data, 'outbox'), config.mailFrom, log)
  const archiving = {
    source: { ...keeping, databaseUrl: config.databaseUrl, root },
    nights: config.backups,
  }
  const jobs = worker(floor, handlers({ ...floor, ...archiving, mailer }), doneTogether)
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, connectionsCheckingInterval: 5_000 })
  const handed = {
    metricsToken: config.metricsToken,
    smtpHost: config.smtpUrl && hostOf(config.smtpUrl),
    backups: () => backupsIn(config.backups.folder),
  }
  server.on('request', await createApp(floor, root, import.meta.filename.endsWith('.ts'), handed))

  const close = closing(server)

  server.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    const words =
      code === 'EADDRINUSE'
        ? `PORT ${config.port} is taken on ${config.host}: stop what uses it, or choose another PORT`
        : message
    process.stderr.write(`Sillon cannot listen: ${words}\n`)
    process.exit(69)
  })
  server.listen(config.port, config.host, () => {
    jobs.start()
    chores(floor).unref()
    sweeps(floor).unref()
    nights({ ...floor, ...archiving }).unref()
    log.info({ url: config.url, host: config.host, port: config.port }, 'listening')
    process.stdout.write(`\n  Sillon: ${config.url}\n\n`)
  })

  const stop = (signal: string) => {
    log.info({ signal }, 'stopping')
    // Requests under way are answered, the job under way is finished; ten seconds at most.
    setTimeout(() => process.exit(1), 9_500).unref()
    // Told at once: no job is begun while requests are still being answered.
    const worked = jobs.stop()
    stopping.abort()
    void Promise.all([close(), worked])
      .then(() => db.close())
      .then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
