import { getTableName, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { accounts, consents, recoveryCodes, sessions, tokens } from '../accounts/tables.ts'
import { journal } from '../activity/tables.ts'
import { actors, actorSearch, identifiers, memberships } from '../actors/tables.ts'
import { adjustmentFeedbacks, adjustments } from '../adjustments/tables.ts'
import { adoptionContacts, adoptions, adoptionSteps, adoptPages } from '../adoptions/tables.ts'
import { communications } from '../communications/tables.ts'
import { deskVisits } from '../desk/tables.ts'
import { documents, documentSearch, documentTexts, documentThemes, documentVersions } from '../documents/tables.ts'
import { dossierLinks, dossierOpenings } from '../dossiers/tables.ts'
import { feedbackContacts, feedbackForms, feedbackLinks, feedbacks } from '../feedback/tables.ts'
import { exchangeRates, fundingInstalments, fundingRows, fundings } from '../funding/tables.ts'
import { importMappings, importRows, imports } from '../imports/tables.ts'
import {
  attestations,
  existingSolutions,
  expectedMoves,
  initiativeCounts,
  initiativeLinks,
  initiativeProofs,
  initiatives,
  initiativeSearch,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../initiatives/tables.ts'
import { knowledgeContributions } from '../knowledge/tables.ts'
import { collectionDocuments, collections } from '../library/tables.ts'
import { gateVersions, network, territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Column, columnsOf } from '../platform/db/plain.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { indicators, indicatorValues, pilotIndicators, pilots, solutionVersions } from '../pilots/tables.ts'
import { gridAssessments, gridDecisions, gridRemarks, grids } from '../qualification/tables.ts'
import { erasures, incidents, purges, retentions } from '../privacy/tables.ts'
import { editions, enrolments, programmes } from '../programmes/tables.ts'
import { progressPlans, progressRemarks, progressReminders, progressReports } from '../progress/tables.ts'
import {
  reportAnswers,
  reportLinks,
  reportMailings,
  reportQuestions,
  reportReadings,
  reports,
  reportSendings,
  reportVersions,
} from '../reports/tables.ts'
import { uploads } from '../uploads/tables.ts'

/** A table as an archive has it. */
export interface Archived {
  name: string
  table: PgTable
  columns: Column[]
  /** The order of its rows, in SQL: that in which they are put back. */
  order: string
  /** Which of its rows; all of them when undefined. */
  only?: string
}

/** Columns that the trigger of the journal writes: made again from the rest, and compared with the archive in the end. */
const chained = ['previous', 'hash']

/** Jobs that make archives are not in them: wherever one is restored, they would begin again. */
export const ownKinds = ['archive.make', 'backup.run']

// What others point at comes first: PostgreSQL looks at each statement.
const inOrder: [PgTable, order: string, only?: string][] = [
  [network, 'id'],
  [accounts, 'id'],
  [tokens, 'id'],
  [recoveryCodes, 'id'],
  [consents, 'id'],
  [gateVersions, 'id'],
  [themes, 'id'],
  [territories, 'id'],
  [actors, 'id'],
  [identifiers, 'id'],
  [memberships, 'id'],
  [initiatives, 'id'],
  [existingSolutions, 'id'],
  [initiativeLinks, 'id'],
  [initiativeThemes, 'initiative_id, theme_id'],
  [initiativeTerritories, 'initiative_id, territory_id'],
  [participations, 'id'],
  [moves, 'id'],
  [expectedMoves, 'id'],
  [attestations, 'id'],
  [documents, 'id'],
  [documentVersions, 'id'],
  [documentTexts, 'version_id'],
  [documentThemes, 'document_id, theme_id'],
  [collections, 'id'],
  [collectionDocuments, 'collection_id, document_id'],
  [knowledgeContributions, 'id'],
  [programmes, 'id'],
  [editions, 'id'],
  [enrolments, 'id'],
  [fundings, 'id'],
  [fundingRows, 'funding_id, sequence'],
  [fundingInstalments, 'id'],
  [exchangeRates, 'id'],
  [solutionVersions, 'id'],
  [pilots, 'id'],
  [indicators, 'id'],
  [pilotIndicators, 'pilot_id, indicator_id'],
  [indicatorValues, 'id'],
  [feedbackForms, 'pilot_id'],
  [feedbackLinks, 'id'],
  [feedbacks, 'id'],
  [adjustments, 'id'],
  [adjustmentFeedbacks, 'adjustment_id, feedback_id'],
  [adoptions, 'id'],
  [adoptionSteps, 'adoption_id, sequence'],
  [adoptionContacts, 'adoption_id'],
  [adoptPages, 'initiative_id'],
  [grids, 'id'],
  [gridAssessments, 'id'],
  [gridRemarks, 'id'],
  [gridDecisions, 'id'],
  [progressPlans, 'id'],
  [progressReports, 'id'],
  [progressRemarks, 'id'],
  [progressReminders, 'id'],
  [reports, 'id'],
  [reportVersions, 'id'],
  [reportReadings, 'id'],
  [reportQuestions, 'id'],
  [reportAnswers, 'id'],
  [reportLinks, 'id'],
  [reportMailings, 'id'],
  [reportSendings, 'id'],
  [deskVisits, 'account_id'],
  [communications, 'id'],
  [retentions, 'kind'],
  [purges, 'id'],
  [erasures, 'id'],
  [incidents, 'id'],
  [dossierLinks, 'id'],
  [dossierOpenings, 'id'],
  [uploads, 'id'],
  [imports, 'id'],
  [importRows, 'id'],
  [importMappings, 'id'],
  [journal, 'seq'],
  [jobs, 'id', `kind not in (${ownKinds.map((kind) => `'${kind}'`).join()})`],
]

export const archived: Archived[] = inOrder.map(([table, order, only]) => ({
  name: getTableName(table),
  table,
  columns: columnsOf(table).filter(({ name }) => !(table === journal && chained.includes(name))),
  order,
  ...(only ? { only } : {}),
}))

/** Tables that no archive has, and why. */
export const excepted: { table: PgTable; why: string }[] = [
  { table: initiativeCounts, why: 'triggers make it again from initiatives' },
  { table: initiativeSearch, why: 'triggers make it again from initiatives, places and roles' },
  { table: initiativeProofs, why: 'triggers make it again from documents, contributions, money, pilots and adoptions' },
  { table: feedbackContacts, why: 'addresses of those who tried it: they were left to be told, and leave with nobody' },
  { table: documentSearch, why: 'triggers make it again from documents and their texts' },
  { table: actorSearch, why: 'triggers make it again from actors' },
  { table: sessions, why: 'people sign in again: whoever holds an archive holds no open session' },
]

/** Names in the store of every file that a row points to. A table that comes to point at files is added here. */
export async function filesPointedTo(db: Reader): Promise<string[]> {
  const { file, thumbnail, previews } = documentVersions
  const [imported, sent, versions] = await Promise.all([
    db.selectDistinct({ file: imports.file }).from(imports),
    db.selectDistinct({ file: uploads.file }).from(uploads),
    db.select({ file, thumbnail, previews }).from(documentVersions),
  ])
  const named = [...imported, ...sent, ...versions].map((row) => row.file)
  const shown = versions.flatMap((row) => [row.thumbnail, ...(row.previews ?? [])])
  return [...new Set([...named, ...shown].filter((name) => name !== null))].filter(Boolean).sort()
}

/** The last row of the journal; all that came before is in its hash. */
export interface Head {
  seq: number
  hash: string
}

export async function headOf(db: Reader): Promise<Head> {
  const { seq, hash } = journal
  const [last] = await db.select({ seq, hash }).from(journal).orderBy(sql`${seq} desc`).limit(1)
  return last ?? { seq: 0, hash: '' }
}
