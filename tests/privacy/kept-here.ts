import { actors } from '../../src/actors/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { incidents, purges } from '../../src/privacy/tables.ts'
import type { House } from '../house.ts'

/** An incident of the register as it may stand, serious and late unless said otherwise. */
export async function incidentHere(
  { db, now }: House,
  number: number,
  more: Partial<typeof incidents.$inferInsert> = {},
) {
  const row = { id: newId(), number, createdAt: now, changedAt: now, noticedOn: '2026-02-20', isSerious: true }
  const circumstances = 'Une liste de présences, avec des adresses, est partie à la mauvaise adresse.'
  await db.commit((tx) => [tx.insert(incidents).values({ ...row, circumstances, ...more })])
}

/** Something that was destroyed because its time was over. */
export async function purgeHere({ db, now }: House) {
  const row = { id: newId(), at: now, kind: 'links', rows: 12, before: now }
  await db.commit((tx) => [tx.insert(purges).values(row)])
}

/** Somebody named to everybody, from before consent was asked. */
export async function namedHere({ db, now }: House, name: string, slug: string) {
  const row = { id: newId(), kind: 'person', visibility: 'public', name, slug, searchText: name.toLowerCase() } as const
  await db.commit((tx) => [tx.insert(actors).values({ ...row, createdAt: now })])
}
