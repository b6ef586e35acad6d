// A process of its own, as a server has the database. `begin` writes a report over everything; `compute TIMES` has its
// page's part computed so many times and says how long each took, by the clock and by this process: of another day each
// time; after a move each time; all of it handed over; and the memory at the end. `touch SECONDS` only moves.
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, isNull } from 'drizzle-orm'
import { type ReportQuery, sectionCodes } from '../src/domain/report.ts'
import type { By } from '../src/domain/viewer.ts'
import { move } from '../src/initiatives/moves.ts'
import { MoveInput } from '../src/initiatives/schema.ts'
import { initiatives, moves } from '../src/initiatives/tables.ts'
import { openDatabase } from '../src/platform/db/open.ts'
import { newId } from '../src/platform/id.ts'
import { computed } from '../src/figures/computing.ts'
import { eyesOf } from '../src/reports/sight.ts'
import { reports } from '../src/reports/tables.ts'
import { memoryOf } from './processes.ts'

interface Timed {
  took: number
  cpu: number
}

export interface Computed extends Record<'afterWrite' | 'another' | 'whole', Timed[]> {
  first: Timed
  memory: ReturnType<typeof memoryOf>
}

const databaseUrl = process.env.DATABASE_URL!
const [what, many] = process.argv.slice(2)
const SLUG = 'bench-report'
const DAY_MS = 86_400_000
const now = new Date()
const today = now.toISOString().slice(0, 10)
/** As of so many days ago: a question that nobody asked before. */
const queryOf = (daysAgo = 0): ReportQuery => ({
  asOf: new Date(now.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10),
  period: { from: `${today.slice(0, 4)}-01-01`, until: today },
  filter: {},
  fiscalStart: '01-01',
  leverage: 'total_on_own',
  blocks: sectionCodes.map((section) => ({ section })),
})
const db = await openDatabase(databaseUrl, resolve(import.meta.dirname, '..'))
const by: By = { accountId: null, name: '', networkRole: 'coordinator', actorIds: [] }

/** What people do all day: an initiative is put on hold, the one that nobody touched for longest. */
async function moved(): Promise<void> {
  const [one] = await db
    .select({ slug: initiatives.slug, version: initiatives.version })
    .from(initiatives)
    .where(and(eq(initiatives.status, 'active'), isNull(initiatives.mergedIntoId)))
    .orderBy(initiatives.changedAt)
    .limit(1)
  const input = MoveInput.parse({
    version: String(one!.version),
    event: 'hold',
    reason: 'Une pause',
    reviewOn: '2099-01-01',
    effectiveOn: today,
  })
  await move(db, one!.slug, input, by, { at: new Date(), today })
}

if (what === 'begin') {
  const report = { id: newId(), slug: SLUG, title: 'Everything', sight: 'coordination' as const, query: queryOf() }
  await db.commit((tx) => [
    tx
      .insert(reports)
      .values({ ...report, createdAt: now, changedAt: now })
      .onConflictDoNothing(),
  ])
  process.stdout.write(JSON.stringify({ moves: await db.$count(moves) }))
} else if (what === 'touch') {
  for (const until = performance.now() + Number(many) * 1000; performance.now() < until; await pause(250)) await moved()
} else {
  const eyes = eyesOf({ sight: 'coordination', actorId: null })
  let day = 0
  const timed = async (part: 'shown' | 'whole') => {
    const [began, before] = [performance.now(), process.cpuUsage()]
    await computed({ db, databaseUrl }, { eyes, query: queryOf(day++), today, at: now }, part)
    const { user, system } = process.cpuUsage(before)
    return { took: performance.now() - began, cpu: (user + system) / 1000 }
  }
  const times = async (make: () => ReturnType<typeof timed>) => {
    const all: Awaited<ReturnType<typeof timed>>[] = []
    for (let time = 0; time < Number(many); time++) all.push(await make())
    return all
  }
  const first = await timed('shown')
  const afterWrite = await times(async () => {
    await moved()
    return timed('shown')
  })
  const another = await times(() => timed('shown'))
  const whole = await times(() => timed('whole'))
  const memory = memoryOf(process.pid)
  process.stdout.write(JSON.stringify({ first, afterWrite, another, whole, memory } satisfies Computed))
}
await db.close()
process.exit(0)
