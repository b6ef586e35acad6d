import { and, eq, isNull } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { actorNamed } from '../actors/queries.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Reader } from '../platform/db/database.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { type Contribution, documentsSeen, findContribution } from './queries.ts'
import type { ContributionInput } from './schema.ts'
import { knowledgeContributions } from './tables.ts'
import { mayWithdraw } from './withdrawing.ts'

/** Says which knowledge was brought, by whom and with what effect. A gate counts the kinds (M1). */
export async function contribute(
  db: Database,
  slug: string,
  input: ContributionInput,
  by: By,
  when: Moment,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('knowledge.record', capacities))
  if (input.contributedOn > when.today) throw new InvalidInput([{ field: 'contributedOn', key: 'in_the_future' }])
  if (input.document && !(await isAmong(db, by, when.today, initiative.id, input.document))) {
    throw new InvalidInput([{ field: 'document', key: 'not_in_list' }])
  }
  const id = newId()
  const { kind, sector = null, brought, effect, contributedOn } = input
  const bringer = await bringerOf(db, by, input.actor)
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    tx.insert(knowledgeContributions).values({
      id,
      initiativeId: initiative.id,
      kind,
      sector,
      brought,
      ...bringer,
      effect,
      documentId: input.document || null,
      contributedOn,
      byAccountId: by.accountId,
      capacity: as,
      recordedAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: 'knowledge_recorded',
      subject: { kind: 'contribution', id },
      initiativeId: initiative.id,
      as,
      particulars: { kind },
    }),
  ])
}

async function isAmong(db: Reader, by: By, today: string, initiativeId: string, documentId: string): Promise<boolean> {
  return (await documentsSeen(db, by, today, initiativeId)).some(({ id }) => id === documentId)
}

// A name that one actor bears is that actor; anything else are words, and make nobody an actor.
async function bringerOf(db: Reader, by: By, typed: string): Promise<Pick<Contribution, 'actorId' | 'who'>> {
  const known = await actorNamed(db, by, typed)
  if (known === 'several') throw new InvalidInput([{ field: 'actor', key: 'several_actors' }])
  return known === 'unknown' ? { actorId: null, who: typed } : { actorId: known.id, who: '' }
}

/** Takes a contribution back: it counts no longer, and stays in the history. */
export async function withdrawContribution(
  db: Database,
  slug: string,
  id: string,
  by: By,
  when: Moment,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const contribution = await findContribution(db, initiative.id, id)
  if (!contribution) throw new NotFound()
  const as = granted(mayWithdraw(contribution, by, capacities))
  const stillStands = and(eq(knowledgeContributions.id, id), isNull(knowledgeContributions.withdrawnAt))
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    exactlyOne(
      tx
        .update(knowledgeContributions)
        .set({ withdrawnAt: when.at })
        .where(stillStands)
        .returning({ id: knowledgeContributions.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, {
      what: 'knowledge_withdrawn',
      subject: { kind: 'contribution', id },
      initiativeId: initiative.id,
      as,
      particulars: { kind: contribution.kind },
    }),
  ])
}
