import { Gauge, type Registry } from 'prom-client'
import type { Reader } from '../platform/db/database.ts'
import { backupState, type Handed } from './handed.ts'
import { lettersNow, queueNow } from './queries.ts'
import type { Sizes } from './sizes.ts'
import { version } from './version.ts'

/** What is read from the house when a monitor asks. */
export function gaugesOf(registry: Registry, handed: Handed & { sizes: () => Promise<Sizes> }) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `sillon_${name}`, help, labelNames, registers: [registry] })

  const built = gauge('build_info', 'Versions.', ['version', 'node', 'engine'])
  const isUp = gauge('database_up', 'Whether the database answered.')
  const database = gauge('database_bytes', 'Size of the database on disk.')
  const files = gauge('files', 'Files that are kept.')
  const fileBytes = gauge('files_bytes', 'Size of the files that are kept.')
  const jobs = gauge('jobs', 'Jobs of the queue; late ones are among those waiting, done ones of the last day.', [
    'state',
  ])
  const letters = gauge('letters', 'Letters of the queue.', ['state'])
  const { live, backups } = handed
  const connections = live && gauge('live_connections', 'Pages that are told of changes.')
  const backupAge =
    backups && gauge('backup_age_seconds', 'Age of the last back-up, by its state; absent without one.', ['state'])

  return {
    async read(db: Reader, now: Date): Promise<void> {
      if (live) connections?.set(live.open())
      isUp.set(0)
      const [queue, mail, sizes] = await Promise.all([queueNow(db, now), lettersNow(db), handed.sizes()])
      isUp.set(1)
      built.set({ version, node: process.versions.node, engine: sizes.database.engine }, 1)
      database.set(sizes.database.bytes)
      files.set(sizes.files?.files ?? NaN)
      fileBytes.set(sizes.files?.bytes ?? NaN)
      for (const [state, count] of Object.entries(queue)) jobs.set({ state: state.replace('W', '_w') }, count)
      letters.set({ state: 'waiting' }, mail.waiting)
      letters.set({ state: 'dead' }, mail.dead)
      if (!backups || !backupAge) return
      const [last] = await backups()
      backupAge.reset()
      if (last) backupAge.set({ state: backupState(last, now) }, (now.getTime() - last.at.getTime()) / 1000)
    },
  }
}
