import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Connection from 'better-sqlite3'
import { mulberry32 as dice } from '../dice.ts'
import { atEnd } from './ending.ts'
import { folder } from './place.ts'
import { powerFor } from './power.ts'
import type { Row } from './report.ts'

/**
 * Proves that the cut cuts: a small writer that does not wait for the disk (`synchronous` NORMAL, OFF) must lose what it
 * acknowledged, and the same one with FULL must not. A cut that loses nothing to anybody would prove nothing.
 */
export async function careless(seed: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const mode of ['OFF', 'NORMAL', 'FULL']) {
    const { written, lost } = await trial(mode, seed)
    const faults: string[] = []
    if (written === 0) faults.push('nothing was written')
    if (mode === 'FULL' ? lost > 0 : lost === 0) faults.push(`with ${mode}, ${lost} of ${written} were lost`)
    rows.push({ event: `control: power cut, synchronous=${mode}`, times: 1, acknowledged: written, lost, faults })
  }
  return rows
}

async function trial(mode: string, seed: number) {
  const within = folder('careless')
  const data = join(within, 'data')
  mkdirSync(data)
  const path = join(data, 'careless.db')
  const first = new Connection(path)
  first.pragma('journal_mode = WAL')
  first.exec('create table rows (n integer primary key, text text not null)')
  first.close()
  const power = powerFor(data, within)
  power.sync()

  const child = spawn(process.execPath, [join(import.meta.dirname, 'careless-writer.ts'), path, mode], {
    env: { PATH: process.env.PATH, ...power.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  atEnd(() => child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  await once(child.stdout, 'data')
  await pause(100 + dice(seed)() * 300)
  child.kill('SIGKILL')
  await once(child, 'close')
  // Only whole lines are acknowledgements.
  const written = said.lastIndexOf('\n') < 0 ? 0 : Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1))

  power.cut(() => false)
  const after = new Connection(path)
  const { many } = after.prepare('select count(*) as many from rows where n <= ?').get(written) as { many: number }
  after.close()
  return { written, lost: written - many }
}
