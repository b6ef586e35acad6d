import type { Writer } from '../db/database.ts'
import { job, queued } from '../jobs/queued.ts'
import { jobs } from '../jobs/tables.ts'
import type { Handler } from '../jobs/worker.ts'
import type { Letter, Mailer } from './mail.ts'

/** A step for someone else's commit: a letter that leaves if, and only if, that commit stands. `id` keeps it from leaving twice. */
export function posted(tx: Writer, letter: Letter, now: Date, id?: string) {
  return queued(tx, 'letter.send', letter, now, { id })
}

/** The same where it may have been posted before: it leaves once. */
export function postedOnce(tx: Writer, letter: Letter, now: Date, id: string) {
  return tx
    .insert(jobs)
    .values(job('letter.send', letter, now, { id }))
    .onConflictDoNothing()
}

export function sendLetter(mailer: Mailer): Handler {
  return (letter: Letter) => mailer.send(letter)
}
