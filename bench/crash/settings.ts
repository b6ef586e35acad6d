import { parseArgs } from 'node:util'

export const parts = ['kills', 'cuts', 'restarts', 'pair', 'stop', 'lock', 'full', 'readonly'] as const
export type Part = (typeof parts)[number]

/** What is tried on PostgreSQL; the rest is tried on SQLite. A process talks to one kind of database. */
export const onPostgresql: readonly Part[] = ['restarts', 'pair']

export interface Settings {
  /** How many times each part does what it does. */
  times: Record<Part, number>
  only: Part[]
  seed: number
  /** Everything, as often as it takes: the figures are kept. */
  isFull: boolean
}

/** `--kills 200 --cuts 100 --restarts 20`, `--only kills --only cuts`, `--quick`, `--seed 7`. Throws on what it does not know. */
export function settingsFrom(args: string[]): Settings {
  const count = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      kills: count,
      cuts: count,
      restarts: count,
      seed: count,
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
    },
  })
  const unknown = values.only?.find((one) => !parts.includes(one as Part))
  if (unknown) throw new Error(`--only ${unknown}: expected one of ${parts.join(', ')}`)
  const times = values.quick
    ? { kills: 5, cuts: 4, full: 1, readonly: 1, lock: 1, stop: 2, restarts: 3, pair: 2 }
    : { kills: 200, cuts: 100, full: 3, readonly: 3, lock: 3, stop: 20, restarts: 20, pair: 20 }
  for (const part of ['kills', 'cuts', 'restarts'] as const) {
    if (values[part] !== undefined) times[part] = whole(part, values[part])
  }
  const isFull = !values.quick && !values.only && times.kills >= 200 && times.cuts >= 100 && times.restarts >= 20
  return {
    isFull,
    times,
    only: (values.only as Part[] | undefined) ?? [...parts],
    seed: whole('seed', values.seed ?? '1'),
  }
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} ${text}: expected a whole number`)
  return Number(text)
}
