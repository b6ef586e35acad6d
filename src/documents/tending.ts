import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { type Capacity, mayTend, type Permission } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { granted } from '../initiatives/writing.ts'
import { exactlyOne, type Writer } from '../platform/db/database.ts'
import { Stale } from '../platform/http/refusal.ts'
import type { Document } from './queries.ts'
import { documents } from './tables.ts'

type Owned = Pick<Document, 'byAccountId' | 'forActorId'>

/** Whether this reader may change, replace or throw away a document: their own, or that of whom they speak for. */
export function mayTendTo(document: Owned, viewer: Viewer, capacities: readonly Capacity[]): Permission {
  const isOwn =
    (viewer.accountId !== null && document.byAccountId === viewer.accountId) ||
    (document.forActorId !== null && viewer.actorIds.includes(document.forActorId))
  return mayTend(isOwn, capacities)
}

/** The capacity in which somebody tends a document. Throws NotAllowed. */
export function tending(document: Owned, viewer: Viewer, capacities: readonly Capacity[]): Capacity {
  return granted(mayTendTo(document, viewer, capacities))
}

/** A change that was decided on what was read: it stands only if that is still the version. Throws Stale. */
export function change(tx: Writer, { id, version, binnedAt }: Document, set: Partial<Document>, at: Date) {
  const isSame = and(
    eq(documents.id, id),
    eq(documents.version, version),
    binnedAt ? isNotNull(documents.binnedAt) : isNull(documents.binnedAt),
  )
  return exactlyOne(
    tx
      .update(documents)
      .set({ ...set, version: version + 1, changedAt: at })
      .where(isSame)
      .returning({ id: documents.id }),
    () => new Stale([], version),
  )
}
