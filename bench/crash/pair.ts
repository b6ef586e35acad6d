import { setTimeout as pause } from 'node:timers/promises'
import { mulberry32 as dice } from '../dice.ts'
import { examine, type Finding } from './checks.ts'
import { settle } from './company.ts'
import { postgresqlAt } from './engine.ts'
import { newLedger } from './ledger.ts'
import { folder, placeIn } from './place.ts'
import { counted, type Row } from './report.ts'
import { serve } from './server.ts'
import { press, resend } from './writers.ts'

const READY_MS = 5_000

/** Two server processes on one PostgreSQL; one of the two is killed under load, and the other serves on. */
export async function pair(url: string, times: number, seed: number): Promise<Row[]> {
  const roll = dice(seed + 4)
  const within = folder('pair')
  await postgresqlAt(url, within)
  const company = await settle(url)
  const places = [await placeIn(`${within}/0`, url), await placeIn(`${within}/1`, url)]
  const servers = [await serve(places[0]!), await serve(places[1]!)]
  const ledger = newLedger({ unsure: true })
  const findings: Finding[] = []
  const faults: string[] = []
  let [slowest, meanwhile] = [0, 0]

  for (let n = 0; n < times; n++) {
    const load = press(company, ledger, seed * 1000 + 400_000 + n, (turn) => servers[turn % 2]!.origin)
    await pause(150 + roll() * 600)
    const hit = roll() < 0.5 ? 0 : 1
    await servers[hit]!.kill()
    const before = ledger.acknowledged()
    faults.push(...servers[hit]!.bugs())
    servers[hit] = await serve(places[hit]!)
    slowest = Math.max(slowest, servers[hit].readyAfter)
    if (ledger.acknowledged() === before) faults.push('the other server acknowledged nothing meanwhile')
    meanwhile += ledger.acknowledged() - before
    await load.stop()
    await resend(company, ledger, servers[1 - hit]!.origin, 3)
    findings.push(...(await examine(url, ledger, company)))
    if (findings.length > 0) break
  }
  for (const server of servers) {
    faults.push(...server.bugs())
    await server.kill()
  }
  if (slowest > READY_MS) faults.push(`ready only after ${Math.round(slowest)} ms`)
  const { faults: found, ...sums } = counted(findings)
  const row: Row = {
    event: 'kill -9 of one of two servers (PostgreSQL)',
    times,
    acknowledged: ledger.acknowledged(),
    ...sums,
    slowest,
    note: `start to ready; the other one acknowledged ${meanwhile} moves meanwhile`,
    faults: [...found, ...faults, ...ledger.odd],
  }
  return [row]
}
