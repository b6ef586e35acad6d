import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { asc } from 'drizzle-orm'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { backupAtNight } from '../../src/archive/nightly.ts'
import { backupsIn } from '../../src/archive/queries.ts'
import { handlers, nights } from '../../src/jobs.ts'
import { network } from '../../src/network/tables.ts'
import { originalThresholds } from '../../src/domain/ages.ts'
import { newId } from '../../src/platform/id.ts'
import { queued } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { worker } from '../../src/platform/jobs/worker.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { useFolder } from './archives.ts'

const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true })
const here = useFolder()
const folder = () => join(house.source.dataFolder, 'backups')
const isRoot = process.getuid?.() === 0

async function backedUp(at: string) {
  house.now = new Date(at)
  await house.db.commit((tx) => [queued(tx, 'backup.run', {}, house.now, { id: `backup-${at}`, lane: 'long' })])
  await house.work()
}

describe('each night', () => {
  const night = { kept: 14, hour: 3 }
  const at = (instant: string) => backupAtNight(house.db, night, new Date(instant))

  test('one back-up is queued once its hour has come in the network’s time zone', async () => {
    // 02:59 in Montréal, then 03:00.
    expect(await at('2026-03-02T07:59:00Z')).toBe(false)
    expect(await at('2026-03-02T08:00:00Z')).toBe(true)
    expect(await house.db.select().from(jobs)).toMatchObject([
      { id: 'backup-2026-03-02', kind: 'backup.run', lane: 'long' },
    ])
  })

  test('once only, by however many processes, and again the night after', async () => {
    const asked = await Promise.all(Array.from({ length: 4 }, () => at('2026-03-02T08:05:00Z')))
    expect(asked.filter(Boolean)).toHaveLength(1)
    expect(await at('2026-03-03T04:00:00Z')).toBe(false)
    // The night when clocks go forward has no half past two; three o'clock it has.
    expect(await at('2026-03-08T07:30:00Z')).toBe(true)
    expect(await house.db.$count(jobs)).toBe(2)
  })

  test('later in the day when the server was down at that hour', async () => {
    expect(await at('2026-03-02T21:00:00Z')).toBe(true)
  })

  test('in the zone that the network chose', async () => {
    const row = { id: 'network', name: 'R', timeZone: 'Europe/Paris', locale: 'fr-FR', thresholds: originalThresholds }
    await house.db.commit((tx) => [tx.insert(network).values(row)])
    expect(await at('2026-03-02T02:00:00Z')).toBe(true)
  })

  test('none when none is kept, or when nobody wants it', async () => {
    expect(await backupAtNight(house.db, { kept: 0, hour: 3 }, house.now)).toBe(false)
    const set = { folder: folder(), kept: 14, hour: 3 }
    const floor = {
      db: house.db,
      clock: { now: () => house.now },
      log: pino({ level: 'silent' }),
      source: house.source,
    }
    clearInterval(nights({ ...floor, nights: { ...set, nightly: false } }))
    expect(await house.db.$count(jobs)).toBe(0)
    clearInterval(nights({ ...floor, nights: { ...set, nightly: true } }))
    await expect.poll(() => house.db.$count(jobs)).toBe(1)
  })
})

describe('a back-up', () => {
  test('is read again before it has its name; the newest three stay, with what is known of them', {
    timeout: 120_000,
  }, async () => {
    await settle(house)
    mkdirSync(folder())
    writeFileSync(join(folder(), 'notes.txt'), 'à garder')
    for (const day of ['02', '03', '04', '05']) await backedUp(`2026-03-${day}T08:00:00Z`)
    const all = await backupsIn(folder())
    expect(all.map(({ file }) => file)).toEqual([
      'sillon-20260305T080000Z.tar.gz',
      'sillon-20260304T080000Z.tar.gz',
      'sillon-20260303T080000Z.tar.gz',
    ])
    expect(readdirSync(folder()).filter((name) => !/^sillon-.*\.tar\.gz(\.json)?$/.test(name))).toEqual(['notes.txt'])
    const [newest] = all
    expect(newest).toMatchObject({ at: new Date('2026-03-05T08:00:00Z'), fault: undefined, files: 0 })
    expect(newest!.rows).toBeGreaterThan(20)
    const done = await house.db.select().from(jobs).orderBy(asc(jobs.runAt))
    expect(done.at(-1)!.outcome).toMatchObject({
      file: newest!.file,
      sha256: newest!.sha256,
      rows: newest!.rows,
      bytes: newest!.bytes,
    })
    expect(done.at(-1)).toMatchObject({ progressDone: newest!.rows, progressTotal: newest!.rows })
  })

  test('that somebody cut or whose note is gone is listed with its fault; what is no back-up is not listed', async () => {
    for (const day of ['02', '03']) await backedUp(`2026-03-${day}T08:00:00Z`)
    truncateSync(join(folder(), 'sillon-20260302T080000Z.tar.gz'), 100)
    rmSync(join(folder(), 'sillon-20260303T080000Z.tar.gz.json'))
    mkdirSync(join(folder(), 'sillon-20260304T080000Z.tar.gz'))
    writeFileSync(join(folder(), 'sillon-20260305T080000Z.tar.gz.part'), 'x')
    expect(await backupsIn(folder())).toMatchObject([
      { at: new Date('2026-03-03T08:00:00Z'), fault: 'unexpected', sha256: undefined },
      { at: new Date('2026-03-02T08:00:00Z'), fault: 'cut_short', bytes: 100 },
    ])
    expect(await backupsIn(join(here.path, 'none'))).toEqual([])
  })
})

