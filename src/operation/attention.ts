import type { BackupState } from './handed.ts'
import type { Letters, Queue } from './queries.ts'

/** Something that somebody should look at: a key of `operation.attention`, and where more is told. */
export interface Attention {
  key: string
  count: number
  href: string
}

/** `others` is what other rooms have to say. */
export function attentionTo(
  queue: Queue,
  letters: Letters,
  backup: BackupState,
  others: readonly Attention[] = [],
): Attention[] {
  const all: Attention[] = [
    { key: 'dead', count: queue.dead, href: '#dead' },
    { key: 'late', count: queue.late, href: '#queue' },
    { key: 'letters', count: letters.dead, href: '#mail' },
    { key: `backup_${backup}`, count: backup === 'fine' ? 0 : 1, href: '#backup' },
    ...others,
  ]
  return all.filter(({ count }) => count > 0)
}
