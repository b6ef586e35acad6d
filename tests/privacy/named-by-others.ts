import { eq, ne } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { actors } from '../../src/actors/tables.ts'
import { adoptionContacts } from '../../src/adoptions/tables.ts'
import { attached } from '../../src/documents/steps.ts'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { dossierLinks } from '../../src/dossiers/tables.ts'
import { importRows, imports } from '../../src/imports/tables.ts'
import { initiatives, moves } from '../../src/initiatives/tables.ts'
import { knowledgeContributions } from '../../src/knowledge/tables.ts'
import type { Writer } from '../../src/platform/db/database.ts'
import { folded } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import { holdings } from '../../src/privacy/holdings.ts'
import { originals } from '../../src/qualification/originals.ts'
import { gridKept } from '../../src/qualification/steps.ts'
import { gridAssessments, gridRemarks } from '../../src/qualification/tables.ts'
import { reportLinks, reportMailings, reportQuestions, reports, reportVersions } from '../../src/reports/tables.ts'
import { adopted } from '../adoptions/adopted.ts'
import { funded } from '../awards/ledger.ts'
import { heard, tested } from '../feedback/said.ts'
import type { House } from '../house.ts'
import { measuring } from '../pilots/cycles.ts'
import type { Settled } from '../town.ts'
import { EMAIL, NAME } from './who.ts'

/** Places of their own in which others write names and addresses down; and one of everything that somebody enters. */
export async function namedByOthers(house: House, { id: initiativeId }: Settled, accountId: string, file: string) {
  const { db, now: at } = house
  const [documentId, versionId, importId] = [newId(), newId(), newId()]
  const pilotId = await tested(house, initiativeId)
  await heard(house, pilotId, [{ address: EMAIL }])
  await measuring(house, initiativeId, { pilotId, values: [{ kind: 'result', value: '3' }] })
  await funded(house, { initiativeId, funderId: (await funderOf(house)).id }, [
    { status: 'confirmed', cents: 100, on: '2026-02-01' },
  ])
  const asked = { initiativeId, takerId: null, isConfirmed: false }
  const adoptionId = await adopted(house, { ...asked, takerName: NAME, message: 'Batelier ici' })
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
export async function branded({ db }: House, accountId: string) {
  const deeds = holdings.filter(({ key, fate }) => fate !== 'goes' && !kept.includes(key))
  await db.commit((tx) =>
    deeds.flatMap(({ table, account = [] }) => account.map((name) => by(tx, table, name, accountId))),
  )
  await db.commit((tx) => [tx.update(documents).set({ binnedById: accountId })])
  await db.commit((tx) => [tx.update(moves).set({ byAccountId: accountId })])
  await db.commit((tx) => [tx.update(initiatives).set({ version: 7 })])
}

const by = (tx: Writer, table: PgTable, name: string, accountId: string) => tx.update(table).set({ [name]: accountId })
