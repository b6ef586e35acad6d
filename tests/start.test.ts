import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { dialect } from '../src/platform/db/dialect.ts'
import { root } from './database.ts'
import { freePort } from './ports.ts'

// `npm start`, as somebody runs it: bundled, in a process of its own, on a database of its own.

let folder: string
let child: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sillon-start-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function start(settings: Record<string, string> = {}, command = process.execPath, args = ['start.mjs']) {
  const port = await freePort()
  const database = dialect === 'postgresql' ? inject('postgresUrl') : `sqlite:${join(folder, 'sillon.db')}`
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    SILLON_DATA: folder,
    SILLON_DEMO: '0',
    DATABASE_URL: database,
    ...settings,
  }
  child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (said += part.toString()))
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>
  return { origin: `http://127.0.0.1:${port}`, said: () => said, ended, stop: () => child?.kill('SIGTERM') }
}

async function ready(origin: string, said: () => string) {
  await expect
    .poll(
      () =>
        fetch(`${origin}/readyz`).then(
          (answer) => answer.status,
          () => said(),
        ),
      { timeout: 50_000, interval: 50 },
    )
    .toBe(200)
}

describe('npm start', () => {
  test('listens, answers, and on SIGTERM ends cleanly', { timeout: 120_000 }, async () => {
    const { origin, said, ended, stop } = await start()
    await ready(origin, said)
    expect((await fetch(`${origin}/help`)).status).toBe(200)
    stop()
    expect(await ended).toEqual([0, null])
    expect(said()).toContain('"msg":"stopping"')
  })

  test('ends cleanly too when npm is told to, which tells only its shell', { timeout: 120_000 }, async () => {
    const { origin, said } = await start({ npm_lifecycle_event: 'start' }, 'sh', [
      '-c',
      `"${process.execPath}" start.mjs; true`,
    ])
    await ready(origin, said)
    child?.kill('SIGTERM')
    await expect.poll(said).toContain('"msg":"stopping"')
    await expect
      .poll(
        () =>
          fetch(origin).then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 20_000 },
      )
      .toBe('down')
  })

  test('says in words which variable is wrong, and ends with 78', { timeout: 120_000 }, async () => {
    const { said, ended } = await start({ PORT: 'http' })
    expect(await ended).toEqual([78, null])
    expect(said()).toContain('PORT is "http": expected a port number')
  })
})

describe('start.mjs', () => {
  const place = (...parts: string[]) => join(folder, ...parts)
  const run = () => spawnSync(process.execPath, [place('start.mjs')], { encoding: 'utf8' })
  beforeEach(() => copyFileSync(join(root, 'start.mjs'), place('start.mjs')))

  test('says to run npm ci when nothing is installed', () => {
    const { status, stderr } = run()
    expect(status).toBe(1)
    expect(stderr).toContain('npm ci')
  })

  test('under an older Node says what is needed when no newer one is there', () => {
    pretend('18.20.0')
    mkdirSync(place('node_modules'))
    const { status, stderr } = run()
    expect(status).toBe(1)
    expect(stderr).toContain('Sillon needs Node 24 or later; this is 18.20.0')
  })

  test('under an older Node goes on with the one that npm brought, and keeps its exit code', () => {
    pretend('20.20.2')
    mkdirSync(place('node_modules', '.bin'), { recursive: true })
    // Stands for Node 24: says its version, and else shows what it was asked to run.
    writeFileSync(
      place('node_modules', '.bin', 'node'),
      '#!/bin/sh\n[ "$1" = --version ] && echo v24.21.0 && exit\necho "ran $*"\nexit 7\n',
      { mode: 0o755 },
    )
    const { status, stdout } = run()
    expect(stdout).toMatch(/^ran /)
    expect(stdout).toContain(place('start.mjs'))
    expect(status).toBe(7)
  })

  test('is written for old Node: no syntax or name that Node 18 lacks', () => {
    const text = readFileSync(join(root, 'start.mjs'), 'utf8')
    expect(text).not.toMatch(/import\.meta\.(?:dirname|filename|main)|Promise\.withResolvers|with \{ type|node:sqlite/)
  })

  function pretend(version: string) {
    const text = readFileSync(join(root, 'start.mjs'), 'utf8')
    writeFileSync(
      place('start.mjs'),
      text.replace('process.versions.node', `'${version}'`).replace('${process.versions.node}', version),
    )
  }
})
