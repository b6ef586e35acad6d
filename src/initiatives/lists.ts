import { and, asc, desc, eq, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { listed } from '../platform/db/listed.ts'
import type { Eyes } from '../platform/db/prepared.ts'
import type { Blank } from '../platform/db/sql.ts'
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
} from './tables.ts'
import { visibleTo } from './visible.ts'

// What other tables hold of one initiative, as lists: a statement asks several of them together.

/** What a sheet holds besides its own row. */
export function sheetLists(initiativeId: Blank) {
  return {
    themes: listed(
      { id: themes.id, slug: themes.slug, fr: themes.fr, en: themes.en },
      sql`from ${initiativeThemes} join ${themes} on ${eq(themes.id, initiativeThemes.themeId)}
        where ${eq(initiativeThemes.initiativeId, initiativeId)}`,
      asc(themes.fr),
    ),
    territories: listed(
      { id: territories.id, code: territories.code, name: territories.name, kind: territories.kind },
      sql`from ${initiativeTerritories} join ${territories} on ${eq(territories.id, initiativeTerritories.territoryId)}
        where ${eq(initiativeTerritories.initiativeId, initiativeId)}`,
      asc(territories.name),
    ),
    solutions: listed(
      getTableColumns(existingSolutions),
      sql`from ${existingSolutions} where ${eq(existingSolutions.initiativeId, initiativeId)}`,
      asc(existingSolutions.position),
    ),
    links: listed(
      getTableColumns(initiativeLinks),
      sql`from ${initiativeLinks} where ${eq(initiativeLinks.initiativeId, initiativeId)}`,
      asc(initiativeLinks.position),
    ),
  }
}

/** Links to actors, leads first; moves as they were entered, expected ones as they are expected; statements as they were made; what is proven besides. */
export function historyLists(initiativeId: Blank) {
  return {
    people: listed(
      {
        ...getTableColumns(participations),
        actorSlug: actors.slug,
        actorName: actors.name,
        actorVisibility: actors.visibility,
      },
      sql`from ${participations} join ${actors} on ${eq(actors.id, participations.actorId)}
        where ${eq(participations.initiativeId, initiativeId)}`,
      desc(participations.isLead),
      asc(participations.since),
      asc(participations.id),
    ),
    history: listed(
      getTableColumns(moves),
      sql`from ${moves} where ${eq(moves.initiativeId, initiativeId)}`,
      asc(moves.recordedAt),
      asc(moves.id),
    ),
    expected: listed(
      getTableColumns(expectedMoves),
      sql`from ${expectedMoves} where ${eq(expectedMoves.initiativeId, initiativeId)}`,
      asc(expectedMoves.expectedOn),
    ),
    statements: listed(
      getTableColumns(attestations),
      sql`from ${attestations}
        where ${eq(attestations.initiativeId, initiativeId)} and ${attestations.withdrawnAt} is null`,
      asc(attestations.recordedAt),
    ),
    proofs: listed(
      getTableColumns(initiativeProofs),
      sql`from ${initiativeProofs} where ${eq(initiativeProofs.initiativeId, initiativeId)}`,
    ),
  }
}

/** The parent and the offspring that this reader may see; and those merged into it, whoever may read them. */
export function lineageLists(db: Reader, eyes: Eyes, today: Blank, initiativeId: Blank) {
  const { id, slug, title, parentId, visibility, namedRoles } = initiatives
  const isRelated = or(eq(parentId, initiativeId), eq(id, parentOf(initiativeId)))
  return {
    related: listed(
      { id, slug, title, parentId },
      sql`from ${initiatives} where ${and(isRelated, visibleTo(db, eyes, today))}`,
      asc(id),
    ),
    merged: listed(
      { id, title, visibility, namedRoles },
      sql`from ${initiatives} where ${eq(initiatives.mergedIntoId, initiativeId)}`,
      asc(initiatives.changedAt),
      asc(id),
    ),
  }
}

const parentOf = (initiativeId: Blank): SQL =>
  sql`(select ${initiatives.parentId} from ${initiatives} where ${eq(initiatives.id, initiativeId)})`
