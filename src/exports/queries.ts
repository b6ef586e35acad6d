import { setImmediate as breathe } from 'node:timers/promises'
import { asc, eq, sql } from 'drizzle-orm'
import { standing } from '../domain/history.ts'
import type { Look } from '../initiatives/board.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { assessmentOf, byInitiative, gather } from '../initiatives/evidence.ts'
import {
  existingSolutions,
  initiativeLinks,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
} from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import { gatesInForce, territoryLabel } from '../network/queries.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { listed } from '../platform/db/listed.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'

/** Small enough that nobody waits for one. */
const PAGE = 25

export type Held = ReturnType<Awaited<ReturnType<typeof gather>>['links']>[number]
type Page = Awaited<ReturnType<typeof read>>

/** An initiative with all that an export says of it to this reader. */
export interface Exported {
  initiative: Page['rows'][number]
  themes: string[]
  territories: string[]
  /** With why each does not answer the need. */
  solutions: Page['solutions']
  links: Page['links']
  /** The roles held today by those who are named to this reader, as on the sheet. */
  held: Held[]
  /** What stands of its history, in order. */
  passages: Passed[]
  gate: { met: number; of: number }
}

export type Passed = Page['passages'][number]

/** These initiatives a page at a time, in a fixed number of statements each. What was merged or hidden meanwhile is left out. */
export async function* exportedPages(
  db: Reader,
  look: Look,
  ids: readonly string[],
  language: 'fr' | 'en',
): AsyncGenerator<Exported[]> {
  const { viewer, today } = look
  const [gates, names] = await Promise.all([gatesInForce(db), themeNames(db, language)])
  const isNamed = ({ actorId, actorVisibility }: Held) =>
    isNamedTo(viewer, actorVisibility) || viewer.actorIds.includes(actorId)
  for (let from = 0; from < ids.length; from += PAGE) {
    await breathe()
    const some = ids.slice(from, from + PAGE)
    const [page, known] = await Promise.all([
      read(db, look, some),
      gather(
        db,
        some.map((id) => ({ id })),
        today,
      ),
    ])
    const rows = new Map(page.rows.map((row) => [row.id, row]))
    const [itsThemes, places] = [byInitiative(page.themes), byInitiative(page.places)]
    const [solutions, links] = [byInitiative(page.solutions), byInitiative(page.links)]
    const passages = byInitiative(page.passages)
    yield some.flatMap((id): Exported[] => {
      const initiative = rows.get(id)
      if (!initiative) return []
      const { met, of } = assessmentOf(gates, initiative, known.evidence(initiative))
      return [
        {
          initiative,
          themes: (itsThemes.get(id) ?? []).map(({ themeId }) => names.get(themeId) ?? '').sort(),
          territories: (places.get(id) ?? []).map(territoryLabel),
          solutions: solutions.get(id) ?? [],
          links: links.get(id) ?? [],
          held: known.links(id).filter(isNamed),
          passages: standing(passages.get(id) ?? []),
          gate: { met, of },
        },
      ]
    })
  }
}

async function read(db: Reader, { viewer, today }: Look, ids: readonly string[]) {
  const [page] = await whole(db, viewer).execute({ ids: JSON.stringify(ids), ...seenBy(viewer, today) })
  return page!
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

const ofPassage = {
  id: moves.id,
  initiativeId: moves.initiativeId,
  toStage: moves.toStage,
  toStatus: moves.toStatus,
  effectiveOn: moves.effectiveOn,
  sequence: moves.sequence,
  supersedesId: moves.supersedesId,
  endingKind: moves.endingKind,
  reason: moves.reason,
  lessons: moves.lessons,
}

// As one statement: of one instant, and without drizzle's mapping of rows, which takes as long as SQLite.
const whole = preparedFor((db, eyes, today) => {
  const ids = blank('ids')
  return db
    .select({
      rows: listed(
        ofSheet,
        sql`from ${initiatives} where ${oneOf(initiatives.id, ids)} and ${visibleTo(db, eyes, today)}`,
      ),
      themes: listed(
        { initiativeId: initiativeThemes.initiativeId, themeId: initiativeThemes.themeId },
        sql`from ${initiativeThemes} where ${oneOf(initiativeThemes.initiativeId, ids)}`,
      ),
      places: listed(
        { initiativeId: initiativeTerritories.initiativeId, name: territories.name, code: territories.code },
        sql`from ${initiativeTerritories}
          join ${territories} on ${eq(territories.id, initiativeTerritories.territoryId)}
          where ${oneOf(initiativeTerritories.initiativeId, ids)}`,
        asc(territories.name),
        asc(territories.code),
      ),
      solutions: listed(
        {
          initiativeId: existingSolutions.initiativeId,
          name: existingSolutions.name,
          limitation: existingSolutions.limitation,
        },
        sql`from ${existingSolutions} where ${oneOf(existingSolutions.initiativeId, ids)}`,
        asc(existingSolutions.position),
      ),
      links: listed(
        { initiativeId: initiativeLinks.initiativeId, url: initiativeLinks.url, label: initiativeLinks.label },
        sql`from ${initiativeLinks} where ${oneOf(initiativeLinks.initiativeId, ids)}`,
        asc(initiativeLinks.position),
      ),
      passages: listed(ofPassage, sql`from ${moves} where ${oneOf(moves.initiativeId, ids)}`),
    })
    .from(sql`(select 1) as once`)
})

async function themeNames(db: Reader, language: 'fr' | 'en'): Promise<Map<string, string>> {
  const all = await db.select({ id: themes.id, fr: themes.fr, en: themes.en }).from(themes)
  return new Map(all.map(({ id, fr, en }) => [id, language === 'en' ? (en ?? fr) : fr]))
}
