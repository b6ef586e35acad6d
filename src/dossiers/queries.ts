import { and, asc, desc, eq, gt, inArray, isNull, type SQL } from 'drizzle-orm'
import { stillHere } from '../actors/standing.ts'
import { documents, documentVersions } from '../documents/tables.ts'
import { documentsVisibleTo } from '../documents/visible.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import { initiatives, participations } from '../initiatives/tables.ts'
import { isHeldOn } from '../initiatives/visible.ts'
import type { Moment } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Sight, sightOf, linksShowing } from './sight.ts'
import { dossierLinks, dossierOpenings } from './tables.ts'

const { id, title, description, kind, creators, dated, language, licence } = documents
const { number, url, file, fileName, mediaType, size, scanState, textState, keepsMetadata } = documentVersions
const columns = {
  id,
  title,
  description,
  kind,
  creators,
  dated,
  language,
  licence,
  number,
  url,
  file,
  fileName,
  mediaType,
  size,
  scanState,
  textState,
  keepsMetadata,
}

export type Held = Awaited<ReturnType<typeof documentsIn>>[number]

/** The documents of an initiative as these eyes see them, in their current version, oldest first. */
export function documentsIn(db: Reader, sight: Sight, today: string, initiativeId: string) {
  return seen(db, and(eq(documents.initiativeId, initiativeId), isSeenBy(db, sight, today))).orderBy(
    asc(documents.createdAt),
    asc(documents.id),
  )
}

/** One of them. */
export async function findDocumentIn(
  db: Reader,
  sight: Sight,
  today: string,
  initiativeId: string,
  documentId: string,
): Promise<Held | undefined> {
  const isMeant = and(eq(documents.id, documentId), eq(documents.initiativeId, initiativeId))
  const [held] = await seen(db, and(isMeant, isSeenBy(db, sight, today)))
  return held
}

function seen(db: Reader, which: SQL | undefined) {
  return db
    .select(columns)
    .from(documents)
    .innerJoin(documentVersions, eq(documentVersions.id, documents.currentVersionId))
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(which)
}

function isSeenBy(db: Reader, { viewer, levels }: Sight, today: string): SQL | undefined {
  if (!levels) return documentsVisibleTo(db, viewer, today)
  return and(isNull(documents.binnedAt), inArray(documents.visibility, [...levels]))
}

/**
 * The link of a token, with its initiative, as long as both stand and whoever made it may share. Unknown, expired and
 * revoked ones, and those whose initiative was merged or has come to a level that they do not show, are undefined alike.
 */
export async function findOpenLink(db: Reader, tokenHash: string, { at, today }: Moment) {
  const [found] = await db
    .select({ link: dossierLinks, initiative: initiatives })
    .from(dossierLinks)
    .innerJoin(initiatives, eq(initiatives.id, dossierLinks.initiativeId))
    .where(
      and(
        eq(dossierLinks.tokenHash, tokenHash),
        isNull(dossierLinks.revokedAt),
        gt(dossierLinks.expiresAt, at),
        isNull(initiatives.mergedIntoId),
      ),
    )
  if (!found || !linksShowing(found.initiative.visibility).includes(found.link.shows)) return undefined
  const { byAccountId } = found.link
  const sharing = await whoStillShare(db, found.initiative.id, [byAccountId], today)
  return sharing.has(byAccountId) ? { ...found, sight: sightOf(found.link.shows) } : undefined
}

/** Those of these accounts who may share the dossier of an initiative today: a link lives by whoever made it. */
export async function whoStillShare(
  db: Reader,
  initiativeId: string,
  accountIds: readonly (string | null)[],
  today: string,
): Promise<ReadonlySet<string | null>> {
  const { actorId, role, isLead } = participations
  const [here, held] = await Promise.all([
    stillHere(db, accountIds, today),
    db
      .select({ actorId, role, isLead })
      .from(participations)
      .where(and(eq(participations.initiativeId, initiativeId), isHeldOn(today))),
  ])
  const mayShare = [...here].filter(([, { networkRole, actorIds }]) => {
    const own = held.filter((one) => actorIds.includes(one.actorId))
    return may('dossier.share', capacitiesOf(networkRole, own)).allowed
  })
  return new Set(mayShare.map(([accountId]) => accountId))
}

/** How a link stands, and so why it opens nothing. */
export function stateOf(
  { revokedAt, expiresAt, byAccountId }: typeof dossierLinks.$inferSelect,
  now: Date,
  sharing: ReadonlySet<string | null>,
): 'open' | 'revoked' | 'expired' | 'without_maker' {
  if (revokedAt) return 'revoked'
  if (expiresAt <= now) return 'expired'
  return sharing.has(byAccountId) ? 'open' : 'without_maker'
}

/** Every link to the dossier of an initiative, latest first, with when it was opened, latest first. */
export async function linksTo(db: Reader, initiativeId: string) {
  const isItsOwn = eq(dossierLinks.initiativeId, initiativeId)
  const [links, openings] = await Promise.all([
    db.select().from(dossierLinks).where(isItsOwn).orderBy(desc(dossierLinks.createdAt), desc(dossierLinks.id)),
    db
      .select({ linkId: dossierOpenings.linkId, openedAt: dossierOpenings.openedAt, what: dossierOpenings.what })
      .from(dossierOpenings)
      .innerJoin(dossierLinks, eq(dossierLinks.id, dossierOpenings.linkId))
      .where(isItsOwn)
      .orderBy(desc(dossierOpenings.openedAt), desc(dossierOpenings.id)),
  ])
  const byLink = Map.groupBy(openings, ({ linkId }) => linkId)
  return links.map((link) => ({ ...link, openings: byLink.get(link.id) ?? [] }))
}
