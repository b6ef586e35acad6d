// Clients that move initiatives, each one that nobody else moves at that time: autocannon in a process of its own.
import { randomUUID } from 'node:crypto'
import autocannon from 'autocannon'
import { given, percentile } from './processes.ts'

export interface Moving {
  origin: string
  cookie: string
  movable: { slug: string; version: number }[]
  connections: number
  seconds: number
  warmUp: number
}

export interface Moved {
  moves: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  failed: number
}

// Two moves through a gate, waived, and one back: an initiative can be moved for ever.
const turns = [
  { event: 'advance', waiver: 'Mesuré au banc d’essai.' },
  { event: 'advance', waiver: 'Mesuré au banc d’essai.' },
  { event: 'send_back', to: 'emergence', reason: 'Mesuré au banc d’essai.' },
]

const { origin, cookie, movable, connections, seconds, warmUp } = given() as Moving
const free = movable.map((one) => ({ ...one, moved: 0, began: 0 }))
const taken = new Map<object, (typeof free)[number]>()
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Toronto' }).format(new Date())
let times: number[] = []
let failed = 0

await during(warmUp)
times = []
failed = 0
const began = performance.now()
await during(seconds)
const took = (performance.now() - began) / 1000
times.sort((a, b) => a - b)
process.stdout.write(
  JSON.stringify({
    moves: times.length,
    perSecond: times.length / took,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    failed,
  } satisfies Moved),
)

async function during(duration: number) {
  await autocannon({
    url: origin,
    connections,
    duration,
    requests: [
      {
        method: 'POST',
        setupRequest(request, context) {
          const one = free.shift()!
          taken.set(context, one)
          one.began = performance.now()
          const body = new URLSearchParams({
            ...turns[one.moved % turns.length],
            version: String(one.version),
            effectiveOn: today,
            once: randomUUID(),
          })
          return {
            ...request,
            path: `/initiatives/${one.slug}/moves`,
            headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
            body: body.toString(),
          }
        },
        onResponse(status, _body, context) {
          const one = taken.get(context)!
          taken.delete(context)
          if (status === 303) {
            times.push(performance.now() - one.began)
            one.version++
            one.moved++
            free.push(one)
          } else {
            failed++
            process.stderr.write(`  a move was answered ${status}\n`)
          }
        },
      },
    ],
  })
  taken.clear()
}
