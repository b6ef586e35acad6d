import { Readable } from 'node:stream'
import { eq, ne } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { invited } from '../../src/accounts/steps.ts'
import { accounts, consents, recoveryCodes } from '../../src/accounts/tables.ts'
import { actorAdded, membershipBegun } from '../../src/actors/steps.ts'
import { actors, identifiers } from '../../src/actors/tables.ts'
import { adoptionContacts } from '../../src/adoptions/tables.ts'
import { deskVisits } from '../../src/desk/tables.ts'
import { attached } from '../../src/documents/steps.ts'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { dossierLinks } from '../../src/dossiers/tables.ts'
import { importRows, imports } from '../../src/imports/tables.ts'
import { initiatives, moves, participations } from '../../src/initiatives/tables.ts'
import { knowledgeContributions } from '../../src/knowledge/tables.ts'
import type { Writer } from '../../src/platform/db/database.ts'
import { folded } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import { job, queued } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { holdings } from '../../src/privacy/holdings.ts'
import { originals } from '../../src/qualification/originals.ts'
import { gridKept } from '../../src/qualification/steps.ts'
import { gridAssessments, gridRemarks } from '../../src/qualification/tables.ts'
import { reportLinks, reportMailings, reportQuestions, reports, reportVersions } from '../../src/reports/tables.ts'
import { uploads } from '../../src/uploads/tables.ts'
import { PASSWORD, withPassword } from '../accounts/people-here.ts'
import { adopted } from '../adoptions/adopted.ts'
import { funded } from '../awards/ledger.ts'
import { heard, tested } from '../feedback/said.ts'
import type { House } from '../house.ts'
import { measuring } from '../pilots/cycles.ts'
import { reportOn } from '../reports/made.ts'
import type { Settled, Town } from '../town.ts'

export const NAME = 'Odile Quatrevents'
export const EMAIL = 'odile.quatrevents@example.org'
export const PHONE = '418 555-0199'
/** Whatever is left of her: her name, her address, the address of her page, as they are or folded. */
export const traces = /quatrevent|odile|555-0199/i
export { PASSWORD }

export interface Odile {
  accountId: string
  personId: string
  shown: Settled
  /** The initiative that she leads. */
  led: Settled
  report: { url: string; version: string }
}

/** Somebody who did everything that can be done, and whom others named wherever there is a place for it. */
export async function odileIn(house: House, town: Town, more: { networkRole?: 'coordinator' | 'member' } = {}) {
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
        slug: 'odile-quatrevents',
        kind: 'person',
        name: NAME,
        accountId,
        email: EMAIL,
        phone: PHONE,
        url: 'https://quatrevents.example.org/',
        description: 'Odile Quatrevents aime les jardins.',
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
      title: 'Direction (Odile)',
      since: '2024-01-01',
    }),
    tx
      .insert(participations)
      .values([
        role(led.id, personId, { isLead: true, note: 'Odile mène', createdAt: now }),
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
      how: 'Odile au téléphone',
      recordedAt: now,
    }),
    tx.insert(recoveryCodes).values({ id: newId(), accountId, hash: 'x' }),
    tx.insert(deskVisits).values({ accountId, seenUntil: now }),
    tx.insert(uploads).values({ id: newId(), accountId, file, fileName: 'cv-odile.pdf', size: 1, receivedAt: now }),
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

