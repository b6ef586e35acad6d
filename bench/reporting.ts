// A process of its own, as a server has the database. `begin` writes a report over everything; `compute TIMES` computes it
// so many times, each after a write, and says how long each took; `touch SECONDS` only writes, a few times a second.
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { type ReportQuery, sectionCodes } from '../src/domain/report.ts'
import { moves } from '../src/initiatives/tables.ts'
import { openDatabase } from '../src/platform/db/open.ts'
import { newId } from '../src/platform/id.ts'
import { computed } from '../src/reports/computing.ts'
import { eyesOf } from '../src/reports/sight.ts'
import { reports } from '../src/reports/tables.ts'

const databaseUrl = process.env.DATABASE_URL!
const [what, many] = process.argv.slice(2)
const SLUG = 'bench-report'
const now = new Date()
const today = now.toISOString().slice(0, 10)
const query: ReportQuery = {
  asOf: today,
  period: { from: `${today.slice(0, 4)}-01-01`, until: today },
  filter: {},
  fiscalStart: '01-01',
  leverage: 'total_on_own',
  blocks: sectionCodes.map((section) => ({ section })),
}
const db = await openDatabase(databaseUrl, resolve(import.meta.dirname, '..'))
const written = () =>
  db.commit((tx) => [
    tx
      .update(reports)
      .set({ version: sql`${reports.version} + 1` })
      .where(eq(reports.slug, SLUG)),
  ])

if (what === 'begin') {
  const report = { id: newId(), slug: SLUG, title: 'Everything', sight: 'coordination' as const, query }
  await db.commit((tx) => [
    tx
      .insert(reports)
      .values({ ...report, createdAt: now, changedAt: now })
      .onConflictDoNothing(),
  ])
  process.stdout.write(JSON.stringify({ moves: await db.$count(moves) }))
} else if (what === 'touch') {
  for (const until = performance.now() + Number(many) * 1000; performance.now() < until; await pause(250))
    await written()
} else {
  const took: number[] = []
  for (let time = 0; time < Number(many); time++) {
    await written()
    const began = performance.now()
    await computed(
      { db, databaseUrl },
      { eyes: eyesOf({ sight: 'coordination', actorId: null }), query, today, at: now },
    )
    took.push(performance.now() - began)
  }
  process.stdout.write(JSON.stringify({ took }))
}
await db.close()
process.exit(0)
