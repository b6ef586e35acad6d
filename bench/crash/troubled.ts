import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, ask } from './asking.ts'
import { examine, type Finding } from './checks.ts'
import { type Company, settle } from './company.ts'
import { newLedger } from './ledger.ts'
import { placeIn } from './place.ts'
import { counted, type Row, tollText } from './report.ts'
import { isReady, serve, type Served } from './server.ts'
import { press, resend } from './writers.ts'

const HEALED_MS = 5_000
const LASTS_MS = 2_500

export interface Trouble {
  /** What the server is started with, once its database is there. */
  env: () => Record<string, string>
  begin: () => unknown
  /** Called again and again while it lasts. */
  keepOn: () => unknown
  finish: () => unknown
}

/** A trouble that comes under load, lasts, and goes: refused in plain words meanwhile, read if possible, healed by itself. */
export async function troubled(
  event: string,
  times: number,
  seed: number,
  within: string,
  trouble: Trouble,
): Promise<Row> {
  const place = await placeIn(within)
  const company = await settle(place.databaseUrl)
  const server = await serve(place, trouble.env())
  const ledger = newLedger({ unsure: false })
  const findings: Finding[] = []
  const faults: string[] = []
  const toll: Record<string, number> = {}
  let [slowest, pages, read] = [0, 0, 0]

  for (let n = 0; n < times && server.isUp(); n++) {
    const load = press(company, ledger, seed * 1000 + 700_000 + n, () => server.origin)
    await pause(700)
    ledger.toll()
    await trouble.begin()
    const until = performance.now() + LASTS_MS
    while (performance.now() < until && server.isUp()) {
      await trouble.keepOn()
      const page = await pageOf(server, company)
      pages++
      if (page.status === 200) read++
      await pause(50)
    }
    add(toll, ledger.toll())
    await trouble.finish()
    slowest = Math.max(slowest, await servedAgain(load.served, server))
    await load.stop()
    if (!server.isUp()) break
    await resend(company, ledger, server.origin, 3)
    findings.push(...(await examine(place.databaseUrl, ledger, company)))
  }
  if (!server.isUp()) faults.push(`the server ended: ${server.said().slice(-600)}`)
  else await server.kill()
  if (!toll['503']) faults.push('no writer was told 503: the trouble did not come')
  if (read === 0) faults.push('no page could be read meanwhile')
  if (slowest > HEALED_MS) faults.push(`served again only after ${Math.round(slowest)} ms`)
  const { faults: found, ...sums } = counted(findings)
  return {
    event,
    times,
    acknowledged: ledger.acknowledged(),
    ...sums,
    slowest,
    note: `until every writer was served again; meanwhile ${tollText(toll)}; ${read} of ${pages} pages read`,
    faults: [...found, ...faults, ...server.bugs(), ...ledger.odd],
  }
}

/** How long until each writer has had a move acknowledged, and the server says that it is ready. Half a minute at most. */
export async function servedAgain(served: readonly number[], server: Pick<Served, 'origin' | 'isUp'>): Promise<number> {
  const began = performance.now()
  while (performance.now() - began < 30_000 && server.isUp()) {
    if (served.every((at) => at > began) && (await isReady(server.origin))) break
    await pause(10)
  }
  return performance.now() - began
}

export function add(sum: Record<string, number>, more: Record<string, number>) {
  for (const [what, many] of Object.entries(more)) sum[what] = (sum[what] ?? 0) + many
}

function pageOf({ origin }: Served, { shared, writers }: Company): Promise<Answer> {
  return ask(origin, `/initiatives/${shared[0]}`, { agent: new Agent(), cookie: writers[0]!.cookie })
}
