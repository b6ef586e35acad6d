import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { atEnd } from './ending.ts'
import { examine, type Finding } from './checks.ts'
import { settle } from './company.ts'
import { newLedger } from './ledger.ts'
import { fileIn, folder, placeIn } from './place.ts'
import { counted, type Row, tollText } from './report.ts'
import { serve } from './server.ts'
import { add, servedAgain } from './troubled.ts'
import { press, resend } from './writers.ts'

const HELD_MS = 8_000
const HEALED_MS = 5_000
// A page takes tens of milliseconds of a shared machine; a loop that waits for a lock, hundreds or thousands.
const FROZEN_MS = 500

/** Another process holds the database for eight seconds: others are answered meanwhile, and writers afterwards. */
export async function lock(times: number, seed: number): Promise<Row[]> {
  const within = folder('lock')
  const place = await placeIn(within)
  const company = await settle(place.databaseUrl)
  const server = await serve(place)
  const ledger = newLedger({ unsure: false })
  const findings: Finding[] = []
  const toll: Record<string, number> = {}
  let [slowest, longest, answers] = [0, 0, 0]

  for (let n = 0; n < times; n++) {
    const load = press(company, ledger, seed * 1000 + 800_000 + n, () => server.origin)
    await pause(500)
    const holder = spawn(
      process.execPath,
      [join(import.meta.dirname, 'lock-holder.ts'), fileIn(place.data), String(HELD_MS)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    atEnd(() => holder.kill('SIGKILL'))
    await once(holder.stdout, 'data')
    ledger.toll()
    while (holder.exitCode === null) {
      const began = performance.now()
      await fetch(`${server.origin}/healthz`).then((answer) => answer.arrayBuffer())
      longest = Math.max(longest, performance.now() - began)
      answers++
      await pause(20)
    }
    add(toll, ledger.toll())
    slowest = Math.max(slowest, await servedAgain(load.served, server))
    await load.stop()
    await resend(company, ledger, server.origin, 3)
    findings.push(...(await examine(place.databaseUrl, ledger, company)))
  }
  await server.kill()
  const faults: string[] = []
  if (longest > FROZEN_MS) faults.push(`/healthz waited ${Math.round(longest)} ms: the loop was frozen`)
  if (slowest > HEALED_MS) faults.push(`served again only after ${Math.round(slowest)} ms`)
  const { faults: found, ...sums } = counted(findings)
  const row: Row = {
    event: 'locked by another process for 8 s (SQLite)',
    times,
    acknowledged: ledger.acknowledged(),
    ...sums,
    slowest,
    note: `until every writer was served again; meanwhile ${tollText(toll)}; longest of ${answers} /healthz ${Math.round(longest)} ms`,
    faults: [...found, ...faults, ...server.bugs(), ...ledger.odd],
  }
  return [row]
}
