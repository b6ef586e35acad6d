import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Facts } from './facts.ts'
import { output, root, temporary } from './processes.ts'
import { openCluster } from './postgresql.ts'
import type { Housed } from './server.ts'

export const engineNames = ['sqlite', 'postgresql'] as const
export type EngineName = (typeof engineNames)[number]

/** A network that was loaded, in a folder of its own that a run may change as it likes. */
export interface Loaded extends Housed {
  facts: Facts
  remove(): Promise<void>
}

export type Histories = 'usual' | 'long'

export interface Engine {
  /** Histories are long where reports are measured: ten moves and more for each initiative. */
  load(size: number, histories?: Histories): Promise<Loaded>
  close(): Promise<void>
}

export function openEngine(name: EngineName): Promise<Engine> {
  return name === 'sqlite' ? Promise.resolve(sqlite) : postgresql()
}

const sqlite: Engine = {
  async load(size, histories = 'usual') {
    const folder = temporary()
    const path = join(folder, 'sillon.db')
    copyFileSync(await settledFile(size, histories), path, constants.COPYFILE_FICLONE)
    onDisk(path)
    const databaseUrl = `sqlite:${path}`
    return { databaseUrl, folder, facts: await factsOf(databaseUrl), remove: async () => removed(folder) }
  },
  async close() {},
}

async function postgresql(): Promise<Engine> {
  const cluster = await openCluster()
  const settled = new Set<string>()
  let runs = 0
  return {
    async load(size, histories = 'usual') {
      const template = `settled_${size}_${histories}`
      if (!settled.has(template)) {
        await cluster.administer(`create database ${template} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
        await settle(cluster.urlOf(template), size, histories)
        settled.add(template)
      }
      const name = `run_${++runs}`
      await cluster.administer(`create database ${name} template ${template}`)
      const folder = temporary()
      const databaseUrl = cluster.urlOf(name)
      return {
        databaseUrl,
        folder,
        facts: await factsOf(databaseUrl),
        async remove() {
          await cluster.administer(`drop database ${name} with (force)`)
          removed(folder)
        },
      }
    },
    close: () => cluster.close(),
  }
}

// What the copy left in memory would be waited for by the first moves.
function onDisk(path: string) {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}

// Kept from run to run: whoever changes a migration or the generator loads anew.
async function settledFile(size: number, histories: Histories): Promise<string> {
  const folder = join(root, 'node_modules', '.cache', 'bench')
  const kind = histories === 'usual' ? `${size}-` : `${size}_${histories}-`
  const path = join(folder, `${kind}${fingerprint()}.db`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  for (const old of readdirSync(folder)) if (old.startsWith(kind)) rmSync(join(folder, old))
  const aside = join(folder, `loading-${process.pid}-${kind}.db`)
  await settle(`sqlite:${aside}`, size, histories)
  renameSync(aside, path)
  return path
}

async function settle(databaseUrl: string, size: number, histories: Histories) {
  const began = performance.now()
  await output('bench/loading.ts', { args: ['settle', String(size), histories], env: { DATABASE_URL: databaseUrl } })
  process.stdout.write(`  ${size} initiatives loaded in ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
}

async function factsOf(databaseUrl: string): Promise<Facts> {
  return JSON.parse(await output('bench/loading.ts', { args: ['facts'], env: { DATABASE_URL: databaseUrl } })) as Facts
}

const generator = ['cast.ts', 'derived.ts', 'dice.ts', 'network.ts', 'story.ts', 'words.ts']

function fingerprint(): string {
  const migrations = readdirSync(join(root, 'db/sqlite')).filter((name) => name.endsWith('.sql'))
  const hash = createHash('sha256')
  for (const file of [...migrations.map((name) => `db/sqlite/${name}`), ...generator.map((name) => `bench/${name}`)]) {
    hash.update(file).update(readFileSync(join(root, file)))
  }
  // A network is as old as the day it was loaded.
  return hash.update(new Date().toISOString().slice(0, 7)).digest('hex').slice(0, 16)
}

const removed = (folder: string) => rmSync(folder, { recursive: true, force: true })
