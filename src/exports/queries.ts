import { setImmediate as breathe } from 'node:timers/promises'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { standing } from '../domain/history.ts'
import type { Look } from '../initiatives/board.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { assessmentOf, gather } from '../initiatives/evidence.ts'
import { type Initiative, type MoveRow, passage } from '../initiatives/queries.ts'
import { initiativeLinks, initiatives, initiativeTerritories, initiativeThemes, moves } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import { gatesInForce, territoryLabel } from '../network/queries.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'

/** Small enough that nobody waits for one. */
const PAGE = 100

export type Held = ReturnType<Awaited<ReturnType<typeof gather>>['links']>[number]
export type Passed = Pick<MoveRow, 'toStage' | 'toStatus' | 'effectiveOn' | 'endingKind' | 'reason' | 'lessons'>

/** An initiative with all that an export says of it to this reader. */
export interface Exported {
  initiative: Initiative
  themes: string[]
  territories: string[]
  links: string[]
  /** The roles held today by those who are named to this reader, as on the sheet. */
  held: Held[]
  /** What stands of its history, in order. */
  passages: Passed[]
  gate: { met: number; of: number }
}

/** These initiatives a page at a time, in a fixed number of statements each. What was merged or hidden meanwhile is left out. */
export async function* exportedPages(
  db: Reader,
  { viewer, today }: Look,
  ids: readonly string[],
  language: 'fr' | 'en',
): AsyncGenerator<Exported[]> {
  const [gates, names] = await Promise.all([gatesInForce(db), themeNames(db, language)])
  for (let from = 0; from < ids.length; from += PAGE) {
    await breathe()
    const some = ids.slice(from, from + PAGE)
    const rows = await db
      .select()
      .from(initiatives)
      .where(and(inArray(initiatives.id, some), visibleTo(db, viewer, today)))
    const [known, itsThemes, places, links, passages] = await Promise.all([
      gather(db, rows, today),
      db.select().from(initiativeThemes).where(inArray(initiativeThemes.initiativeId, some)),
      placesOf(db, some),
      linksOf(db, some),
      movesOf(db, some),
    ])
    const byId = new Map(rows.map((row) => [row.id, row]))
    const of = grouped({ itsThemes, places, links, passages })
    yield some.flatMap((id): Exported[] => {
      const initiative = byId.get(id)
      if (!initiative) return []
      const its = of(id)
      const { met, of: all } = assessmentOf(gates, initiative, known.evidence(initiative))
      return [
        {
          initiative,
          themes: its.itsThemes.map(({ themeId }) => names.get(themeId) ?? '').sort(),
          territories: its.places.map(territoryLabel),
          links: its.links.map(({ url }) => url),
          held: known
            .links(id)
            .filter((link) => isNamedTo(viewer, link.actorVisibility) || viewer.actorIds.includes(link.actorId)),
          passages: standing(its.passages.map((row) => passage(row as MoveRow))).map(({ row }) => row),
          gate: { met, of: all },
        },
      ]
    })
  }
}

type Rows = Record<string, { initiativeId: string }[]>

/** The rows of each kind that belong to an initiative. */
function grouped<All extends Rows>(all: All): (id: string) => All {
  const groups = Object.entries(all).map(
    ([kind, rows]) => [kind, Map.groupBy(rows, (row) => row.initiativeId)] as const,
  )
  return (id) => Object.fromEntries(groups.map(([kind, byId]) => [kind, byId.get(id) ?? []])) as All
}

async function themeNames(db: Reader, language: 'fr' | 'en'): Promise<Map<string, string>> {
  const all = await db.select({ id: themes.id, fr: themes.fr, en: themes.en }).from(themes)
  return new Map(all.map(({ id, fr, en }) => [id, language === 'en' ? (en ?? fr) : fr]))
}

function placesOf(db: Reader, ids: string[]) {
  return db
    .select({ initiativeId: initiativeTerritories.initiativeId, name: territories.name, code: territories.code })
    .from(initiativeTerritories)
    .innerJoin(territories, eq(territories.id, initiativeTerritories.territoryId))
    .where(inArray(initiativeTerritories.initiativeId, ids))
    .orderBy(asc(territories.name), asc(territories.code))
}

function linksOf(db: Reader, ids: string[]) {
  return db
    .select({ initiativeId: initiativeLinks.initiativeId, url: initiativeLinks.url })
    .from(initiativeLinks)
    .where(inArray(initiativeLinks.initiativeId, ids))
    .orderBy(asc(initiativeLinks.position))
}

function movesOf(db: Reader, ids: string[]) {
  const { id, initiativeId, event, effectiveOn, sequence, supersedesId, endingKind, reason, lessons } = moves
  const { fromStage, fromStatus, toStage, toStatus } = moves
  return db
    .select({
      id,
      initiativeId,
      event,
      effectiveOn,
      sequence,
      supersedesId,
      endingKind,
      reason,
      lessons,
      fromStage,
      fromStatus,
      toStage,
      toStatus,
    })
    .from(moves)
    .where(inArray(moves.initiativeId, ids))
}
