import { lt, or } from 'drizzle-orm'
import { type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'
import { dossierLinks, dossierOpenings } from './tables.ts'

/** Links that were revoked or expired, with for whom they were made; what is left of their openings goes with them. */
export const closedLinks: Forgetting = forgettingOf({
  table: dossierLinks,
  key: dossierLinks.id,
  isOver: (before) => or(lt(dossierLinks.revokedAt, before), lt(dossierLinks.expiresAt, before)),
})

/** When somebody opened a dossier by a link. */
export const oldOpenings: Forgetting = forgettingOf({
  table: dossierOpenings,
  key: dossierOpenings.id,
  isOver: (before) => lt(dossierOpenings.openedAt, before),
})
