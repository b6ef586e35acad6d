import { and, desc, eq, gt, inArray } from 'drizzle-orm'
import { isWithoutAccounts } from '../accounts/queries.ts'
import { journal } from '../activity/tables.ts'
import { initiatives } from '../initiatives/tables.ts'
import { findNetwork } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'

/** Nothing was ever set, nobody may sign in, nothing began: only then is there room for the demo. */
export async function isUntouched(db: Reader): Promise<boolean> {
  const [network, isWithoutPeople, [first]] = await Promise.all([
    findNetwork(db),
    isWithoutAccounts(db),
    db.select({ id: initiatives.id }).from(initiatives).limit(1),
  ])
  return network.version === 0 && isWithoutPeople && !first
}

/**
 * When a demo that never came to its end was begun; undefined when none was, when it is whole, and when somebody has
 * worked with it since: what the play does is dated before its beginning, what people do after.
 */
export async function cutShortAt(db: Reader): Promise<Date | undefined> {
  const { isDemo } = await findNetwork(db)
  if (!isDemo) return undefined
  const [last] = await db
    .select({ what: journal.what, at: journal.at })
    .from(journal)
    .where(and(eq(journal.subjectKind, 'network'), inArray(journal.what, ['demo_begun', 'demo_played'])))
    .orderBy(desc(journal.seq))
    .limit(1)
  if (last?.what !== 'demo_begun') return undefined
  const deedsSince = await db.$count(journal, gt(journal.at, last.at))
  return deedsSince === 0 ? last.at : undefined
}

/** What emptying the demo takes away with it. */
export async function demoAtAGlance(db: Reader) {
  const many = await db.$count(initiatives)
  return { initiatives: many }
}
