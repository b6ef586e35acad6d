import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const BLOCK = 4096

export interface Power {
  /** What the environment of a process says to live on this disk. */
  env: Record<string, string>
  /** Writes fail with this errno until it is taken back. */
  fail(errno: number): void
  heal(): void
  /** Begins from what is in the folder now, as if all of it were on disk. */
  sync(): void
  /** What the disk still holds when power goes: what was synced and, of the rest, each block or not as `keeps` says. */
  cut(keeps: () => boolean): void
}

/** A disk below `data` that can lose power. Throws in plain words where there is no C compiler. */
export function powerFor(data: string, within: string): Power {
  const library = join(within, 'power.so')
  if (!existsSync(library)) compile(library)
  const [shadow, fault] = [join(within, 'shadow'), join(within, 'fault')]
  const sync = () => {
    rmSync(shadow, { recursive: true, force: true })
    cpSync(data, shadow, { recursive: true })
  }
  return {
    env: { LD_PRELOAD: library, POWER_FOLDER: data, POWER_SHADOW: shadow, POWER_FAULT: fault },
    fail: (errno) => writeFileSync(fault, String(errno)),
    heal: () => rmSync(fault, { force: true }),
    sync,
    cut(keeps) {
      for (const name of filesBelow(data)) strew(join(data, name), join(shadow, name), keeps)
      rmSync(data, { recursive: true })
      renameSync(shadow, data)
      // The index of the log is memory that SQLite makes again.
      for (const name of filesBelow(data)) if (name.endsWith('-shm')) rmSync(join(data, name))
    },
  }
}

function compile(library: string) {
  const source = join(import.meta.dirname, 'power.c')
  const { error, status, stderr } = spawnSync(
    'cc',
    ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl', '-lpthread'],
    { encoding: 'utf8' },
  )
  if (error) throw new Error(`power cuts need a C compiler, and « cc » cannot be run: ${error.message}`)
  if (status !== 0) throw new Error(`power.c does not compile:\n${stderr}`)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

// A disk may have written any block on its own account before it was asked to.
function strew(path: string, kept: string, keeps: () => boolean) {
  const written = readFileSync(path)
  const synced = existsSync(kept) ? readFileSync(kept) : undefined
  const after = Buffer.alloc(Math.max(written.length, synced?.length ?? 0))
  synced?.copy(after)
  let [isChanged, size] = [false, synced?.length ?? 0]
  for (let at = 0; at < written.length; at += BLOCK) {
    const block = written.subarray(at, at + BLOCK)
    if (synced && block.equals(synced.subarray(at, at + BLOCK))) continue
    if (!keeps()) continue
    block.copy(after, at)
    size = Math.max(size, at + block.length)
    isChanged = true
  }
  if (!isChanged) return
  mkdirSync(dirname(kept), { recursive: true })
  writeFileSync(kept, after.subarray(0, size))
}
