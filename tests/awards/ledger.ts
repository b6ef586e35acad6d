import type { Currency, FundingKind, MoneyStatus } from '../../src/domain/money.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { fundingInstalments, fundingRows, fundings } from '../../src/funding/tables.ts'
import { actors, identifiers } from '../../src/actors/tables.ts'
import { actorAdded } from '../../src/actors/steps.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { eq } from 'drizzle-orm'
import type { House } from '../house.ts'

export interface Entry {
  status: MoneyStatus
  cents: number
  on: string
  visibility?: Visibility
  /** Its place among the entries, counted from 0, of the one it stands in place of. */
  supersedes?: number
}

interface Wanted {
  initiativeId?: string
  editionId?: string
  funderId: string
  kind?: FundingKind
  currency?: Currency
  purpose?: string
  visibility?: Visibility
  dueOn?: string[]
}

/** A funding and its rows, as the ledger keeps them: public unless said otherwise. */
export async function funded({ db, now }: House, wanted: Wanted, entries: readonly Entry[]): Promise<string> {
  const id = newId()
  const rows = entries.map(() => newId())
  const { dueOn = [], ...said } = wanted
  await db.commit((tx) => [
    tx.insert(fundings).values({
      id,
      kind: 'cash',
      currency: 'CAD',
      purpose: 'Bourse de démarrage',
      visibility: 'public',
      capacity: 'coordinator',
      agreementReference: 'CONV-7',
      createdAt: now,
      changedAt: now,
      ...said,
    }),
    ...entries.map(({ status, cents, on, visibility = 'public', supersedes }, sequence) =>
      tx.insert(fundingRows).values({
        id: rows[sequence]!,
        fundingId: id,
        status,
        cents,
        effectiveOn: on,
        visibility,
        supersedesId: supersedes === undefined ? null : rows[supersedes]!,
        capacity: 'coordinator',
        recordedAt: now,
        sequence,
      }),
    ),
    ...dueOn.map((day) =>
      tx.insert(fundingInstalments).values({ id: newId(), fundingId: id, dueOn: day, cents: 100, recordedAt: now }),
    ),
  ])
  return id
}

let made = 0

/** A public organisation with its numbers. Returns its id. */
export async function organisation(
  { db, now }: House,
  name: string,
  numbers: Record<string, string> = {},
  set: Partial<typeof actors.$inferInsert> = {},
): Promise<string> {
  const id = newId()
  await db.commit((tx) => [
    actorAdded(tx, { id, slug: `organisme-${++made}`, kind: 'organisation', name }, now),
    tx
      .update(actors)
      .set({ visibility: 'public', ...set })
      .where(eq(actors.id, id)),
    ...Object.entries(numbers).map(([scheme, value]) =>
      tx.insert(identifiers).values({ id: newId(), actorId: id, scheme, value }),
    ),
  ])
  return id
}

/** It carries an initiative, with those who carried it before. */
export async function carries({ db, now }: House, actorId: string, initiativeId: string, since = '2024-01-01') {
  await db.commit((tx) => [
    tx.insert(participations).values({
      id: newId(),
      initiativeId,
      actorId,
      role: 'carrier',
      state: 'accepted',
      since,
      createdAt: now,
    }),
  ])
}
