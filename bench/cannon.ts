// The client: autocannon in a process of its own. Given what to ask as JSON, answers how it went as JSON.
import autocannon from 'autocannon'
import { given } from './processes.ts'

export interface Asked {
  origin: string
  /** Asked in turn. */
  requests: { path: string; headers?: Record<string, string> }[]
  connections: number
  seconds: number
  /** Each request at another address: what the house keeps of pages is of no use. */
  anew?: boolean
}

export interface Went {
  answers: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Answers other than 2xx, and requests without one. */
  failed: number
}

const { origin, requests, connections, seconds, anew } = given() as Asked
let asked = 0
const went = await autocannon({
  url: origin,
  connections,
  duration: seconds,
  requests: requests.map(({ path, headers = {} }) => ({
    method: 'GET',
    path,
    headers,
    ...(anew
      ? {
          setupRequest: (request) => ({ ...request, path: `${path}${path.includes('?') ? '&' : '?'}n=${asked++}` }),
        }
      : {}),
  })),
  excludeErrorStats: true,
})
const answers = went['2xx']
process.stdout.write(
  JSON.stringify({
    answers,
    perSecond: answers / went.duration,
    p50: went.latency.p50,
    p99: went.latency.p99,
    failed: went.non2xx + went.errors,
  } satisfies Went),
)
