import { and, eq, sql } from 'drizzle-orm'
import type { Capacity, Permission } from '../domain/permissions.ts'
import { exactlyOne, type Reader, type Writer } from '../platform/db/database.ts'
import { dialect } from '../platform/db/dialect.ts'
import { blanksFor, filled } from '../platform/db/filled.ts'
import { NotAllowed, Stale } from '../platform/http/refusal.ts'
import type { Initiative } from './queries.ts'
import { initiatives } from './tables.ts'

/** A change that was decided on what was read: it stands only if that is still the version. Throws Stale. */
export function change(tx: Writer, { id, version }: Initiative, set: Partial<Initiative>, at: Date) {
  const { names, blanks, values } = blanksFor(initiatives, { ...set, version: version + 1, changedAt: at })
  const isMeant = and(eq(initiatives.id, sql.placeholder('is')), eq(initiatives.version, sql.placeholder('was')))
  const build = () => tx.update(initiatives).set(blanks).where(isMeant).returning({ id: initiatives.id })
  const key = `change initiatives ${names.join()}`
  const asked = { is: id, was: version }
  const found = () => (tx as unknown as Reader).select({ id: initiatives.id }).from(initiatives).where(isMeant)
  // Not more of a lock than the change itself takes: rows that refer to it may be written meanwhile.
  const held = () => filled(tx, 'hold initiatives', () => found().for('no key update'), asked)
  const statement = filled(tx, key, build, { ...values, ...asked })
  return exactlyOne(statement, () => new Stale(), dialect === 'postgresql' ? held() : undefined)
}

/** Somebody who commits between the reading and the writing is met here: `told` says what stands now. */
export async function orStale<Outcome>(commit: Promise<Outcome>, told: () => Promise<Stale>): Promise<Outcome> {
  try {
    return await commit
  } catch (error) {
    throw error instanceof Stale ? await told() : error
  }
}

/** A change beside the initiative that a gate may depend on: it ages every open page, and never collides. */
export function touch(tx: Writer, initiativeId: string, at: Date) {
  return tx
    .update(initiatives)
    .set({ version: sql`${initiatives.version} + 1`, changedAt: at })
    .where(eq(initiatives.id, initiativeId))
}

/** The capacity a deed is done in. Throws NotAllowed, which says for whom it is reserved. */
export function granted(permission: Permission): Capacity {
  if (!permission.allowed) throw new NotAllowed(permission.reserved)
  return permission.as
}