test('what a process that was killed left half-made goes with the next back-up, after a day', async () => {
  const left = [join(folder(), 'sillon-20260227T080000Z.tar.gz.part'), join(house.source.dataFolder, 'held', newId())]
  const young = join(folder(), 'sillon-20260302T070000Z.tar.gz.part')
  mkdirSync(folder())
  mkdirSync(left[1]!, { recursive: true })
  for (const path of [left[0]!, young, join(left[1]!, 'a')]) writeFileSync(path, 'half')
  for (const path of left) utimesSync(path, new Date('2026-02-27T08:00:00Z'), new Date('2026-02-27T08:00:00Z'))
  utimesSync(young, new Date('2026-03-02T07:00:00Z'), new Date('2026-03-02T07:00:00Z'))
  await backedUp('2026-03-02T08:00:00Z')
  expect([...left, young].map((path) => existsSync(path))).toEqual([false, false, true])
})

describe('a back-up that cannot be written leaves no half file, keeps the older ones, and says why', () => {
  /** The last attempt of the job; returns how it ended. */
  async function triedIn(place: string) {
    const kept = { folder: place, kept: 3, hour: 3, nightly: false }
    const bench = {
      db: house.db,
      clock: { now: () => house.now },
      log: pino({ level: 'silent' }),
      source: house.source,
      nights: kept,
    } as unknown as Parameters<typeof handlers>[0]
    await house.db.commit((tx) => [
      queued(tx, 'backup.run', {}, house.now, { id: 'b', lane: 'long' }),
      tx.update(jobs).set({ attempts: 5 }),
    ])
    house.now = new Date(house.now.getTime() + 3_600_000)
    await worker(bench, handlers(bench)).drain()
    const [job] = await house.db.select().from(jobs)
    return job!
  }

  test('in a folder that is a file', { timeout: 120_000 }, async () => {
    writeFileSync(join(here.path, 'file'), 'x')
    const job = await triedIn(join(here.path, 'file', 'backups'))
    expect(job).toMatchObject({ deadAt: expect.any(Date), error: expect.stringMatching(/^ArchiveFault: no_folder/) })
    expect(readFileSync(join(here.path, 'file'), 'utf8')).toBe('x')
  })

  test.skipIf(isRoot)('in a folder where nobody may write', { timeout: 120_000 }, async () => {
    const place = join(here.path, 'closed')
    mkdirSync(place)
    chmodSync(place, 0o500)
    expect(await triedIn(place)).toMatchObject({ error: expect.stringMatching(/^ArchiveFault: read_only/) })
  })

  const small = mounted()
  test.skipIf(!small)('on a disk that is full, or may only be read', { timeout: 120_000 }, async () => {
    const place = small!
    try {
      await settle(house)
      await backedUp('2026-03-01T08:00:00Z')
      const older = 'sillon-20260301T080000Z.tar.gz'
      for (const name of [older, `${older}.json`]) writeFileSync(join(place, name), readFileSync(join(folder(), name)))
      await house.db.commit((tx) => [tx.delete(jobs)])
      writeFileSync(join(place, 'filler'), Buffer.alloc(filling(place)))
      const job = await triedIn(place)
      expect(job).toMatchObject({ deadAt: expect.any(Date), error: expect.stringMatching(/^ArchiveFault: no_space/) })
      expect(readdirSync(place).sort()).toEqual(['filler', older, `${older}.json`])
      expect((await backupsIn(place))[0]).toMatchObject({ file: older, fault: undefined })

      await house.db.commit((tx) => [tx.delete(jobs)])
      spawnSync('mount', ['-o', 'remount,ro', place])
      expect(await triedIn(place)).toMatchObject({ error: expect.stringMatching(/^ArchiveFault: read_only/) })
      spawnSync('mount', ['-o', 'remount,rw', place])

      // Space comes back, and so do the back-ups.
      await house.db.commit((tx) => [tx.delete(jobs)])
      rmSync(join(place, 'filler'))
      expect(await triedIn(place)).toMatchObject({ doneAt: expect.any(Date), error: null })
      expect(await backupsIn(place)).toHaveLength(2)
    } finally {
      spawnSync('umount', [place])
      rmSync(place, { recursive: true, force: true })
    }
  })
})

/** A disk of a quarter of a megabyte, where we may make one. */
function mounted(): string | undefined {
  if (!isRoot) return undefined
  const place = join('/tmp', `sillon-small-${process.pid}`)
  mkdirSync(place, { recursive: true })
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', place])
  if (status === 0) return place
  rmSync(place, { recursive: true, force: true })
  return undefined
}

function filling(place: string): number {
  const { stdout } = spawnSync('df', ['--output=avail', '-B1', place], { encoding: 'utf8' })
  return Number(stdout.trim().split('\n')[1]) - 4096
}
