import { and, eq, isNull } from 'drizzle-orm'
import { alsoRecorded, recorded } from '../activity/recorded.ts'
import { canBeAttested, type CriterionCode } from '../domain/gates.ts'
import { type Capacity, may, mayAttest, type Permission } from '../domain/permissions.ts'
import type { By, Viewer } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Writer } from '../platform/db/database.ts'
import { among } from '../platform/db/forgetting.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { type Attestation, findOrRefuse } from './queries.ts'
import type { AttestInput } from './schema.ts'
import { attestations } from './tables.ts'
import { granted, touch } from './writing.ts'

/** States that a criterion is met and points to a proof. A later statement on the same criterion takes its place. */
export async function attest(db: Database, slug: string, input: AttestInput, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(mayAttest(input.code, capacities))
  if (!canBeAttested(input.code)) throw new InvalidInput([{ field: 'code', key: 'not_in_list' }])
  if (input.attestedOn > when.today) throw new InvalidInput([{ field: 'attestedOn', key: 'in_the_future' }])
  const id = newId()
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    tx.insert(attestations).values({
      id,
      initiativeId: initiative.id,
      ...input,
      byAccountId: by.accountId,
      capacity: as,
      recordedAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: 'attested',
      subject: { kind: 'attestation', id },
      initiativeId: initiative.id,
      as,
      particulars: { code: input.code },
    }),
  ])
}

/** What a document shows. */
export interface Shown {
  code: CriterionCode
  statement: string
  /** The title of the document. */
  proof: string
  documentVersionId: string
}

/**
 * Steps for the commit that brings a document: it shows that a criterion is met. Whoever asks has seen to it that the
 * criterion can be attested, and that it may be in this capacity.
 */
export function attestedBy(tx: Writer, initiativeId: string, shown: Shown, { by, as }: Doer, when: Moment) {
  const id = newId()
  return [
    tx.insert(attestations).values({
      id,
      initiativeId,
      ...shown,
      proofKind: 'document',
      attestedOn: when.today,
      byAccountId: by.accountId,
      capacity: as,
      recordedAt: when.at,
    }),
    alsoRecorded(tx, by, when.at, {
      what: 'attested',
      subject: { kind: 'attestation', id },
      initiativeId,
      as,
      particulars: { code: shown.code, documentVersionId: shown.documentVersionId },
    }),
  ]
}

interface Doer {
  by: By
  as: Capacity
}

/** A step for the commit that purges a document: what it showed stays stated, and says that its proof is no more. */
export function proofsGone(tx: Writer, documentVersionIds: readonly string[]) {
  return tx
    .update(attestations)
    .set({ documentVersionId: '' })
    .where(among(attestations.documentVersionId, documentVersionIds))
}

/** Carriers and coordinators take back any statement, others their own, in the capacity they made it in. */
export function mayWithdraw(
  statement: Attestation,
  { accountId }: Viewer,
  capacities: readonly Capacity[],
): Permission {
  const isOwn = accountId !== null && statement.byAccountId === accountId
  return isOwn ? { allowed: true, as: statement.capacity } : may('criterion.withdraw', capacities)
}

/** Takes a statement back. It stays in the history. */
export async function withdraw(db: Database, slug: string, id: string, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const standing = and(
    eq(attestations.id, id),
    eq(attestations.initiativeId, initiative.id),
    isNull(attestations.withdrawnAt),
  )
  const [statement] = await db.select().from(attestations).where(standing)
  if (!statement) throw new NotFound()
  const as = granted(mayWithdraw(statement, by, capacities))
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    exactlyOne(
      tx.update(attestations).set({ withdrawnAt: when.at }).where(standing).returning({ id: attestations.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, {
      what: 'attestation_withdrawn',
      subject: { kind: 'attestation', id },
      initiativeId: initiative.id,
      as,
      particulars: { code: statement.code },
    }),
  ])
}
