import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { mulberry32 as dice } from '../dice.ts'
import { careless } from './careless.ts'
import { examine, type Finding } from './checks.ts'
import { settle } from './company.ts'
import { newLedger } from './ledger.ts'
import { folder, placeIn } from './place.ts'
import { powerFor } from './power.ts'
import { counted, type Row } from './report.ts'
import { serve } from './server.ts'
import { press, resend } from './writers.ts'

/** Power goes at a random instant under load: what was not synced is lost, all of it or any part of it. */
export async function cuts(times: number, seed: number): Promise<Row[]> {
  const roll = dice(seed + 1)
  const within = folder('cuts')
  const place = await placeIn(within)
  const power = powerFor(place.data, within)
  const controls = await careless(seed)

  const company = await settle(place.databaseUrl)
  const ledger = newLedger({ unsure: false })
  const findings: Finding[] = []
  const faults: string[] = []
  let slowest = 0
  for (let n = 0; n < times; n++) {
    // Whoever looked at the database meanwhile has put it in order, on a disk that keeps everything.
    power.sync()
    const server = await serve(place, power.env)
    slowest = Math.max(slowest, n === 0 ? 0 : server.readyAfter)
    await resend(company, ledger, server.origin, 3)
    findings.push(...(await examine(place.databaseUrl, ledger, company)))
    if (findings.length > 0) break
    const load = press(company, ledger, seed * 1000 + 500_000 + n, () => server.origin)
    await pause(80 + roll() * 700)
    await server.kill()
    await load.stop()
    faults.push(...server.bugs())
    // Letters that have left are of no more use here; copying thousands of them would be.
    for (const disk of [place.data, power.env.POWER_SHADOW!])
      rmSync(join(disk, 'outbox'), { recursive: true, force: true })
    // By turns: nothing of what was not synced is kept, some of it, most of it.
    const share = [0, 0.5, 0.9][n % 3]!
    power.cut(() => roll() < share)
    findings.push(...(await examine(place.databaseUrl, ledger, company)))
    if (findings.length > 0) break
  }
  const { faults: found, ...sums } = counted(findings)
  const row: Row = {
    event: 'power cut under load (SQLite)',
    times,
    acknowledged: ledger.acknowledged(),
    ...sums,
    slowest,
    note: `${ledger.shares()}; start to ready; of what was not synced none, half or most of the blocks were kept, by turns`,
    faults: [...found, ...faults, ...ledger.odd],
  }
  return [...controls, row]
}
