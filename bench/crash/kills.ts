import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { mulberry32 as dice } from '../dice.ts'
import { examine, type Finding } from './checks.ts'
import { settle } from './company.ts'
import { newLedger } from './ledger.ts'
import { folder, type Place, placeIn } from './place.ts'
import { planted } from './planted.ts'
import { counted, type Row } from './report.ts'
import { launch, serve } from './server.ts'
import { snapshot } from './snapshot.ts'
import { press, resend } from './writers.ts'

const READY_MS = 5_000
// One start in eight is killed too, before or just after it is ready.
const SHARE_OF_STARTS = 1 / 8

// The lease of a job lasts a minute: a short run does not wait for it.
const LONG_RUN = 50
const WORK_DONE_MS = 300_000

/** kill -9 at a random instant under load, and again. */
export async function kills(times: number, seed: number): Promise<Row[]> {
  const roll = dice(seed)
  const within = folder('kills')
  const place = await placeIn(within)
  const company = await settle(place.databaseUrl)
  const ledger = newLedger({ unsure: false })
  const findings: Finding[] = []
  const faults: string[] = []
  let [slowest, starts, again] = [0, 0, 0]

  let server = await serve(place)
  for (let n = 0; n < times; n++) {
    const load = press(company, ledger, seed * 1000 + n, () => server.origin)
    await pause(80 + roll() * 700)
    await server.kill()
    await load.stop()
    faults.push(...server.bugs())
    if (roll() < SHARE_OF_STARTS) {
      const early = launch(place)
      await pause(roll() * 900)
      await early.kill()
      starts++
    }
    server = await serve(place)
    slowest = Math.max(slowest, server.readyAfter)
    again += ledger.unknown().length
    await resend(company, ledger, server.origin, 3)
    findings.push(...(await examine(place.databaseUrl, ledger, company)))
    if (findings.length > 0) break
  }
  const work = times < LONG_RUN ? '' : `; ${await workDone(place, faults)}`
  await server.kill()
  if (slowest > READY_MS) faults.push(`ready only after ${Math.round(slowest)} ms`)
  const { faults: found, ...sums } = counted(findings)
  const row: Row = {
    event: 'kill -9 under load (SQLite)',
    times,
    acknowledged: ledger.acknowledged(),
    ...sums,
    slowest,
    note: `${ledger.shares()}; start to ready; ${starts} starts were killed too; ${again} deeds without an answer sent again, each acted once${work}`,
    faults: [...found, ...faults, ...ledger.odd],
  }
  return [row, await planted(place.data, within, ledger, company)]
}

// No job is lost: those that a kill interrupted are taken up when their lease ends, and in the end nothing waits.
async function workDone({ data, databaseUrl }: Place, faults: string[]): Promise<string> {
  const began = performance.now()
  let left = await waiting(databaseUrl)
  while (left.waiting > 0 && performance.now() - began < WORK_DONE_MS) {
    await pause(500)
    left = await waiting(databaseUrl)
  }
  if (left.waiting + left.dead > 0) faults.push(`${left.waiting} jobs are not done, ${left.dead} are dead`)
  const letters = readdirSync(join(data, 'outbox')).length
  return `all work done ${Math.round((performance.now() - began) / 1000)} s later, ${letters - left.letters} of ${letters} letters sent twice`
}

function waiting(url: string) {
  return snapshot(url, async (db) => ({
    waiting: await db.$count(jobs, and(isNull(jobs.doneAt), isNull(jobs.deadAt))),
    dead: await db.$count(jobs, isNotNull(jobs.deadAt)),
    letters: await db.$count(jobs, and(eq(jobs.kind, 'letter.send'), isNotNull(jobs.doneAt))),
  }))
}
