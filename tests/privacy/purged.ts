import { DAY_MS } from '../../src/domain/calendar.ts'
import { type RetentionKind, retentionOf } from '../../src/domain/retention.ts'
import type { Forgetting } from '../../src/platform/db/forgetting.ts'
import { forget } from '../../src/privacy/purging.ts'
import { limitOf } from '../../src/privacy/retention.ts'
import type { House } from '../house.ts'

/** Forgets what would go of one kind in so many days, by its usual period; the house itself stays in the present. */
export function purgedAfter({ db, now }: House, kind: RetentionKind, what: Forgetting, days: number): Promise<number> {
  const at = new Date(now.getTime() + days * DAY_MS)
  return forget(db, { kind, before: limitOf(retentionOf[kind], at), at }, what)
}
