import { setImmediate as breathe } from 'node:timers/promises'
import { and, type AnyColumn, asc, desc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Gate } from '../domain/gates.ts'
import type { Stage } from '../domain/lifecycle.ts'
import type { Look } from '../initiatives/board.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { assessmentOf, evidenceHeld, reachableAmong } from '../initiatives/evidence.ts'
import {
  attestations,
  existingSolutions,
  initiativeLinks,
  initiativeProofs,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../initiatives/tables.ts'
import { isHeldOn, visibleTo } from '../initiatives/visible.ts'
import { gatesInForce, territoryLabel } from '../network/queries.ts'
import { territories, themes } from '../network/tables.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { hanging, nested } from '../platform/db/nested.ts'
import { type Eyes, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, type Blank, oneOf } from '../platform/db/sql.ts'
import type { Shape } from './schema.ts'

/** Small enough that nobody waits for one. */
const PAGE = 200

type Row = Awaited<ReturnType<typeof read>>['rows'][number]
export type Held = Row['held'][number]
export type Passed = Row['passages'][number]

/** An initiative with all that an export says of it to this reader. */
export interface Exported {
  initiative: Omit<
    Row,
    'themes' | 'territories' | 'solutions' | 'links' | 'held' | 'passages' | 'statements' | 'proofs'
  >
  themes: string[]
  territories: string[]
  /** With why each does not answer the need. */
  solutions: Row['solutions']
  links: Row['links']
  /** The roles held today by those who are named to this reader, as on the sheet. */
  held: Held[]
  /** What stands of its history, in order; the last alone where the file tells no more. */
  passages: Passed[]
  gate: { met: number; of: number }
}

/**
 * These initiatives a page at a time, in a fixed number of statements each. While one is written the next is being read,
 * where another thread or process does it. What was merged or hidden meanwhile is left out.
 */
export async function* exportedPages(
  db: Pick<Database, 'apart'> & Reader,
  look: Look,
  ids: readonly string[],
  language: 'fr' | 'en',
  shape: Shape = 'initiatives',
): AsyncGenerator<Exported[]> {
  const [gates, names] = await Promise.all([gatesInForce(db), themeNames(db, language)])
  const ask = (from: number) => {
    const page = read(db.apart, look, ids.slice(from, from + PAGE), shape)
    // Whoever goes away waits for it no more.
    page.catch(() => {})
    return page
  }
  let next = ask(0)
  for (let from = 0; from < ids.length; from += PAGE) {
    const { rows, reachable } = await next
    if (from + PAGE < ids.length) next = ask(from + PAGE)
    const known = new Map(rows.map((row) => [row.id, row]))
    yield ids.slice(from, from + PAGE).flatMap((id) => {
      const row = known.get(id)
      return row ? [exported(row, { look, gates, names, reachable })] : []
    })
    await breathe()
  }
}

interface With {
  look: Look
  gates: Record<Stage, Gate>
  names: ReadonlyMap<string, string>
  reachable: ReadonlySet<string>
}

function exported(row: Row, { look: { viewer, today }, gates, names, reachable }: With): Exported {
  const { solutions, links, held, passages } = row
  const isNamed = ({ actorId, actorVisibility }: Held) =>
    isNamedTo(viewer, actorVisibility) || viewer.actorIds.includes(actorId)
  const evidence = evidenceHeld(
    row,
    {
      links: held,
      // What was stated is told nowhere here: only that it was.
      statements: row.statements.map(({ code }) => ({ code, statement: '', attestedOn: '', documentVersionId: null })),
      territories: row.territories.length,
      solutions: solutions.length,
      proofs: row.proofs[0],
      reachable,
    },
    today,
  )
  const { met, of } = assessmentOf(gates, row, evidence)
  return {
    initiative: row,
    themes: row.themes.map(({ themeId }) => names.get(themeId) ?? '').sort(),
    territories: row.territories.map(territoryLabel),
    solutions,
    links,
    held: held.filter(isNamed),
    passages,
    gate: { met, of },
  }
}

async function read(db: Reader, { viewer, today }: Look, ids: readonly string[], shape: Shape) {
  const found = await pageOf[shape](db, viewer).execute({ ids: JSON.stringify(ids), ...seenBy(viewer, today) })
  const rows = found.map(({ row }) => row)
  const reachable = await reachableAmong(
    db,
    rows.flatMap(({ held }) => held),
    today,
  )
  return { rows, reachable }
}

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
            isLead: participations.isLead,
            actorName: actors.name,
            actorKind: actors.kind,
            actorVisibility: actors.visibility,
          },
          sql`from ${participations} join ${actors} on ${eq(actors.id, participations.actorId)}
            where ${isIts(participations.initiativeId)} and ${isHeldOn(today)}`,
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

const pageOf = { initiatives: preparedFor(pageFor(lastOfIt)), passages: preparedFor(pageFor(allOfIt)) }

async function themeNames(db: Reader, language: 'fr' | 'en'): Promise<Map<string, string>> {
  const all = await db.select({ id: themes.id, fr: themes.fr, en: themes.en }).from(themes)
  return new Map(all.map(({ id, fr, en }) => [id, language === 'en' ? (en ?? fr) : fr]))
}
