import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { invited } from '../../src/accounts/steps.ts'
import { accounts, consents, recoveryCodes } from '../../src/accounts/tables.ts'
import { actorAdded, membershipBegun } from '../../src/actors/steps.ts'
import { actors, identifiers } from '../../src/actors/tables.ts'
import { deskVisits } from '../../src/desk/tables.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { job, queued } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { uploads } from '../../src/uploads/tables.ts'
import { withPassword } from '../accounts/people-here.ts'
import type { House } from '../house.ts'
import { reportOn } from '../reports/made.ts'
import type { Settled, Town } from '../town.ts'
import { branded, namedByOthers } from './named-by-others.ts'
import { EMAIL, NAME, PHONE } from './who.ts'

export interface Batelier {
  accountId: string
  personId: string
  shown: Settled
  /** The initiative that she leads. */
  led: Settled
  report: { url: string; version: string }
}

/** Somebody who did everything that can be done, and whom others named wherever there is a place for it. */
export async function batelierIn(house: House, town: Town, more: { networkRole?: 'coordinator' | 'member' } = {}) {
  const [accountId, personId, mergedId] = [newId(), newId(), newId()]
  const { db, now } = house
  const shown = await town.initiativeAt('feedback', { title: 'Jardin du rang', visibility: 'public' })
  const led = await town.initiativeAt('mobilisation', { title: 'Navette du soir', visibility: 'public', team: false })
  const { passwordHash } = await withPassword()
  const { name: file } = await house.storage.keep(Readable.from(['un fichier']))
  await db.commit((tx) => [
    tx.insert(accounts).values({
      id: accountId,
      email: EMAIL,
      name: NAME,
      networkRole: more.networkRole ?? 'coordinator',
      passwordHash,
      createdAt: now,
    }),
    actorAdded(
      tx,
      {
        id: personId,
        slug: 'batelier-quatrevents',
        kind: 'person',
        name: NAME,
        accountId,
        email: EMAIL,
        phone: PHONE,
        url: 'https://quatrevents.example.org/',
        description: 'Batelier Quatrevents aime les jardins.',
        visibility: 'public',
      },
      now,
    ),
    actorAdded(tx, { id: mergedId, slug: 'o-quatrevents', kind: 'person', name: 'O. Quatrevents' }, now),
    tx.update(actors).set({ mergedIntoId: personId }).where(eq(actors.id, mergedId)),
    tx.insert(identifiers).values({ id: newId(), actorId: personId, scheme: 'neq', value: 'QUATREVENTS' }),
    membershipBegun(tx, {
      personId,
      organisationId: town.funder.actorId,
      title: 'Direction (Batelier)',
      since: '2024-01-01',
    }),
    tx
      .insert(participations)
      .values([
        role(led.id, personId, { isLead: true, note: 'Batelier mène', createdAt: now }),
        role(shown.id, personId, { since: '2026-01-20', createdAt: now }),
        role(shown.id, personId, { role: 'support_partner', state: 'invited', createdAt: now }),
      ]),
    tx.insert(consents).values({
      id: newId(),
      accountId,
      purpose: 'moves_by_mail',
      textVersion: 1,
      isGiven: true,
      givenOn: '2026-01-01',
      how: 'Batelier au téléphone',
      recordedAt: now,
    }),
    tx.insert(recoveryCodes).values({ id: newId(), accountId, hash: 'x' }),
    tx.insert(deskVisits).values({ accountId, seenUntil: now }),
    tx.insert(uploads).values({ id: newId(), accountId, file, fileName: 'cv-batelier.pdf', size: 1, receivedAt: now }),
    ...invited(
      tx,
      { email: EMAIL, grants: {}, locale: 'fr-CA', invitedBy: { accountId: town.coordinator.accountId, name: 'C' } },
      'http://sillon.test',
      now,
    ),
    ...invited(
      tx,
      { email: 'autre@example.org', grants: {}, locale: 'fr-CA', invitedBy: { accountId, name: NAME } },
      'http://sillon.test',
      now,
    ),
    queued(
      tx,
      'letter.send',
      { to: EMAIL, subject: 'Bonjour', text: `Bonjour ${NAME}` },
      new Date(now.getTime() + 1e6),
    ),
    tx.insert(jobs).values({
      ...job('archive.make', { for: NAME }, now, { requestedById: accountId, lane: 'long' }),
      outcome: { by: NAME },
      doneAt: now,
    }),
  ])
  const report = await reportOn(house, town)
  await namedByOthers(house, shown, accountId, file)
  await branded(house, accountId)
  return { accountId, personId, shown, led, report }
}

type Role = typeof participations.$inferInsert
const role = (initiativeId: string, actorId: string, more: Partial<Role> & { createdAt: Date }): Role => ({
  id: newId(),
  initiativeId,
  actorId,
  role: 'carrier',
  state: 'accepted',
  since: '2026-01-01',
  ...more,
})
