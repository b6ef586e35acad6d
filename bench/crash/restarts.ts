import { setTimeout as pause } from 'node:timers/promises'
import { mulberry32 as dice } from '../dice.ts'
import { examine, type Finding } from './checks.ts'
import { settle } from './company.ts'
import { postgresqlAt, type Way, ways } from './engine.ts'
import { newLedger } from './ledger.ts'
import { folder, placeIn } from './place.ts'
import { counted, type Row, tollText } from './report.ts'
import { serve, type Served } from './server.ts'
import { add, servedAgain } from './troubled.ts'
import { press, resend } from './writers.ts'

const HEALED_MS = 5_000
const SERVERS = [1, 2] as const

/** PostgreSQL restarts under load, three ways by turns, with one server process on it and then with two. */
export async function restarts(url: string, times: number, seed: number): Promise<Row[]> {
  const within = folder('restarts')
  const engine = await postgresqlAt(url, within)
  const company = await settle(url)
  const ledger = newLedger({ unsure: true })
  const roll = dice(seed + 3)
  const rows: Row[] = []

  for (const many of SERVERS) {
    const servers: Served[] = []
    for (let n = 0; n < many; n++) servers.push(await serve(await placeIn(`${within}/server-${n}`, url)))
    const before = ledger.acknowledged()
    const findings: Finding[] = []
    const faults: string[] = []
    const toll: Record<string, number> = {}
    let slowest = 0
    for (let n = 0; n < times && servers.every((one) => one.isUp()); n++) {
      const originOf = (turn: number) => servers[turn % many]!.origin
      const load = press(company, ledger, seed * 1000 + many * 100_000 + n, originOf)
      await pause(200 + roll() * 500)
      ledger.toll()
      await engine.stop((Object.keys(ways) as Way[])[n % 3]!)
      await pause(roll() * 1_500)
      await engine.start()
      for (const server of servers) slowest = Math.max(slowest, await servedAgain(load.served, server))
      await load.stop()
      add(toll, ledger.toll())
      await resend(company, ledger, servers[0]!.origin, 3)
      findings.push(...(await examine(url, ledger, company)))
      if (findings.length > 0) break
    }
    for (const server of servers) {
      if (!server.isUp()) faults.push(`a server ended: ${server.said().slice(-1500)}`)
      faults.push(...server.bugs())
      await server.kill()
    }
    const broken = Object.keys(toll).filter((what) => !/^\d+$/.test(what))
    if (broken.length > 0) faults.push(`a server did not answer: ${broken.join(', ')}`)
    if (!toll['503']) faults.push('nobody was told 503: the restart did not come')
    if (slowest > HEALED_MS) faults.push(`served again only after ${Math.round(slowest)} ms`)
    const { faults: found, ...sums } = counted(findings)
    rows.push({
      event: `PostgreSQL restarts under load, ${many === 1 ? 'one server' : 'two servers'}`,
      times,
      acknowledged: ledger.acknowledged() - before,
      ...sums,
      slowest,
      note: `${ledger.shares()} in all; from its being back until every writer was served; meanwhile ${tollText(toll)}`,
      faults: [...found, ...faults, ...ledger.odd.splice(0)],
    })
  }
  return rows
}
