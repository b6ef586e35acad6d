import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort, memoryOf, root, started, stopped } from './processes.ts'

/** The real server, built, in a process of its own. */
export interface Server {
  origin: string
  pid: number
  /** From the start of the process to its first « ready », in milliseconds. */
  readyAfter: number
  memory(): ReturnType<typeof memoryOf>
  /** How late the event loop was since this was last asked: the 99th percentile, in milliseconds. Clears the garbage away. */
  lag(): Promise<number>
  stop(): Promise<void>
}

export interface Housed {
  databaseUrl: string
  /** A folder for the outbox, the files and what is measured. */
  folder: string
}

export async function serve({ databaseUrl, folder }: Housed, node: string[] = []): Promise<Server> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const lagFile = join(folder, `lag-${port}`)
  const began = performance.now()
  const child = started('dist/server.mjs', {
    // As `start.mjs` has it.
    node: [
      '--max-semi-space-size=4',
      '--heap-growing-percent=100',
      ...node,
      '--import',
      join(root, 'bench', 'lag.mjs'),
    ],
    env: {
      NODE_ENV: 'production',
      // As the Dockerfile has it.
      MALLOC_ARENA_MAX: '1',
      LOG_LEVEL: 'silent',
      HOST: '127.0.0.1',
      PORT: String(port),
      SILLON_URL: origin,
      SILLON_DATA: folder,
      SILLON_DEMO: '0',
      // The nightly back-up would begin with the server, and be measured with it.
      SILLON_BACKUPS_KEPT: '0',
      DATABASE_URL: databaseUrl,
      BENCH_LAG_FILE: lagFile,
    },
  })
  child.stdout!.resume()
  while (!(await isReady(origin))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    await pause(5)
  }
  const pid = child.pid!
  return {
    origin,
    pid,
    readyAfter: performance.now() - began,
    memory: () => memoryOf(pid),
    async lag() {
      // On a busy machine the answer takes its time: what was said before must not be read for it.
      rmSync(lagFile, { force: true })
      child.kill('SIGUSR2')
      while (!existsSync(lagFile) && child.exitCode === null && child.signalCode === null) await pause(20)
      await pause(300)
      return Number(readFileSync(lagFile, 'utf8'))
    },
    stop: () => stopped(child),
  }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`)).ok
  } catch {
    return false
  }
}
