import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Misconfigured, readConfig } from '../src/config.ts'

describe('without any variable', () => {
  test('Sillon runs for a laptop: SQLite in ./data, on this machine alone, with the demonstration', () => {
    expect(readConfig({})).toEqual({
      production: false,
      port: 3000,
      host: '127.0.0.1',
      url: 'http://localhost:3000',
      secure: false,
      data: resolve('data'),
      databaseUrl: `sqlite:${resolve('data/sillon.db')}`,
      smtpUrl: undefined,
      mailFrom: 'Sillon <sillon@localhost>',
      demo: true,
      metricsToken: undefined,
      sourceUrl: undefined,
      scanner: undefined,
      s3: undefined,
      logLevel: 'info',
      backups: { folder: resolve('data/backups'), kept: 14, hour: 3, nightly: false },
    })
  })
})

test.each([
  ['2 GB', 2 * 1024 ** 3],
  ['500M', 500 * 1024 ** 2],
  ['1.5 Go', 1.5 * 1024 ** 3],
  ['1000000', 1_000_000],
])('%s is how much a file may hold', (said, bytes) => {
  expect(readConfig({ SILLON_UPLOAD_LIMIT: said }).uploadLimit).toBe(bytes)
})

test.each(['much', '0', '-1', '2 GBs'])('%s is no size, and the message says what would be', (said) => {
  expect(() => readConfig({ SILLON_UPLOAD_LIMIT: said })).toThrow(/SILLON_UPLOAD_LIMIT is ".+": expected .*2 GB/)
})

describe('in production', () => {
  const production = { NODE_ENV: 'production', SILLON_URL: 'https://sillon.example.org/' }

  test('it listens to everybody, at the address given, without the demonstration', () => {
    expect(readConfig(production)).toMatchObject({
      production: true,
      host: '0.0.0.0',
      url: 'https://sillon.example.org',
      secure: true,
      demo: false,
      mailFrom: 'Sillon <sillon@sillon.example.org>',
    })
  })

  test('the public address must be given: links in mail begin with it', () => {
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow('SILLON_URL is missing: expected the public address')
  })

  test('by http its cookies are not Secure', () => {
    expect(readConfig({ ...production, SILLON_URL: 'http://intranet.local' }).secure).toBe(false)
  })
})

test('ClamAV is named by its host, its host and port, or its socket', () => {
  const scannerAt = (place: string) => readConfig({ CLAMD_HOST: place }).scanner
  expect(scannerAt('clamav')).toEqual({ host: 'clamav', port: 3310 })
  expect(scannerAt('10.0.0.7:4000')).toEqual({ host: '10.0.0.7', port: 4000 })
  expect(scannerAt('[::1]:4000')).toEqual({ host: '::1', port: 4000 })
  expect(scannerAt('/run/clamav/clamd.ctl')).toEqual({ path: '/run/clamav/clamd.ctl' })
})

describe('a variable that cannot be read is named, with what was expected', () => {
  test.each([
    ['NODE_ENV', 'prod', 'development, test or production'],
    ['PORT', 'http', 'a port number, 0 to 65535'],
    ['PORT', '70000', 'a port number, 0 to 65535'],
    ['PORT', '80.5', 'a port number, 0 to 65535'],
    ['SILLON_URL', 'sillon.example.org', 'the public address'],
    ['SILLON_URL', 'ftp://sillon.example.org', 'the public address'],
    ['DATABASE_URL', 'mysql://localhost/sillon', 'sqlite:PATH or postgres://'],
    ['DATABASE_URL', 'sillon.db', 'sqlite:PATH or postgres://'],
    ['SMTP_URL', 'mail.example.org', 'smtp://USER:PASSWORD@HOST:587'],
    ['SILLON_MAIL_FROM', 'a', 'a sender'],
    ['SILLON_DEMO', 'perhaps', '1 or 0'],
    ['SILLON_BACKUPS_KEPT', 'many', 'how many back-ups are kept'],
    ['SILLON_BACKUPS_KEPT', '-1', 'how many back-ups are kept'],
    ['SILLON_BACKUP_HOUR', '24', 'an hour of the night, 0 to 23'],
    ['SILLON_SOURCE_URL', 'javascript:alert(1)', 'where the source of what runs is found'],
    ['CLAMD_HOST', 'clam av', 'where ClamAV listens'],
    ['SILLON_S3_ENDPOINT', 'minio:9000', 'where a store that speaks S3 answers'],
    ['SILLON_S3_BUCKET', 'My files', 'the bucket that holds the files'],
    ['LOG_LEVEL', 'loud', 'fatal, error, warn'],
  ])('%s=%s', (name, value, expected) => {
    expect(() => readConfig({ [name]: value })).toThrow(Misconfigured)
    expect(() => readConfig({ [name]: value })).toThrow(`${name} is "${value}": expected ${expected}`)
  })

  test('all of them at once, one per line', () => {
    const message = () => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })
    expect(message).toThrow(/^PORT is "x".*\nLOG_LEVEL is "y"/)
  })
})

