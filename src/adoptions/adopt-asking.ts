import { findDone } from '../activity/queries.ts'
import { recorded } from '../activity/recorded.ts'
import { visitor } from '../domain/viewer.ts'
import type { Initiative } from '../initiatives/queries.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { carriersToTell, letters, type Sender } from './adopt-letters.ts'
import { hasAskedSince } from './adopt-queries.ts'
import type { AskForm } from './adopt-schema.ts'
import { ageOf, type Stamp } from './adopt-stamp.ts'
import { adoptionBegun } from './steps.ts'
import { placeOf } from './taker.ts'

/** Who asked within the hour and waits still has been told of: the carriers find whoever comes after beside them. */
const TOLD_FOR_MS = 3_600_000

/**
 * Somebody would adopt it: it waits in the carriers' inbox, `considered`, and counts nowhere until they confirm it.
 * Whoever is signed in leaves no account here either. The same form counts once. Throws InvalidInput.
 */
export async function askToAdopt(
  { db, sender }: { db: Database; sender: Sender },
  initiative: Initiative,
  input: AskForm,
  stamp: Stamp | undefined,
  when: Moment,
  spend: () => Promise<void>,
): Promise<void> {
  if (input.site !== '') throw new InvalidInput([{ field: 'form', key: 'left_empty' }])
  const age = stamp ? ageOf(stamp, when.at) : 'too_late'
  if (!stamp || age) throw new InvalidInput([{ field: 'form', key: `sent_${age}` }])
  if (await findDone(db, stamp.key)) return
  const territoryId = await placeOf(db, input.territory)
  await spend()

  const isTold = await hasAskedSince(db, initiative.id, new Date(when.at.getTime() - TOLD_FOR_MS))
  const readers = isTold ? [] : await carriersToTell(db, initiative.id, when.today)
  const id = newId()
  const { takerName, takerKind, message, contactName, contactEmail } = input
  const asked = {
    id,
    initiativeId: initiative.id,
    takerId: null,
    takerName,
    takerKind,
    territoryId,
    status: 'considered' as const,
    since: when.today,
    visibility: 'team' as const,
    isConfirmed: false,
    message,
    contact: { name: contactName, address: contactEmail },
    byAccountId: null,
    capacity: null,
  }
  await db
    .commit((tx) => [
      ...adoptionBegun(tx, asked, when.at),
      recorded(tx, { ...visitor, once: stamp.key }, when.at, {
        what: 'adoption_asked',
        subject: { kind: 'adoption', id },
        initiativeId: initiative.id,
        as: 'visitor',
        particulars: { takerKind },
      }),
      ...letters(tx, initiative, readers, sender, { id, at: when.at }),
    ])
    .catch((error: unknown) => {
      // Sent twice at once: the other one counts.
      if (!(error instanceof Duplicate && /once/.test(error.on))) throw error
    })
}
