import { resolve } from 'node:path'
import * as z from 'zod'

const flag = z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off', ''] })

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).optional(),
  SILLON_URL: z.url({ protocol: /^https?$/ }).optional(),
  SILLON_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/)
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+/)
    .optional(),
  SILLON_MAIL_FROM: z.string().min(3).optional(),
  SILLON_DEMO: flag.optional(),
  SILLON_BACKUP_FOLDER: z.string().min(1).optional(),
  SILLON_BACKUPS_KEPT: z.coerce.number().int().min(0).max(10_000).optional(),
  SILLON_BACKUP_HOUR: z.coerce.number().int().min(0).max(23).default(3),
  SILLON_METRICS_TOKEN: z.string().min(16).optional(),
  SILLON_SOURCE_URL: z.url({ protocol: /^https?$/ }).optional(),
  SILLON_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  SILLON_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional(),
  SILLON_S3_REGION: z.string().min(1).optional(),
  SILLON_S3_KEY: z.string().min(1).optional(),
  SILLON_S3_SECRET: z.string().min(1).optional(),
  CLAMD_HOST: z
    .string()
    .regex(/^(\/.+|[\w.-]+(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?)$/i)
    .optional(),
  SILLON_UPLOAD_LIMIT: z
    .string()
    .regex(/^\d+(\.\d+)? ?[kmgt]?i?[bo]?$/i)
    .refine((text) => bytesOf(text) >= 1)
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

const expectations: Record<string, string> = {
  NODE_ENV: 'development, test or production',
  PORT: 'a port number, 0 to 65535',
  HOST: 'an address to listen on, such as 127.0.0.1 or 0.0.0.0',
  SILLON_URL: 'the public address, such as https://sillon.example.org',
  SILLON_DATA: 'a folder for the database, the files and the outbox',
  DATABASE_URL: 'sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME',
  SMTP_URL: 'smtp://USER:PASSWORD@HOST:587 or smtps://…',
  SILLON_MAIL_FROM: 'a sender, such as Sillon <sillon@example.org>',
  SILLON_DEMO: '1 or 0',
  SILLON_BACKUP_FOLDER: 'a folder for the back-ups',
  SILLON_BACKUPS_KEPT: 'how many back-ups are kept, 0 for none by night',
  SILLON_BACKUP_HOUR: 'an hour of the night, 0 to 23',
  SILLON_METRICS_TOKEN: 'a secret of at least 16 characters',
  SILLON_SOURCE_URL: 'where the source of what runs is found, such as https://git.example.org/sillon',
  SILLON_S3_ENDPOINT: 'where a store that speaks S3 answers, such as https://s3.example.org',
  SILLON_S3_BUCKET: 'the bucket that holds the files and nothing else, such as sillon-files',
  SILLON_S3_REGION: 'the region of the bucket, such as ca-central-1',
  SILLON_S3_KEY: 'the access key of the store',
  SILLON_S3_SECRET: 'the secret that goes with SILLON_S3_KEY',
  CLAMD_HOST: 'where ClamAV listens, such as clamav, clamav:3310 or /run/clamav/clamd.ctl',
  SILLON_UPLOAD_LIMIT: 'how much one file may hold, such as 500 MB or 2 GB',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
}

const KEPT = 14

export interface Config {
  production: boolean
  port: number
  host: string
  /** Public address without a final slash; links in mail begin with it, never with the Host header. */
  url: string
  /** Whether people reach it by https: cookies are then Secure and HSTS is sent. */
  secure: boolean
  data: string
  databaseUrl: string
  smtpUrl: string | undefined
  mailFrom: string
  demo: boolean
  /** Who holds it may read /metrics from anywhere; without it, only this machine may. */
  metricsToken: string | undefined
  /** Where the source of the version that runs is offered to those who use it (AGPL, section 13). */
  sourceUrl: string | undefined
  /** Where ClamAV looks at files before anybody is handed them; undefined when none does. */
  scanner: { host: string; port: number } | { path: string } | undefined
  /** The store that speaks S3 where files are kept; the folder `files` of `data` when undefined. */
  s3: { endpoint: string; bucket: string; region: string; key: string; secret: string } | undefined
  /** How many bytes a file that is sent may hold; undefined for what is usual. */
  uploadLimit: number | undefined
  logLevel: string
  backups: {
    folder: string
    /** How many stay in the folder: the newest. */
    kept: number
    /** In the network's time zone. */
    hour: number
    /** Whether one is made each night: in production, and wherever their number was set. */
    nightly: boolean
  }
}

/** A variable is missing or cannot be read; the message names it and says what was expected. */
export class Misconfigured extends Error {
  override name = 'Misconfigured'
}

/** The only reader of the environment. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable, as compose files leave them, is as good as none.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
    throw new Misconfigured(
      names.map((name) => `${name} is "${said(env, name)}": expected ${expectations[name]}`).join('\n'),
    )
  }
  const { NODE_ENV, PORT, HOST, SILLON_URL, SILLON_DATA, DATABASE_URL, SMTP_URL, SILLON_MAIL_FROM, SILLON_DEMO } =
    parsed.data
  const { SILLON_BACKUP_FOLDER, SILLON_BACKUPS_KEPT, SILLON_BACKUP_HOUR } = parsed.data
  const production = NODE_ENV === 'production'
  if (production && !SILLON_URL) throw new Misconfigured(`SILLON_URL is missing: expected ${expectations.SILLON_URL}`)

  const data = resolve(SILLON_DATA)
  const url = (SILLON_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, '')
  return {
    production,
    port: PORT,
    host: HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    url,
    secure: url.startsWith('https:'),
    data,
    databaseUrl: DATABASE_URL ?? `sqlite:${resolve(data, 'sillon.db')}`,
    smtpUrl: SMTP_URL,
    mailFrom: SILLON_MAIL_FROM ?? `Sillon <sillon@${new URL(url).hostname}>`,
    demo: SILLON_DEMO ?? !production,
    metricsToken: parsed.data.SILLON_METRICS_TOKEN,
    sourceUrl: parsed.data.SILLON_SOURCE_URL,
    scanner: parsed.data.CLAMD_HOST === undefined ? undefined : scannerAt(parsed.data.CLAMD_HOST),
    s3: s3In(parsed.data),
    uploadLimit: parsed.data.SILLON_UPLOAD_LIMIT === undefined ? undefined : bytesOf(parsed.data.SILLON_UPLOAD_LIMIT),
    logLevel: parsed.data.LOG_LEVEL,
    backups: {
      folder: resolve(SILLON_BACKUP_FOLDER ?? resolve(data, 'backups')),
      kept: SILLON_BACKUPS_KEPT ?? KEPT,
      hour: SILLON_BACKUP_HOUR,
      nightly: SILLON_BACKUPS_KEPT === undefined ? production : SILLON_BACKUPS_KEPT > 0,
    },
  }
}

/** « 2 GB », « 500M », « 1000000 »: in units of 1,024. */
function bytesOf(text: string): number {
  const [, amount = '', unit = ''] = /^([\d.]+) ?([kmgt]?)/i.exec(text) ?? []
  return Math.floor(Number(amount) * 1024 ** ' kmgt'.indexOf(unit.toLowerCase() || ' '))
}

const CLAMD_PORT = 3310

function scannerAt(place: string): NonNullable<Config['scanner']> {
  if (place.startsWith('/')) return { path: place }
  const [, host = '', port] = /^\[?(.+?)\]?(?::(\d+))?$/.exec(place) ?? []
  return { host, port: Number(port ?? CLAMD_PORT) }
}

/** All five variables or none. */
function s3In(env: z.output<typeof Environment>): Config['s3'] {
  const { SILLON_S3_ENDPOINT: endpoint, SILLON_S3_BUCKET: bucket, SILLON_S3_REGION: region } = env
  const { SILLON_S3_KEY: key, SILLON_S3_SECRET: secret } = env
  if (endpoint && bucket && region && key && secret) return { endpoint, bucket, region, key, secret }
  const names = (
    ['SILLON_S3_ENDPOINT', 'SILLON_S3_BUCKET', 'SILLON_S3_REGION', 'SILLON_S3_KEY', 'SILLON_S3_SECRET'] as const
  ).filter((name) => env[name] === undefined)
  if (names.length === 5) return undefined
  throw new Misconfigured(names.map((name) => `${name} is missing: expected ${expectations[name]}`).join('\n'))
}

// A secret is not repeated where logs are kept, even if it cannot be one.
const secrets = ['SILLON_METRICS_TOKEN', 'SILLON_S3_KEY', 'SILLON_S3_SECRET']
const said = (env: NodeJS.ProcessEnv, name: string) => (secrets.includes(name) ? '…' : (env[name] ?? ''))
