import { setImmediate as breathe } from 'node:timers/promises'
import type { Gate } from '../domain/gates.ts'
import { moveBetween, type Stage } from '../domain/lifecycle.ts'
import type { Role, TakerKind } from '../domain/roles.ts'
import type { Look } from '../initiatives/board.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { assessmentOf, evidenceHeld } from '../initiatives/evidence.ts'
import { reachableAmong } from '../initiatives/reachable.ts'
import { gatesInForce, territoryLabel } from '../network/queries.ts'
import { themes } from '../network/tables.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { seenBy } from '../platform/db/prepared.ts'
import { type Named, naming } from './naming.ts'
import { pageOf } from './page.ts'
import type { Shape } from './schema.ts'

/** Small enough that nobody waits for one. */
const PAGE = 25

type Page = Awaited<ReturnType<typeof read>>
type Row = Page['rows'][number]
export type Passed = Row['passages'][number]

/** A role that is held today. */
export interface Held extends Named {
  role: Role
  takerKind: TakerKind | null
  isLead: boolean
}

type Hanging =
  | 'themes'
  | 'territories'
  | 'solutions'
  | 'links'
  | 'held'
  | 'plans'
  | 'passages'
  | 'statements'
  | 'proofs'

/** An initiative with all that an export says of it to this reader. */
export interface Exported {
  initiative: Omit<Row, Hanging>
  themes: string[]
  territories: string[]
  /** With why each does not answer the need. */
  solutions: Row['solutions']
  links: Row['links']
  /** The roles held today by those who are named to this reader, as on the sheet. */
  held: Held[]
  /** What stands of its history, in order; the last alone where the file tells no more. */
  passages: Passed[]
  /** What is expected next, of what can be made from where it stands. */
  plan: Row['plans'][number] | undefined
  gate: { met: number; of: number }
}

type Reading = Pick<Database, 'apart' | 'revision'> & Reader

/**
 * These initiatives a page at a time, in a fixed number of statements each. While one is written the next is being read,
 * where another thread or process does it. What was merged or hidden meanwhile is left out.
 */
export async function* exportedPages(
  db: Reading,
  look: Look,
  ids: readonly string[],
  language: 'fr' | 'en',
  shape: Shape = 'initiatives',
): AsyncGenerator<Exported[]> {
  const [gates, names] = await Promise.all([gatesInForce(db), themeNames(db, language)])
  const actors = naming(db)
  const ask = (from: number) => {
    const page = read(db, actors, look, { ids: ids.slice(from, from + PAGE), shape })
    // Whoever goes away waits for it no more.
    page.catch(() => {})
    return page
  }
  let next = ask(0)
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = await next
    if (from + PAGE < ids.length) next = ask(from + PAGE)
    const known = new Map(page.rows.map((row) => [row.id, row]))
    yield ids.slice(from, from + PAGE).flatMap((id) => {
      const row = known.get(id)
      return row ? [exported(row, page, { look, gates, names })] : []
    })
    await breathe()
  }
}

interface With {
  look: Look
  gates: Record<Stage, Gate>
  names: ReadonlyMap<string, string>
}

function exported(row: Row, { named, reachable }: Page, { look: { viewer, today }, gates, names }: With): Exported {
  const { solutions, links, held, passages } = row
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
    held: held.flatMap(({ actorId, ...link }) => {
      const actor = named.get(actorId)
      const isNamed = actor && (isNamedTo(viewer, actor.visibility) || viewer.actorIds.includes(actorId))
      return isNamed ? [{ ...actor, ...link }] : []
    }),
    passages,
    plan: row.plans.find(({ toStage, toStatus }) => moveBetween(row, { stage: toStage, status: toStatus })),
    gate: { met, of },
  }
}

interface Asked {
  ids: readonly string[]
  shape: Shape
}

async function read(db: Reading, actors: ReturnType<typeof naming>, { viewer, today }: Look, { ids, shape }: Asked) {
  await actors.fresh()
  const filled = { ids: JSON.stringify(ids), ...seenBy(viewer, today) }
  const found = await pageOf[shape](db.apart, viewer).execute(filled)
  const rows = found.map(({ row }) => row)
  const held = rows.flatMap((row) => row.held)
  const [named, reachable] = await Promise.all([
    actors.named(held.map(({ actorId }) => actorId)),
    reachableAmong(db, held, today),
  ])
  return { rows, named, reachable }
}

async function themeNames(db: Reader, language: 'fr' | 'en'): Promise<Map<string, string>> {
  const all = await db.select({ id: themes.id, fr: themes.fr, en: themes.en }).from(themes)
  return new Map(all.map(({ id, fr, en }) => [id, language === 'en' ? (en ?? fr) : fr]))
}
