import { and, eq } from 'drizzle-orm'
import type * as z from 'zod'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { type Database, Duplicate, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { asAllowed, mayEdit } from './access.ts'
import { readIdentifier } from './identifiers.ts'
import { type Actor, findActorById, findActorByIdentifier } from './queries.ts'
import type { IdentifierForm } from './schema.ts'
import { identifierGiven } from './steps.ts'
import { identifiers } from './tables.ts'

/** Gives an organisation or a group one of its official numbers. A number has one holder. */
export async function giveIdentifier(
  db: Database,
  actor: Actor,
  { scheme, value: typed }: z.output<typeof IdentifierForm>,
  by: By,
  now: Date,
) {
  if (actor.kind === 'person') throw new NotFound()
  const as = asAllowed(mayEdit(by, actor.id))
  const value = readIdentifier(scheme, typed)
  if (!value) throw refused(`identifier_${scheme}`)
  const holder = await findActorByIdentifier(db, scheme, value)
  if (holder) {
    const seen = await findActorById(db, by, holder.id)
    throw seen ? refused('identifier_of', { name: seen.name }) : refused('identifier_taken')
  }
  const happening = {
    what: 'identifier_given',
    subject: { kind: 'actor', id: actor.id },
    particulars: { scheme, value },
    as,
  }
  try {
    await db.commit((tx) => [
      identifierGiven(tx, { actorId: actor.id, scheme, value }),
      recorded(tx, by, now, happening),
    ])
  } catch (error) {
    if (error instanceof Duplicate && /identifiers/.test(error.on)) throw refused('identifier_taken')
    throw error
  }
}

export async function withdrawIdentifier(db: Database, actor: Actor, id: string, by: By, now: Date) {
  const as = asAllowed(mayEdit(by, actor.id))
  const isTheirs = and(eq(identifiers.id, id), eq(identifiers.actorId, actor.id))
  await db.commit((tx) => [
    exactlyOne(tx.delete(identifiers).where(isTheirs).returning({ id: identifiers.id }), () => new NotFound()),
    recorded(tx, by, now, {
      what: 'identifier_withdrawn',
      subject: { kind: 'actor', id: actor.id },
      particulars: { identifier: id },
      as,
    }),
  ])
}

function refused(key: string, params: Record<string, unknown> = {}) {
  return new InvalidInput([{ field: 'value', key, params }])
}