/** Places of their own in which others write names and addresses down; and one of everything that somebody enters. */
async function namedByOthers(house: House, { id: initiativeId }: Settled, accountId: string, file: string) {
  const { db, now: at } = house
  const [documentId, versionId, importId] = [newId(), newId(), newId()]
  const pilotId = await tested(house, initiativeId)
  await heard(house, pilotId, [{ address: EMAIL }])
  await measuring(house, initiativeId, { pilotId, values: [{ kind: 'result', value: '3' }] })
  await funded(house, { initiativeId, funderId: (await funderOf(house)).id }, [
    { status: 'confirmed', cents: 100, on: '2026-02-01' },
  ])
  const asked = { initiativeId, takerId: null, isConfirmed: false }
  const adoptionId = await adopted(house, { ...asked, takerName: NAME, message: 'Odile ici' })
  const [version] = await db.select().from(reportVersions)
  const [report] = await db.select().from(reports)
  const [grid] = originals
  const assessed = { initiativeId, gridId: grid!.id, capacity: 'coordinator', byAccountId: accountId } as const
  const link = { id: newId(), byAccountId: null, createdAt: at, expiresAt: new Date(at.getTime() + 1e9) }
  await db.commit((tx) => [
    tx.insert(adoptionContacts).values({ adoptionId, name: NAME, address: EMAIL, createdAt: at }),
    ...attached(
      tx,
      {
        id: documentId,
        initiativeId,
        kind: 'minutes',
        title: 'Compte rendu',
        creators: `Autre Plume\n${NAME}`,
        pictured: `Marc Ailleurs, ${NAME.toUpperCase()}`,
        visibility: 'public',
        capacity: 'coordinator',
        searchText: folded('Compte rendu', NAME),
      },
      { versionId, contents: { url: 'https://example.org/' }, themeIds: [] },
      at,
    ),
    tx
      .update(documentVersions)
      .set({ proposed: { creators: NAME } })
      .where(eq(documentVersions.id, versionId)),
    tx.insert(knowledgeContributions).values({
      id: newId(),
      initiativeId,
      kind: 'experiential',
      brought: 'Un savoir',
      who: NAME,
      contributedOn: '2026-02-01',
      capacity: 'coordinator',
      recordedAt: at,
    }),
    tx.insert(imports).values({
      id: importId,
      fileName: 'liste.csv',
      file,
      state: 'done',
      plan: {},
      counts: {},
      createdAt: at,
    }),
    tx.insert(importRows).values([
      { id: newId(), importId, line: 1, outcome: 'refused', value: NAME, reason: 'actor-several' },
      { id: newId(), importId, line: 2, outcome: 'changed', initiativeId, before: { row: { source: `dit ${NAME}` } } },
    ]),
    tx.insert(reportLinks).values({ ...link, versionId: version!.id, tokenHash: 'a', label: EMAIL }),
    tx.insert(dossierLinks).values({ ...link, initiativeId, tokenHash: 'b', label: `Pour ${NAME}`, shows: 'team' }),
    tx.insert(reportMailings).values({
      id: newId(),
      reportId: report!.id,
      frequency: 'yearly',
      nextOn: '2027-01-01',
      recipients: [
        { address: EMAIL, locale: 'fr-CA' },
        { address: 'autre@example.org', locale: 'en' },
      ],
      purpose: 'Rendre compte',
      byAccountId: accountId,
      createdAt: at,
    }),
    tx.insert(reportQuestions).values({
      id: newId(),
      reportId: report!.id,
      words: 'Pourquoi?',
      byAccountId: accountId,
      askedAt: at,
    }),
    gridKept(tx, grid!, at),
    tx.insert(gridAssessments).values({ ...assessed, id: newId(), scores: {}, isSubmitted: true, changedAt: at }),
    tx.insert(gridRemarks).values({ ...assessed, id: newId(), words: 'Mot', writtenAt: at }),
  ])
}

async function funderOf({ db }: House) {
  const [funder] = await db.select().from(actors).where(ne(actors.kind, 'person'))
  return funder!
}

/** Tables whose rows triggers keep as they are: there she enters nothing more than the deeds above. */
const kept = [
  'journal',
  'journal_about',
  'communications',
  'funding_rows',
  'report_versions',
  'indicator_values',
  'adoption_steps',
  'feedbacks',
  'accounts',
  'actors',
  'invitations_sent',
]

/** All that was entered here was entered by her. */
async function branded({ db }: House, accountId: string) {
  const deeds = holdings.filter(({ key, fate }) => fate !== 'goes' && !kept.includes(key))
  await db.commit((tx) =>
    deeds.flatMap(({ table, account = [] }) => account.map((name) => by(tx, table, name, accountId))),
  )
  await db.commit((tx) => [tx.update(documents).set({ binnedById: accountId })])
  await db.commit((tx) => [tx.update(moves).set({ byAccountId: accountId })])
  await db.commit((tx) => [tx.update(initiatives).set({ version: 7 })])
}

const by = (tx: Writer, table: PgTable, name: string, accountId: string) =>
  tx.update(table).set({ [name]: accountId } as never)
