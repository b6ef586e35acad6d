import type { Attention } from './attention.ts'

/** A copy of everything, as the room that makes them knows it. */
export interface Backup {
  at: Date
  bytes: number
  checkedAt?: Date | null | undefined
  /** What its check found, if it is not whole. */
  fault?: string | null | undefined
}

/** What the house hands over to be watched: each may be missing, and the page says so. */
export interface Handed {
  /** Who holds it may read /metrics from anywhere. */
  metricsToken?: string | undefined
  /** Where letters go; without it they are files of the outbox. */
  smtpHost?: string | undefined
  /** Newest first. */
  backups?: (() => Promise<Backup[]>) | undefined
  live?: { open(): number } | undefined
  /** What later rooms want somebody to look at. */
  attention?: (() => Promise<Attention[]>) | undefined
}

/** A nightly copy that is older than this was missed. */
const BACKUP_OLD_MS = 36 * 3_600_000

export type BackupState = 'none' | 'unreadable' | 'fault' | 'old' | 'fine'

export function backupState(last: Backup | undefined, now: Date): BackupState {
  if (!last) return 'none'
  if (last.fault) return 'fault'
  return now.getTime() - last.at.getTime() > BACKUP_OLD_MS ? 'old' : 'fine'
}
