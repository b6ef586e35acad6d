import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { atEnd, isEnded } from './ending.ts'
import { type Place, root } from './place.ts'

export interface Served {
  origin: string
  child: ChildProcess
  /** From the start of the process to the first /readyz that says 200, in milliseconds. */
  readyAfter: number
  ended: Promise<[number | null, string | null]>
  isUp(): boolean
  /** What it wrote, its last words. */
  said(): string
  /** Bugs that it logged: answers of 500, and what nobody caught. */
  bugs(): string[]
  kill(): Promise<void>
}

const LATEST_MS = 30_000

/** Starts the bundled server as `npm start` does, without waiting for it. */
export function launch(place: Place, more: Record<string, string> = {}): Omit<Served, 'readyAfter'> {
  if (isEnded()) throw new Error('the run was interrupted')
  const child = spawn(process.execPath, ['start.mjs'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      PORT: String(place.port),
      SILLON_DATA: place.data,
      SILLON_DEMO: '0',
      DATABASE_URL: place.databaseUrl,
      LOG_LEVEL: 'warn',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>
  const forget = atEnd(() => (child.kill('SIGKILL'), ended))
  void ended.then(forget)
  const bugs: string[] = []
  let said = ''
  const heard = (part: Buffer) => {
    said = (said + part.toString()).slice(-20_000)
    for (const line of part.toString().split('\n')) if (/"msg":"bug"|^\s*throw /.test(line)) bugs.push(line)
  }
  child.stdout.on('data', heard)
  child.stderr.on('data', heard)
  return {
    origin: `http://127.0.0.1:${place.port}`,
    child,
    ended,
    isUp: () => child.exitCode === null && child.signalCode === null,
    said: () => said,
    bugs: () => bugs,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Starts the server and waits until it is ready. Throws with its last words when it ends instead. */
export async function serve(place: Place, more: Record<string, string> = {}): Promise<Served> {
  const began = performance.now()
  const served = launch(place, more)
  while (!(await isReady(served.origin))) {
    if (!served.isUp()) throw new Error(`the server ended before it was ready:\n${served.said()}`)
    if (performance.now() - began > LATEST_MS) throw new Error(`not ready after 30 s:\n${served.said()}`)
    await pause(15)
  }
  return { ...served, readyAfter: performance.now() - began }
}

export function isReady(origin: string): Promise<boolean> {
  return fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
    async (answer) => {
      await answer.arrayBuffer()
      return answer.status === 200
    },
    () => false,
  )
}
