// The parts that are tried on PostgreSQL, in a process whose tables are PostgreSQL's: DATABASE_URL says where it will listen.
import { end, endOnSignals } from './ending.ts'
import { pair } from './pair.ts'
import type { Row } from './report.ts'
import { restarts } from './restarts.ts'

const [part = '', times = '0', seed = '1'] = process.argv.slice(2)
const deeds: Record<string, (url: string, times: number, seed: number) => Promise<Row[]>> = { restarts, pair }

endOnSignals()
let rows: Row[]
try {
  rows = await deeds[part]!(process.env.DATABASE_URL!, Number(times), Number(seed))
} catch (error) {
  rows = [{ event: part, times: 0, faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }]
}
await end()
process.send?.(rows)
process.disconnect?.()
