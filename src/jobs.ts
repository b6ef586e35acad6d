import { sendInvitation, sendSignInLink } from './accounts/letters.ts'
import { forgetContacts as forgetThoseWhoAsked } from './adoptions/forgetting.ts'
import { backupAtNight } from './archive/nightly.ts'
import { archiveMake, backupRun, type Nights } from './archive/running.ts'
import type { Source } from './archive/making.ts'
import { sweepStorage } from './archive/sweeping.ts'
import { documentRead } from './documents/reading.ts'
import { purgeBin } from './documents/binning.ts'
import { forgetContacts as forgetThoseToTell } from './adjustments/forgetting.ts'
import { tellBack } from './adjustments/telling-back.ts'
import { importRun } from './imports/running.ts'
import { importUndo } from './imports/undoing.ts'
import { tellMove } from './initiatives/telling.ts'
import { expireInvitations } from './invitations/expiring.ts'
import type { Floor } from './platform/http/floor.ts'
import type { Handler } from './platform/jobs/worker.ts'
import type { Mailer } from './platform/mail/mail.ts'
import { sendLetter } from './platform/mail/letters.ts'
import { mailReport, sendMailing } from './reports/mailing-out.ts'
import { queueMailings } from './reports/mailings.ts'
import { tendProgress } from './progress/opening.ts'
import { forgetUploads } from './uploads/forgetting.ts'

export type Workbench = Omit<Floor, 'page' | 'main' | 'kept' | 'part' | 'network'> & { mailer: Mailer }

/** What the makers of archives need to know besides. */
export interface Archiving {
  source: Source
  nights: Nights & { nightly: boolean }
}

const NIGHT_EVERY_MS = 300_000
const CHORES_EVERY_MS = 6 * 3_600_000
const SWEEP_EVERY_MS = 24 * 3_600_000

/** What is done now and then whether or not anybody asks. Doing it twice, or in two processes, changes nothing. */
export function chores(bench: Omit<Workbench, 'mailer'>): NodeJS.Timeout {
  const { db, clock, log } = bench
  const run = () =>
    void Promise.all([
      expireInvitations(db, clock.now()),
      purgeBin(db, clock.now()),
      forgetThoseWhoAsked(db, clock.now()),
      forgetUploads(bench),
      forgetThoseToTell(db, clock.now()),
      queueMailings(db, clock.now()),
      tendProgress(bench, clock.now()),
    ]).catch((error: unknown) => log.error({ err: error }, 'chores failed'))
  run()
  return setInterval(run, CHORES_EVERY_MS)
}

/** Removes from the store, once a day, what no row has pointed to for a day. In two processes it is done twice, which changes nothing. */
export function sweeps({ db, clock, log, storage }: Pick<Workbench, 'db' | 'clock' | 'log' | 'storage'>) {
  const sweep = () =>
    void sweepStorage(db, storage, clock.now()).then(
      ({ removed, left }) => {
        if (left > 0) log.warn({ left }, 'most of the store has no row: is it of this database? nothing was swept')
        else if (removed > 0) log.info({ removed }, 'store swept')
      },
      (error: unknown) => log.error({ err: error }, 'the store was not swept'),
    )
  sweep()
  return setInterval(sweep, SWEEP_EVERY_MS)
}

/** Looks now and then whether the hour of the nightly back-up has come. */
export function nights({ db, clock, log, nights: set }: Pick<Workbench, 'db' | 'clock' | 'log'> & Archiving) {
  const look = () => {
    if (!set.nightly) return
    backupAtNight(db, set, clock.now()).catch((error: unknown) => log.error({ err: error }, 'no back-up queued'))
  }
  look()
  return setInterval(look, NIGHT_EVERY_MS)
}

/** Kinds of which many come at once, and which only read before they finish: moves made by several people. */
export const doneTogether: ReadonlySet<string> = new Set(['move.tell'])

/** Who does which kind of job: one line per kind. */
export function handlers(bench: Workbench & Archiving): Record<string, Handler> {
  return {
    'letter.send': sendLetter(bench.mailer),
    'sign_in_link.send': sendSignInLink(bench),
    'document.read': documentRead(bench),
    'import.run': importRun(bench),
    'import.undo': importUndo(bench),
    'move.tell': tellMove(bench),
    'archive.make': archiveMake(bench),
    'backup.run': backupRun(bench),
    'invitation.send': sendInvitation(bench),
    'report.send': sendMailing(bench),
    'report.mail': mailReport(bench),
    'adjustment.tell': tellBack(bench),
  }
}