describe('a back-up is made each night', () => {
  const production = { NODE_ENV: 'production', SILLON_URL: 'https://sillon.example.org/' }

  test('in production, at three, and fourteen are kept beside the data', () => {
    const folder = resolve('data/backups')
    expect(readConfig(production).backups).toEqual({ folder, kept: 14, hour: 3, nightly: true })
  })

  test('where it is asked for, when and how many', () => {
    const asked = { SILLON_BACKUP_FOLDER: '/copies', SILLON_BACKUPS_KEPT: '30', SILLON_BACKUP_HOUR: '0' }
    expect(readConfig(asked).backups).toEqual({ folder: '/copies', kept: 30, hour: 0, nightly: true })
  })

  test('not in production either when none is kept', () => {
    expect(readConfig({ ...production, SILLON_BACKUPS_KEPT: '0' }).backups).toMatchObject({ kept: 0, nightly: false })
  })
})

describe('a store that speaks S3', () => {
  const all = {
    SILLON_S3_ENDPOINT: 'https://s3.example.org',
    SILLON_S3_BUCKET: 'sillon-files',
    SILLON_S3_REGION: 'ca-central-1',
    SILLON_S3_KEY: 'AKIA0123',
    SILLON_S3_SECRET: 'not-to-be-told',
  }

  test('takes five variables', () => {
    expect(readConfig(all).s3).toEqual({
      endpoint: 'https://s3.example.org',
      bucket: 'sillon-files',
      region: 'ca-central-1',
      key: 'AKIA0123',
      secret: 'not-to-be-told',
    })
  })

  test.each(Object.keys(all))('is not begun without %s, and what was given is not repeated', (name) => {
    const given = { ...all, [name]: '' }
    expect(() => readConfig(given)).toThrow(`${name} is missing: expected`)
    expect(() => readConfig(given)).not.toThrow(/not-to-be-told|AKIA0123/)
  })
})

test.each([
  ['1', true],
  ['true', true],
  ['on', true],
  ['0', false],
  ['no', false],
])('SILLON_DEMO=%s', (value, demo) => {
  expect(readConfig({ SILLON_DEMO: value }).demo).toBe(demo)
})

test('an empty variable, as compose files leave them, is as good as none', () => {
  const empty = { HOST: '', PORT: '', SILLON_DATA: '', SMTP_URL: '', SILLON_DEMO: '', DATABASE_URL: '' }
  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('the token of /metrics is long, and is not repeated where it is refused', () => {
  const SILLON_METRICS_TOKEN = 'a-token-of-thirty-two-characters'
  expect(readConfig({ SILLON_METRICS_TOKEN }).metricsToken).toBe(SILLON_METRICS_TOKEN)
  const short = () => readConfig({ SILLON_METRICS_TOKEN: 'abracadabra' })
  expect(short).toThrow('SILLON_METRICS_TOKEN is "…": expected a secret of at least 16 characters')
  expect(short).not.toThrow('abracadabra')
})

test('both schemes of PostgreSQL are read', () => {
  for (const url of ['postgres://u:p@h/n', 'postgresql://u:p@h/n'])
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
})
