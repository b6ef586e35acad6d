import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { mulberry32 as dice } from '../dice.ts'
import { type Answer, ask } from './asking.ts'
import { examine, type Finding } from './checks.ts'
import { type Company, settle } from './company.ts'
import { newLedger } from './ledger.ts'
import { folder, placeIn } from './place.ts'
import { counted, type Row } from './report.ts'
import { serve } from './server.ts'
import { press } from './writers.ts'

const STOPPED_MS = 10_000
const READERS = 4

/** SIGTERM under load: what was sent before is answered, what comes after is answered or refused, and the end is clean. */
export async function stopping(times: number, seed: number): Promise<Row[]> {
  const roll = dice(seed + 2)
  const place = await placeIn(folder('stop'))
  const company = await settle(place.databaseUrl)
  const ledger = newLedger({ unsure: false })
  const findings: Finding[] = []
  const faults: string[] = []
  let [slowest, answered, refused, cut] = [0, 0, 0, 0]

  for (let n = 0; n < times; n++) {
    const server = await serve(place)
    const load = press(company, ledger, seed * 1000 + 900_000 + n, () => server.origin)
    const reading = read(server.origin, company)
    await pause(300 + roll() * 700)
    const at = performance.now()
    server.child.kill('SIGTERM')
    const ended = await Promise.race([server.ended, pause(STOPPED_MS + 2_000).then(() => undefined)])
    slowest = Math.max(slowest, performance.now() - at)
    if (!ended || ended[0] !== 0) faults.push(`ended with ${JSON.stringify(ended ?? 'nothing in 12 s')}`)
    if (!ended) await server.kill()
    await load.stop()
    const answers = await reading.stop()
    const after = answers.filter(({ error }) => error)
    answered += answers.length - after.length
    // A move whose connection broke was not made: no answer is no deed.
    const unanswered = ledger.unknown()
    for (const deed of unanswered) deed.state = 'refused'
    const early = [...after, ...unanswered].filter(({ sentAt }) => sentAt !== undefined && sentAt < at)
    cut += early.length
    refused += after.length + unanswered.length - early.length
    findings.push(...(await examine(place.databaseUrl, ledger, company)))
    faults.push(...server.bugs())
  }
  if (cut > 0) faults.push(`${cut} requests that were sent before SIGTERM had no answer`)
  if (slowest > STOPPED_MS) faults.push(`stopped only after ${Math.round(slowest)} ms`)
  const { faults: found, ...sums } = counted(findings)
  const row: Row = {
    event: 'SIGTERM under load (SQLite)',
    times,
    acknowledged: ledger.acknowledged(),
    ...sums,
    slowest,
    note: `until its end; ${answered} pages answered meanwhile, ${cut} requests cut that were sent before, ${refused} later ones refused`,
    faults: [...found, ...faults, ...ledger.odd],
  }
  return [row]
}

// Half of the readers keep their connections, half open one for each page, as browsers and programs do.
function read(origin: string, { writers, shared }: Company) {
  const over = new AbortController()
  const answers: Answer[] = []
  const all = Array.from({ length: READERS }, async (_, n) => {
    const agent = new Agent({ keepAlive: n % 2 === 0, maxSockets: 1 })
    const { cookie } = writers[n % writers.length]!
    while (!over.signal.aborted) {
      const answer = await ask(origin, `/initiatives/${shared[n % shared.length]}`, { agent, cookie })
      answers.push(answer)
      if (answer.error) await pause(20)
    }
    agent.destroy()
  })
  return {
    async stop() {
      over.abort()
      await Promise.all(all)
      return answers
    },
  }
}
