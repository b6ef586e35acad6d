import { accounts } from '../src/accounts/tables.ts'
import { actors } from '../src/actors/tables.ts'
import { type Stage, stages } from '../src/domain/lifecycle.ts'
import { roles } from '../src/domain/roles.ts'
import { initiatives, moves, participations } from '../src/initiatives/tables.ts'
import type { Database } from '../src/platform/db/database.ts'
import { folded } from '../src/platform/db/sql.ts'
import { newId } from '../src/platform/id.ts'

const CHUNK = 200
const words = [
  'jardin',
  'épicerie',
  'navette',
  'atelier',
  'coopérative',
  'halte',
  'cuisine',
  'relève',
  'vélo',
  'logement',
]

/**
 * A network of `many` initiatives: half of them active, spread over the stages as real pipelines are, three roles and
 * as many moves as stages each. Always the same for the same size. Returns the coordinator's account and some addresses.
 */
export async function settle(db: Database, many: number, now: Date): Promise<{ accountId: string; slugs: string[] }> {
  const next = dice(many)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  const accountId = newId()
  const cast = Array.from({ length: 100 }, (_, n) => ({ id: newId(), slug: `acteur-${n}`, name: `Acteur ${n}` }))
  await db.commit((tx) => [
    tx.insert(accounts).values({
      id: accountId,
      email: 'c@example.org',
      name: 'Coordination',
      networkRole: 'coordinator',
      createdAt: now,
    }),
    tx.insert(actors).values(
      cast.map((actor) => ({
        ...actor,
        kind: 'organisation' as const,
        visibility: 'public' as const,
        searchText: folded(actor.name),
        createdAt: now,
      })),
    ),
  ])

  const slugs: string[] = []
  for (let from = 0; from < many; from += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, many - from) }, (_, n) => {
      const id = newId()
      const title = `${pick(words)} ${pick(words)} ${from + n}`
      const stage: Stage = stages[Math.min(3, Math.floor(next() ** 1.5 * 4))]!
      const since = day(now, Math.floor(next() * 900))
      const status = next() < 0.5 ? ('active' as const) : ('discontinued' as const)
      slugs.push(`i-${from + n}`)
      return { id, slug: `i-${from + n}`, title, stage, status, since }
    })
    await db.commit((tx) => [
      tx.insert(initiatives).values(
        rows.map(({ id, slug, title, stage, status, since }) => ({
          id,
          slug,
          title,
          need: `Un besoin de ${title} que personne ne comble aujourd’hui.`,
          stage,
          status,
          stageSince: since,
          statusSince: since,
          visibility: 'network' as const,
          searchText: folded(title),
          createdAt: now,
          changedAt: new Date(now.getTime() - Math.floor(next() * 9e10)),
        })),
      ),
      tx.insert(moves).values(
        rows.flatMap(({ id, stage, since }) =>
          stages.slice(0, stages.indexOf(stage) + 1).map((to, index) => ({
            id: newId(),
            initiativeId: id,
            event: index === 0 ? ('start' as const) : ('advance' as const),
            fromStage: index === 0 ? null : stages[index - 1]!,
            fromStatus: index === 0 ? null : ('active' as const),
            toStage: to,
            toStatus: 'active' as const,
            effectiveOn: since,
            recordedAt: now,
            sequence: index + 1,
            provenance: 'imported' as const,
          })),
        ),
      ),
      tx.insert(participations).values(
        rows.flatMap(({ id, since }) =>
          roles.slice(0, 3).map((role) => ({
            id: newId(),
            initiativeId: id,
            actorId: pick(cast).id,
            role,
            isLead: role === 'carrier',
            state: 'accepted' as const,
            since,
            createdAt: now,
          })),
        ),
      ),
    ])
  }
  await analysed(db)
  return { accountId, slugs }
}

// Both engines plan by what they know of the tables.
async function analysed(db: Database) {
  const raw = (
    db as unknown as { raw: { exec?(statement: string): void; query?(statement: string): Promise<unknown> } }
  ).raw
  if (raw.exec) raw.exec('analyze')
  else await raw.query?.('analyze')
}

function day(now: Date, before: number): string {
  return new Date(now.getTime() - before * 86_400_000).toISOString().slice(0, 10)
}

// Mulberry32: small, seeded, the same everywhere.
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
