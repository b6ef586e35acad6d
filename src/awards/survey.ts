import type { Reader } from '../platform/db/database.ts'
import type { Award } from './award.ts'
import { isAward, leftOutOfGiving, leftOutOfScdl, type ReasonLeftOut, reasonsLeftOut } from './left-out.ts'
import { awardedToEditions, awards } from './reading.ts'

interface Told {
  inside: number
  /** Each reason there is, with how many awards it keeps out. */
  leftOut: { reason: ReasonLeftOut; many: number }[]
}

/** What each file holds and what it leaves out, and why. */
export async function survey(db: Reader, today: string): Promise<{ giving: Told; scdl: Told }> {
  const [giving, scdl] = [tally(leftOutOfGiving), tally(leftOutOfScdl)]
  for await (const page of awards(db, today)) {
    for (const award of page.filter(isAward)) {
      giving.take(award)
      scdl.take(award)
    }
  }
  const editions = await awardedToEditions(db)
  return { giving: giving.told(editions), scdl: scdl.told(editions) }
}

function tally(why: (award: Award) => ReasonLeftOut | undefined) {
  let inside = 0
  const out = new Map<ReasonLeftOut, number>()
  return {
    take(award: Award) {
      const reason = why(award)
      if (reason) out.set(reason, (out.get(reason) ?? 0) + 1)
      else inside++
    },
    told(editions: number): Told {
      const many = (reason: ReasonLeftOut) => (reason === 'edition' ? editions : (out.get(reason) ?? 0))
      const leftOut = reasonsLeftOut.map((reason) => ({ reason, many: many(reason) })).filter((one) => one.many > 0)
      return { inside, leftOut }
    },
  }
}
