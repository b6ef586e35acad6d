import { and, eq, gt, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { otherSessionsRevoked } from '../accounts/sessions.ts'
import { accounts, consents, recoveryCodes, tokens } from '../accounts/tables.ts'
import { actors, identifiers, memberships } from '../actors/tables.ts'
import { adoptionContacts, adoptions } from '../adoptions/tables.ts'
import { deskVisits } from '../desk/tables.ts'
import { documents, documentVersions } from '../documents/tables.ts'
import { dossierLinks } from '../dossiers/tables.ts'
import { feedbackContacts } from '../feedback/tables.ts'
import { importRows } from '../imports/tables.ts'
import { initiatives, participations } from '../initiatives/tables.ts'
import { knowledgeContributions } from '../knowledge/tables.ts'
import { letterKinds } from '../operation/kinds.ts'
import type { Moment } from '../platform/clock.ts'
import { exactlyOne, type Step, type Writer } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { Stale } from '../platform/http/refusal.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { reportLinks, reportMailings } from '../reports/tables.ts'
import { uploads } from '../uploads/tables.ts'
import type { Found } from './erasing-found.ts'
import { holds } from './known.ts'
import { ERASED_ADDRESS, neutralSlug, type Subject } from './subject.ts'

/** The account stays, since what was done has an author; whoever it was can no longer be told, or sign in. */
export function accountErased(tx: Writer, id: string, version: number, name: string, { at }: Moment): Step[] {
  const isOpen = and(eq(tokens.invitedById, id), isNull(tokens.usedAt), gt(tokens.expiresAt, at))
  const neutral = {
    name,
    email: ERASED_ADDRESS(id),
    networkRole: 'member',
    passwordHash: null,
    locale: null,
    theme: null,
    totpSecret: null,
    totpConfirmedAt: null,
    totpLastStep: null,
    mailOnMoves: false,
    disabledAt: at,
    version: version + 1,
  } as const
  const isAsRead = and(eq(accounts.id, id), eq(accounts.version, version))
  return [
    exactlyOne(tx.update(accounts).set(neutral).where(isAsRead).returning({ id: accounts.id }), () => new Stale()),
    otherSessionsRevoked(tx, id, undefined),
    tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, id)),
    tx.update(tokens).set({ expiresAt: at }).where(isOpen),
    tx.delete(consents).where(eq(consents.accountId, id)),
    tx.delete(deskVisits).where(eq(deskVisits.accountId, id)),
    tx.delete(uploads).where(eq(uploads.accountId, id)),
    tx
      .update(reportLinks)
      .set({ revokedAt: at })
      .where(and(eq(reportLinks.byAccountId, id), isNull(reportLinks.revokedAt))),
    tx
      .update(dossierLinks)
      .set({ revokedAt: at })
      .where(and(eq(dossierLinks.byAccountId, id), isNull(dossierLinks.revokedAt))),
    tx.update(reportMailings).set({ isOver: true }).where(eq(reportMailings.byAccountId, id)),
    tx
      .update(jobs)
      .set({ payload: {}, outcome: null })
      .where(and(eq(jobs.requestedById, id), or(isNotNull(jobs.doneAt), isNotNull(jobs.deadAt)))),
  ]
}

/** The person stays as somebody nobody knows; what they were part of ends today, and is counted as it was. */
export function personErased(tx: Writer, { sheets }: Found, name: string, { today }: Moment): Step[] {
  const ids = sheets.map(({ id }) => id)
  if (ids.length === 0) return []
  const blank = { description: '', url: '', email: '', phone: '', territoryId: null, sector: null, accountId: null }
  const isMember = inArray(memberships.personId, ids)
  const holdsRole = inArray(participations.actorId, ids)
  const goesOn = (until: typeof memberships.until | typeof participations.until) => or(isNull(until), gt(until, today))
  const isHeld = and(holdsRole, eq(participations.state, 'accepted'), goesOn(participations.until))
  const concerned = tx
    .update(initiatives)
    .set({ version: sql`${initiatives.version} + 1` })
    .where(sql`${initiatives.id} in (select initiative_id from participations where ${isHeld})`)
  return [
    ...sheets.map(({ id, visibility }) =>
      tx
        .update(actors)
        .set({
          ...blank,
          name,
          slug: neutralSlug(id),
          searchText: folded(name),
          ...(visibility === 'public' ? { visibility: 'network' as const } : {}),
          version: sql`${actors.version} + 1`,
        })
        .where(eq(actors.id, id)),
    ),
    tx.delete(identifiers).where(inArray(identifiers.actorId, ids)),
    tx.delete(consents).where(inArray(consents.actorId, ids)),
    // What was to begin later never does.
    tx.delete(memberships).where(and(isMember, gt(memberships.since, today))),
    tx
      .update(memberships)
      .set({ until: today })
      .where(and(isMember, goesOn(memberships.until))),
    tx.update(memberships).set({ title: '' }).where(isMember),
    // Whoever decides by who holds a role has read it before.
    concerned,
    tx
      .update(participations)
      .set({ state: 'expired' })
      .where(
        and(
          holdsRole,
          or(
            inArray(participations.state, ['proposed', 'invited']),
            and(eq(participations.state, 'accepted'), gt(participations.since, today)),
          ),
        ),
      ),
    tx
      .update(participations)
      .set({ until: today })
      .where(and(isHeld, lte(participations.since, today))),
    tx.update(participations).set({ note: '' }).where(holdsRole),
  ]
}

