import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { atEnd } from './ending.ts'
import { folder } from './place.ts'
import { powerFor } from './power.ts'
import type { Row } from './report.ts'
import { troubled } from './troubled.ts'

const DISK_MB = 64

/** The disk is full, of a file that is then taken away: a small one of its own when root may mount it. */
export async function full(times: number, seed: number): Promise<Row[]> {
  const within = folder('full')
  const disk = join(within, 'disk')
  mkdirSync(disk)
  const { status, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk])
  const rows: Row[] = []
  if (error || status !== 0) {
    rows.push({ event: 'disk full, a disk of its own', times: 0, note: 'not run: only root may mount one', faults: [] })
  } else {
    atEnd(() => spawnSync('umount', ['--lazy', disk]))
    const filler = join(disk, 'filler')
    rows.push(
      await troubled('disk full, a disk of its own (SQLite)', times, seed, disk, {
        env: () => ({}),
        begin: () => fill(filler),
        keepOn: () => fill(filler),
        finish: () => rmSync(filler, { force: true }),
      }),
    )
  }
  // Where a disk of its own can be mounted, a short run leaves it at that.
  if (times === 1 && rows[0]!.times > 0) return rows
  return [...rows, await failing('disk full, writes refused with ENOSPC (SQLite)', 'ENOSPC', times, seed)]
}

/** A disk that the system has made read-only, as it does with one that it no longer trusts. */
export async function readOnly(times: number, seed: number): Promise<Row[]> {
  const rows = [await failing('disk read-only, writes refused with EROFS (SQLite)', 'EROFS', times, seed)]
  if (times > 1) rows.push(await failing('disk broken, writes refused with EIO (SQLite)', 'EIO', times, seed))
  return rows
}

function failing(event: string, errno: 'ENOSPC' | 'EROFS' | 'EIO', times: number, seed: number): Promise<Row> {
  const within = folder(errno.toLowerCase())
  const power = powerFor(join(within, 'data'), within)
  return troubled(event, times, seed, within, {
    env: () => {
      power.sync()
      return power.env
    },
    begin: () => power.fail(constants.errno[errno]),
    keepOn: () => {},
    finish: () => power.heal(),
  })
}

// To the last byte, whatever else is written and erased beside it meanwhile.
async function fill(path: string) {
  const file = openSync(path, 'a')
  try {
    for (const size of [1 << 20, 4096, 1]) {
      const bytes = Buffer.alloc(size)
      for (;;) writeSync(file, bytes)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
  await pause(1)
}
