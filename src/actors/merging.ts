import { and, eq, isNull } from 'drizzle-orm'
import type * as z from 'zod'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, Stale } from '../platform/http/refusal.ts'
import { type Actor, actorNamed, type Roles } from './queries.ts'
import type { MergeForm } from './schema.ts'
import { actors, identifiers, memberships } from './tables.ts'

/**
 * Two sheets of one actor become one: memberships, identifiers, account and roles go over to the one that is kept,
 * which also takes what it did not know. The other's address leads to it from then on. For coordinators.
 */
export async function mergeActor(
  db: Database,
  from: Actor,
  { into: typed, version }: z.output<typeof MergeForm>,
  moved: NonNullable<Roles['moved']>,
  by: By,
  now: Date,
): Promise<Actor> {
  const as = allowed('actor.edit', by)
  if (version !== from.version || from.mergedIntoId) throw new Stale()
  const into = await targetOf(db, from, typed, by)
  const { accountId } = from
  const stale = () => new Stale()
  const named = from.kind === 'person' ? {} : { name: from.name }
  const particulars = { from: from.id, ...named, into: into.id }
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(actors)
        .set({ mergedIntoId: into.id, accountId: null, version: version + 1 })
        .where(and(eq(actors.id, from.id), eq(actors.version, version)))
        .returning({ id: actors.id }),
      stale,
    ),
    exactlyOne(
      tx
        .update(actors)
        .set({ ...knownOnlyTo(from, into), ...(accountId ? { accountId } : {}), version: into.version + 1 })
        .where(and(eq(actors.id, into.id), eq(actors.version, into.version), isNull(actors.mergedIntoId)))
        .returning({ id: actors.id }),
      stale,
    ),
    tx.update(actors).set({ mergedIntoId: into.id }).where(eq(actors.mergedIntoId, from.id)),
    tx.update(memberships).set({ personId: into.id }).where(eq(memberships.personId, from.id)),
    tx.update(memberships).set({ organisationId: into.id }).where(eq(memberships.organisationId, from.id)),
    tx.update(identifiers).set({ actorId: into.id }).where(eq(identifiers.actorId, from.id)),
    ...moved(tx, from.id, into.id),
    recorded(tx, by, now, { what: 'actor_merged', subject: { kind: 'actor', id: into.id }, particulars, as }),
  ])
  return into
}

async function targetOf(db: Database, from: Actor, typed: string, by: By): Promise<Actor> {
  const into = await actorNamed(db, by, typed, from.kind === 'person' ? ['person'] : ['organisation', 'group'])
  if (typeof into === 'string') throw refused(`actor_${into}`)
  if (into.id === from.id) throw refused('same_actor')
  if (into.accountId && from.accountId) throw refused('both_have_accounts')
  return into
}

const copied = ['sector', 'description', 'url', 'email', 'phone', 'territoryId'] as const

function knownOnlyTo(from: Actor, into: Actor): Partial<Actor> {
  return Object.fromEntries(copied.filter((field) => !into[field] && from[field]).map((field) => [field, from[field]]))
}

const refused = (key: string) => new InvalidInput([{ field: 'into', key }])