/** Addresses that were left or written down go, with what only they led to. */
export function addressesErased(tx: Writer, { addresses }: Subject, found: Found, name: string, at: Date): Step[] {
  if (addresses.length === 0) return []
  const isTheirs = (column: Parameters<typeof holds>[0]) => inArray(sql`lower(${column})`, [...addresses])
  const asked = found.asked.map(({ id }) => id)
  const named = found.asked.filter((one) => one.isNamed).map(({ id }) => id)
  return [
    tx.delete(tokens).where(isTheirs(tokens.email)),
    tx.delete(feedbackContacts).where(isTheirs(feedbackContacts.address)),
    tx.update(adoptions).set({ message: '' }).where(inArray(adoptions.id, asked)),
    tx.update(adoptions).set({ takerName: name }).where(inArray(adoptions.id, named)),
    tx.delete(adoptionContacts).where(isTheirs(adoptionContacts.address)),
    ...found.mailings.map(({ id, recipients, version }) =>
      exactlyOne(
        tx
          .update(reportMailings)
          .set({ recipients, version: version + 1, ...(recipients.length === 0 ? { isOver: true } : {}) })
          .where(and(eq(reportMailings.id, id), eq(reportMailings.version, version)))
          .returning({ id: reportMailings.id }),
        () => new Stale(),
      ),
    ),
    tx
      .update(reportLinks)
      .set({ revokedAt: sql`coalesce(${reportLinks.revokedAt}, ${sql.param(at, reportLinks.revokedAt)})`, label: name })
      .where(isTheirs(reportLinks.label)),
  ]
}

/** Where others wrote their name down in a place of its own: a list of authors, a label, a cell that was refused. */
export function namesErased(tx: Writer, { addresses, names }: Subject, found: Found, name: string): Step[] {
  // A single word is many people's: it has to be all that stands there.
  const [whole, parts] = [names.filter((one) => !/\s/.test(one)), names.filter((one) => /\s/.test(one))]
  const anyOf = (...columns: Parameters<typeof holds>[0][]): SQL | undefined =>
    or(
      ...columns.flatMap((column) => [
        ...[...addresses, ...parts].map((one) => holds(column, one)),
        ...whole.map((one) => sql`cast(${column} as text) = ${one}`),
      ]),
    )
  return [
    ...found.documents.map(({ id, ...changes }) =>
      tx
        .update(documents)
        .set({ ...changes, version: sql`${documents.version} + 1` })
        .where(eq(documents.id, id)),
    ),
    ...found.proposed.map(({ id, proposed }) =>
      tx.update(documentVersions).set({ proposed }).where(eq(documentVersions.id, id)),
    ),
    tx.update(knowledgeContributions).set({ who: '' }).where(inArray(knowledgeContributions.id, found.contributionIds)),
    tx.update(importRows).set({ value: null }).where(anyOf(importRows.value)),
    tx.update(importRows).set({ before: null }).where(anyOf(importRows.before)),
    tx.update(reportLinks).set({ label: name }).where(anyOf(reportLinks.label)),
    tx.update(dossierLinks).set({ label: name }).where(anyOf(dossierLinks.label)),
    // Letters to them or about them that have not left.
    tx.delete(jobs).where(and(isNull(jobs.doneAt), inArray(jobs.kind, letterKinds), anyOf(jobs.payload))),
  ]
}
