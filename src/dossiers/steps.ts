import { and, gt, isNull, lte } from 'drizzle-orm'
import type { Writer } from '../platform/db/database.ts'
import { dossierLinks } from './tables.ts'

/** A step: links made until an instant open nothing from now on. Returns those that would have. */
export function linksClosed(tx: Writer, until: Date, at: Date) {
  return tx
    .update(dossierLinks)
    .set({ revokedAt: at })
    .where(and(isNull(dossierLinks.revokedAt), gt(dossierLinks.expiresAt, at), lte(dossierLinks.createdAt, until)))
    .returning({ id: dossierLinks.id })
}
