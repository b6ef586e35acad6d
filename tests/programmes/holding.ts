import { eq } from 'drizzle-orm'
import { editions, enrolments, programmes } from '../../src/programmes/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'

interface Held {
  programme: { id: string; slug: string }
  edition: { id: string; slug: string }
}

let held = 0

/** A programme with one edition, and the initiatives that take part in it. */
export async function holds(
  { db, now }: House,
  teams: readonly string[] = [],
  wanted: Partial<typeof editions.$inferInsert> & Pick<Partial<typeof programmes.$inferInsert>, 'visibility'> = {},
): Promise<Held & { enrolments: string[] }> {
  const n = ++held
  const { visibility = 'public', ...rest } = wanted
  const programme = { id: newId(), slug: `programme-${n}` }
  const edition = { id: newId(), slug: `programme-${n}-1re-edition` }
  const rows = teams.map((initiativeId) => ({
    id: newId(),
    editionId: edition.id,
    initiativeId,
    since: '2026-01-15',
    createdAt: now,
  }))
  await db.commit((tx) => [
    tx.insert(programmes).values({ ...programme, name: `Programme ${n}`, visibility, createdAt: now }),
    tx.insert(editions).values({
      ...edition,
      programmeId: programme.id,
      name: '1re édition',
      theme: 'Milieux de vie',
      startsOn: '2026-01-10',
      endsOn: '2026-02-20',
      createdAt: now,
      ...rest,
    }),
    ...(rows.length > 0 ? [tx.insert(enrolments).values(rows)] : []),
  ])
  return { programme, edition, enrolments: rows.map(({ id }) => id) }
}

export async function enrolmentsIn({ db }: House, editionId: string) {
  const rows = await db.select().from(enrolments).where(eq(enrolments.editionId, editionId))
  return rows.map(({ initiativeId }) => initiativeId)
}
