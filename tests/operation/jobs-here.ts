import { jobs } from '../../src/platform/jobs/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { queued } from '../../src/platform/jobs/queued.ts'
import type { House } from '../house.ts'
import { eq } from 'drizzle-orm'

type Wanted = Partial<typeof jobs.$inferInsert>

/** A job as a worker left it: `wanted` says how. Returns its id. */
export async function jobHere({ db, now }: House, kind: string, wanted: Wanted = {}): Promise<string> {
  const id = newId()
  const { payload = {}, ...left } = wanted
  await db.commit((tx) => [
    queued(tx, kind, payload, now, { id }),
    ...(Object.keys(left).length > 0 ? [tx.update(jobs).set(left).where(eq(jobs.id, id))] : []),
  ])
  return id
}

/** One that was given up. */
export function deadJobHere(house: House, kind: string, error: string | null, wanted: Wanted = {}): Promise<string> {
  return jobHere(house, kind, { attempts: 6, deadAt: house.now, error, ...wanted })
}

export async function rowOf({ db }: House, id: string) {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, id))
  return row
}
