import { eq } from 'drizzle-orm'
import type { MoneyStatus } from '../../src/domain/money.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { fundingInstalments, fundingRows, fundings } from '../../src/funding/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { editions, programmes } from '../../src/programmes/tables.ts'
import type { House } from '../house.ts'

type Here = Pick<House, 'db' | 'now'>

export interface Funded {
  id: string
  /** Ids of the rows, in the order of entry. */
  rows: string[]
  instalment: string
}

interface Given {
  subject: { initiativeId: string } | { editionId: string }
  funderId: string
  visibility?: Visibility
  rows?: { status?: MoneyStatus; cents?: number; visibility?: Visibility }[] | undefined
  currency?: 'CAD' | 'EUR'
}

/** A funding with its rows and one payment of its schedule, as the commands would have left them. */
export async function funded({ db, now }: Here, { subject, funderId, rows = [{}], ...more }: Given): Promise<Funded> {
  const { visibility = 'public', currency = 'CAD' } = more
  const [id, instalment] = [newId(), newId()]
  const entered = rows.map(
    ({ status = 'requested', cents = 4_000_000, visibility: level = visibility }, index) =>
      ({
        id: newId(),
        fundingId: id,
        status,
        cents,
        visibility: level,
        effectiveOn: '2026-02-01',
        capacity: 'coordinator',
        recordedAt: now,
        sequence: index + 1,
      }) as const,
  )
  await db.commit((tx) => [
    tx.insert(fundings).values({
      id,
      funderId,
      ...subject,
      kind: 'cash',
      currency,
      purpose: 'Expérimentation',
      visibility,
      capacity: 'coordinator',
      createdAt: now,
      changedAt: now,
    }),
    ...entered.map((row) => tx.insert(fundingRows).values(row)),
    tx
      .insert(fundingInstalments)
      .values({ id: instalment, fundingId: id, dueOn: '2026-02-15', cents: 1_000_000, recordedAt: now }),
  ])
  return { id, rows: entered.map((row) => row.id), instalment }
}

/** An edition of a programme that members know of. */
export async function edition({ db, now }: Here, visibility: 'public' | 'network' = 'network') {
  const [id, programmeId] = [newId(), newId()]
  const slug = `edition-${id.slice(-8)}`
  await db.commit((tx) => [
    tx.insert(programmes).values({
      id: programmeId,
      slug: `programme-${id.slice(-8)}`,
      name: 'Appel à projets',
      visibility,
      createdAt: now,
    }),
    tx.insert(editions).values({ id, programmeId, slug, name: 'Édition 2026', startsOn: '2026-01-15', createdAt: now }),
  ])
  return { id, slug }
}

export const rowsOf = ({ db }: Here, id: string) =>
  db.select().from(fundingRows).where(eq(fundingRows.fundingId, id)).orderBy(fundingRows.sequence)

/** What the form asks, of a request of 12 500,50 $. */
export const asked = (more: Record<string, string> = {}) => ({
  funder: 'Fonds du fleuve',
  kind: 'cash',
  currency: 'CAD',
  purpose: 'Expérimentation dans trois villages',
  visibility: 'network',
  ...entry(),
  ...more,
})

export const entry = (more: Record<string, string> = {}) => ({
  status: 'requested',
  amount: '12 500,50',
  effectiveOn: '2026-02-20',
  rowVisibility: 'restricted',
  ...more,
})
