import { and, type AnyColumn, asc, desc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import {
  attestations,
  existingSolutions,
  expectedMoves,
  initiativeLinks,
  initiativeProofs,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../initiatives/tables.ts'
import { isHeldOn, visibleTo } from '../initiatives/visible.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { hanging, nested } from '../platform/db/nested.ts'
import { type Eyes, preparedFor } from '../platform/db/prepared.ts'
import { blank, type Blank, oneOf } from '../platform/db/sql.ts'

const ofSheet = {
  id: initiatives.id,
  slug: initiatives.slug,
  title: initiatives.title,
  need: initiatives.need,
  change: initiatives.change,
  benefit: initiatives.benefit,
  population: initiatives.population,
  description: initiatives.description,
  maturity: initiatives.maturity,
  visibility: initiatives.visibility,
  source: initiatives.source,
  sourceUrl: initiatives.sourceUrl,
  stage: initiatives.stage,
  status: initiatives.status,
  stageSince: initiatives.stageSince,
  statusSince: initiatives.statusSince,
  endingKind: initiatives.endingKind,
  externalId: initiatives.externalId,
  changedAt: initiatives.changedAt,
}

const isIts = (column: AnyColumn) => eq(column, initiatives.id)
const stands = sql`not exists (select 1 from ${moves} as later where later.supersedes_id = ${moves.id})`

/** As one value for each initiative: of one instant, and without drizzle's mapping of rows, which takes as long as SQLite. */
const pageFor = (history: SQL) => (db: Reader, eyes: Eyes, today: Blank) =>
  db
    .select({
      row: nested({
        ...ofSheet,
        themes: hanging(
          { themeId: initiativeThemes.themeId },
          sql`from ${initiativeThemes} where ${isIts(initiativeThemes.initiativeId)}`,
        ),
        territories: hanging(
          { name: territories.name, code: territories.code },
          sql`from ${initiativeTerritories}
            join ${territories} on ${eq(territories.id, initiativeTerritories.territoryId)}
            where ${isIts(initiativeTerritories.initiativeId)}`,
          asc(territories.name),
          asc(territories.code),
        ),
        solutions: hanging(
          { name: existingSolutions.name, limitation: existingSolutions.limitation },
          sql`from ${existingSolutions} where ${isIts(existingSolutions.initiativeId)}`,
          asc(existingSolutions.position),
        ),
        links: hanging(
          { url: initiativeLinks.url, label: initiativeLinks.label },
          sql`from ${initiativeLinks} where ${isIts(initiativeLinks.initiativeId)}`,
          asc(initiativeLinks.position),
        ),
        held: hanging(
          {
            actorId: participations.actorId,
            role: participations.role,
            takerKind: participations.takerKind,
            isLead: participations.isLead,
          },
          sql`from ${participations} where ${isIts(participations.initiativeId)} and ${isHeldOn(today)}`,
          asc(participations.since),
        ),
        statements: hanging(
          { code: attestations.code },
          sql`from ${attestations} where ${isIts(attestations.initiativeId)} and ${isNull(attestations.withdrawnAt)}`,
        ),
        proofs: hanging(
          getTableColumns(initiativeProofs),
          sql`from ${initiativeProofs} where ${isIts(initiativeProofs.initiativeId)}`,
        ),
        plans: hanging(
          {
            toStage: expectedMoves.toStage,
            toStatus: expectedMoves.toStatus,
            expectedOn: expectedMoves.expectedOn,
            note: expectedMoves.note,
          },
          sql`from ${expectedMoves} where ${isIts(expectedMoves.initiativeId)}`,
          asc(expectedMoves.expectedOn),
          asc(expectedMoves.id),
        ),
        passages: hanging(
          {
            toStage: moves.toStage,
            toStatus: moves.toStatus,
            effectiveOn: moves.effectiveOn,
            endingKind: moves.endingKind,
            reason: moves.reason,
            lessons: moves.lessons,
          },
          history,
          asc(moves.effectiveOn),
          asc(moves.sequence),
        ),
      }),
    })
    .from(initiatives)
    .where(and(oneOf(initiatives.id, blank('ids')), visibleTo(db, eyes, today)))

const allOfIt = sql`from ${moves} where ${isIts(moves.initiativeId)} and ${stands}`
const lastOfIt = sql`from (select * ${allOfIt}
  order by ${desc(moves.effectiveOn)}, ${desc(moves.sequence)} limit 1) as ${moves}`

/** What a page of a file says of its initiatives; whom they name by id alone. */
export const pageOf = { initiatives: preparedFor(pageFor(lastOfIt)), passages: preparedFor(pageFor(allOfIt)) }
