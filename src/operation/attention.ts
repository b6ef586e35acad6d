import type { BackupState } from './handed.ts'
import type { Letters, Queue } from './queries.ts'

/** Something that somebody should look at: a key of `operation.attention`, and the part of the page that tells more. */
export interface Attention {
  key: string
  count: number
  place: string
}

export function attentionTo(queue: Queue, letters: Letters, backup: BackupState): Attention[] {
  const all: Attention[] = [
    { key: 'dead', count: queue.dead, place: 'dead' },
    { key: 'late', count: queue.late, place: 'queue' },
    { key: 'letters', count: letters.dead, place: 'mail' },
    { key: `backup_${backup}`, count: backup === 'fine' ? 0 : 1, place: 'backup' },
  ]
  return all.filter(({ count }) => count > 0)
}
