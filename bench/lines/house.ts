import { setTimeout as pause } from 'node:timers/promises'
import { movableFor } from '../facts.ts'
import type { Lines } from '../lines.ts'
import { median } from '../processes.ts'
import { serve } from '../server.ts'
import { moved } from './moves.ts'
import { asked } from './pages.ts'

const STARTS = 5

/** Starting, memory, and how late the event loop is while people do all there is to do. */
export const lines: Lines = {
  names: ['start', 'mixed load'],
  async measure({ loaded, server, seconds, report }, chosen) {
    if (chosen('start')) {
      const [starts, idle]: [number[], number[]] = [[], []]
      for (let n = 0; n < STARTS; n++) {
        const other = await serve(loaded)
        starts.push(other.readyAfter)
        await pause(1000)
        idle.push(other.memory().resident)
        await other.stop()
      }
      report({ line: 'start to ready', value: median(starts), unit: 'ms' })
      report({ line: 'memory, idle', value: median(idle), unit: 'MB' })
    }
    if (!chosen('mixed load')) return

    const { facts } = loaded
    const { coordinator, member } = facts
    const paths = [
      '/',
      ...facts.others.slice(0, 30).map((slug) => `/initiatives/${slug}`),
      `/?q=${facts.words.common}`,
      `/?q=${facts.words.rare}&view=list`,
      '/?view=table',
      `/?theme=${facts.theme}`,
      `/actors/${facts.actor}`,
      '/actors',
      '/me',
    ]
    const requests = paths.flatMap((path) => [coordinator, member].map((cookie) => ({ path, headers: { cookie } })))
    await server.lag()
    const [went, wrote] = await Promise.all([
      asked({ origin: server.origin, requests, connections: 8, seconds: 3 * seconds }),
      moved({
        origin: server.origin,
        cookie: coordinator,
        movable: movableFor(facts, 'mixed'),
        connections: 2,
        seconds: 3 * seconds,
        warmUp: 1,
      }),
    ])
    const resident = server.memory().resident
    report({ line: 'event loop, p99 late', value: await server.lag(), unit: 'ms' })
    report({
      line: 'memory, after mixed load',
      value: resident,
      unit: 'MB',
    })
    report({
      line: 'mixed load',
      value: went.perSecond + wrote.perSecond,
      unit: 'answers/s',
    })
  },
}
