import { and, eq, isNull } from 'drizzle-orm'
import { hashOf, newToken } from '../accounts/secrets.ts'
import { recorded } from '../activity/recorded.ts'
import { communicated } from '../communications/steps.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { type Capacity, may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { LinkInput } from './schema.ts'
import { linksShowing } from './sight.ts'
import { dossierLinks, dossierOpenings } from './tables.ts'

/** A way in for somebody without an account. Returns its token, which is nowhere afterwards: only its hash is kept. */
export async function shareDossier(
  db: Database,
  slug: string,
  { label, shows, days }: LinkInput,
  by: By,
  when: Moment,
): Promise<string> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('dossier.share', capacities))
  if (!linksShowing(initiative.visibility).includes(shows)) {
    throw new InvalidInput([{ field: 'shows', key: 'link_shows_nothing' }])
  }
  const id = newId()
  const token = newToken()
  await db.commit((tx) => [
    tx.insert(dossierLinks).values({
      id,
      initiativeId: initiative.id,
      tokenHash: hashOf(token),
      label,
      shows,
      byAccountId: by.accountId,
      createdAt: when.at,
      expiresAt: new Date(when.at.getTime() + days * DAY_MS),
    }),
    communicated(tx, by, when.at, {
      what: 'dossier_link',
      format: 'link',
      filter: `initiative=${initiative.slug}`,
      recipients: label,
      holdsPersons: true,
      as,
    }),
    recorded(tx, by, when.at, {
      what: 'dossier_shared',
      subject: { kind: 'dossier_link', id },
      initiativeId: initiative.id,
      as,
      particulars: { shows, days },
    }),
  ])
  return token
}

/** In the register, before a whole dossier leaves: to whoever asked, or to whom a link was made for. */
export async function noteLeaving(
  db: Database,
  by: Pick<By, 'accountId'>,
  at: Date,
  { slug, recipients = '', as }: { slug: string; recipients?: string; as?: Capacity | undefined },
): Promise<void> {
  await db.commit((tx) => [
    communicated(tx, by, at, {
      what: recipients ? 'dossier_link' : 'dossier',
      format: 'zip',
      filter: `initiative=${slug}`,
      recipients,
      holdsPersons: true,
      ...(as ? { as } : {}),
    }),
  ])
}

/** From now on it opens nothing. */
export async function revokeLink(db: Database, slug: string, id: string, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('dossier.share', capacities))
  const stands = and(
    eq(dossierLinks.id, id),
    eq(dossierLinks.initiativeId, initiative.id),
    isNull(dossierLinks.revokedAt),
  )
  await db.commit((tx) => [
    exactlyOne(
      tx.update(dossierLinks).set({ revokedAt: when.at }).where(stands).returning({ id: dossierLinks.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, {
      what: 'dossier_link_revoked',
      subject: { kind: 'dossier_link', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
}

/** That somebody came by a link. The team reads it beside the link; it is no deed of anybody's, so not in the journal. */
export async function noteOpening(
  db: Database,
  linkId: string,
  what: typeof dossierOpenings.$inferSelect.what,
  at: Date,
): Promise<void> {
  await db.commit((tx) => [tx.insert(dossierOpenings).values({ id: newId(), linkId, openedAt: at, what })])
}
