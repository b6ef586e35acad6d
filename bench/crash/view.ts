import { asc, eq, inArray } from 'drizzle-orm'
import { journal } from '../../src/activity/tables.ts'
import { feedbackLinks, feedbacks } from '../../src/feedback/tables.ts'
import { fundingRows } from '../../src/funding/tables.ts'
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
  /** What came by the links, in the order of its numbers, and the links. */
  answers: Pick<typeof feedbacks.$inferSelect, 'pilotId' | 'number' | 'linkId' | 'onceKey'>[]
  links: Pick<typeof feedbackLinks.$inferSelect, 'id' | 'most' | 'taken'>[]
  /** The rows of the ledger in the order of entry, and what the journal tells of them. */
  money: Pick<typeof fundingRows.$inferSelect, 'fundingId' | 'sequence' | 'note'>[]
  moneyTold: { once: string | null; fundingId: string; initiativeId: string | null; what: string }[]
  /** How many answers the journal tells of, by pilot. */
  answersTold: Map<string, number>
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
    .select({ id: jobs.id, kind: jobs.kind, doneAt: jobs.doneAt })
    .from(jobs)
    .where(inArray(jobs.kind, ['move.tell', 'letter.send']))

  const answers = await db
    .select({
      pilotId: feedbacks.pilotId,
      number: feedbacks.number,
      linkId: feedbacks.linkId,
      onceKey: feedbacks.onceKey,
    })
    .from(feedbacks)
    .orderBy(asc(feedbacks.pilotId), asc(feedbacks.number))
  const links = await db
    .select({ id: feedbackLinks.id, most: feedbackLinks.most, taken: feedbackLinks.taken })
    .from(feedbackLinks)
  const money = await db
    .select({ fundingId: fundingRows.fundingId, sequence: fundingRows.sequence, note: fundingRows.note })
    .from(fundingRows)
    .orderBy(asc(fundingRows.fundingId), asc(fundingRows.sequence))
  const told = await db
    .select({
      once: journal.once,
      subjectId: journal.subjectId,
      initiativeId: journal.initiativeId,
      what: journal.what,
    })
    .from(journal)
    .where(inArray(journal.what, ['funding_begun', 'money_recorded', 'feedback_received']))
  const answersTold = new Map<string, number>()
  for (const { what, subjectId } of told)
    if (what === 'feedback_received') answersTold.set(subjectId, (answersTold.get(subjectId) ?? 0) + 1)
  const moneyTold = told
    .filter(({ what }) => what !== 'feedback_received')
    .map(({ subjectId: fundingId, ...line }) => ({ ...line, fundingId }))

  const tellings: View['tellings'] = new Map()
  const letters = new Set<string>()
  for (const { id, kind, doneAt } of work) {
    if (kind === 'letter.send') {
      letters.add(id)
      continue
    }
    const [, move = '', audience = ''] = /^tell-(.+)-([^-]+)$/.exec(id) ?? []
    const told = tellings.get(move) ?? { many: 0, done: 0, audiences: [] }
    told.many++
    told.audiences.push(audience)
    if (doneAt) told.done++
    tellings.set(move, told)
  }
  const lines = rows.map(({ once, particulars, initiativeId }) => {
    return { once, initiativeId, move: String((JSON.parse(particulars) as { move?: unknown }).move) }
  })
  const beside = { answers, links, money, moneyTold, answersTold }
  return { db, unsound, ledger, company, initiatives: its, moves: made, lines, tellings, letters, ...beside }
}
