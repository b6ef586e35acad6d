import { asc, eq, inArray } from 'drizzle-orm'
import { journal } from '../../src/activity/tables.ts'
import { initiatives, moves } from '../../src/initiatives/tables.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import type { Reader } from '../../src/platform/db/database.ts'
import type { Company } from './company.ts'
import type { Ledger } from './ledger.ts'

export type MoveRow = typeof moves.$inferSelect

/** A line of the journal that says a move was made. */
export interface Line {
  once: string | null
  move: string
  initiativeId: string | null
}

/** Everything at one instant: what the writers were told, and what the database holds. */
export interface View {
  db: Reader
  /** What the engine itself finds wrong with its file. */
  unsound: string[]
  ledger: Ledger
  company: Company
  initiatives: Pick<
    typeof initiatives.$inferSelect,
    'id' | 'slug' | 'stage' | 'status' | 'stageSince' | 'statusSince' | 'version'
  >[]
  moves: MoveRow[]
  lines: Line[]
  /** What is told of each move: how many jobs, and how many of them are done. */
  tellings: Map<string, { many: number; done: number; audiences: string[] }>
  /** Ids of letters that were queued, `told-<move>-<account>`. */
  letters: Set<string>
}

export async function viewOf(db: Reader, unsound: string[], ledger: Ledger, company: Company): Promise<View> {
  const { id, slug, stage, status, stageSince, statusSince, version } = initiatives
  const its = await db.select({ id, slug, stage, status, stageSince, statusSince, version }).from(initiatives)
  const made = await db.select().from(moves).orderBy(asc(moves.initiativeId), asc(moves.sequence))
  const rows = await db
    .select({ once: journal.once, particulars: journal.particulars, initiativeId: journal.initiativeId })
    .from(journal)
    .where(eq(journal.what, 'moved'))
  const work = await db
    .select({ id: jobs.id, kind: jobs.kind, payload: jobs.payload, doneAt: jobs.doneAt })
    .from(jobs)
    .where(inArray(jobs.kind, ['move.tell', 'letter.send']))

  const tellings: View['tellings'] = new Map()
  const letters = new Set<string>()
  for (const { id, kind, payload, doneAt } of work) {
    if (kind === 'letter.send') {
      letters.add(id)
      continue
    }
    const { move, audience } = payload as { move: string; audience: string }
    const told = tellings.get(move) ?? { many: 0, done: 0, audiences: [] }
    told.many++
    told.audiences.push(audience)
    if (doneAt) told.done++
    tellings.set(move, told)
  }
  const lines = rows.map(({ once, particulars, initiativeId }) => {
    return { once, initiativeId, move: String((JSON.parse(particulars) as { move?: unknown }).move) }
  })
  return { db, unsound, ledger, company, initiatives: its, moves: made, lines, tellings, letters }
}
