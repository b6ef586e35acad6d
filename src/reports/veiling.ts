import { and, or, type SQL, sql } from 'drizzle-orm'
import { capacitiesOf } from '../domain/permissions.ts'
import type { Cell, Content, Label } from '../domain/report.ts'
import type { Viewer } from '../domain/viewer.ts'
import { maySee } from '../domain/visibility.ts'
import { initiatives } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'

const nameless: Label = { word: 'reports.veiled.title' }

/**
 * What was frozen, as somebody reads it today: initiatives that they may not see any more keep their rows and their
 * numbers, and lose their names. What is kept stays whole, and so does its hash. `hidden`: how many lost theirs.
 */
export async function veiled<Frozen extends Pick<Content, 'sections'> & Partial<Content>>(
  db: Reader,
  viewer: Viewer,
  today: string,
  content: Frozen,
): Promise<{ content: Frozen; hidden: number }> {
  const named = new Set(content.initiatives?.map(({ slug }) => slug))
  const cells = content.sections.flatMap(({ tables }) =>
    tables.flatMap(({ rows, total = [] }) => [...rows.flat(), ...total]),
  )
  for (const { label } of cells) if (label && 'initiative' in label) named.add(label.initiative.slug)
  const seen = await seenAmong(db, viewer, today, [...named])
  if (seen.size === named.size) return { content, hidden: 0 }

  const cell = (one: Cell): Cell =>
    one.label && 'initiative' in one.label && !seen.has(one.label.initiative.slug) ? { ...one, label: nameless } : one
  const sections = content.sections.map((section) => ({
    ...section,
    tables: section.tables.map((table) => ({
      ...table,
      rows: table.rows.map((row) => row.map(cell)),
      ...(table.total && { total: table.total.map(cell) }),
    })),
  }))
  const standings = content.initiatives?.map((one) => (seen.has(one.slug) ? one : { ...one, slug: '', title: '' }))
  return {
    content: { ...content, sections, ...(standings && { initiatives: standings }) },
    hidden: named.size - seen.size,
  }
}

/** Those that the reader may see today. A merged one is as visible as the one that it was merged into, or less. */
async function seenAmong(db: Reader, viewer: Viewer, today: string, slugs: readonly string[]): Promise<Set<string>> {
  if (slugs.length === 0) return new Set()
  // One value however many there are: a portfolio has more initiatives than a statement has places.
  const among = sql`${JSON.stringify(slugs)}`
  const { id, slug, mergedIntoId, visibility } = initiatives
  const rows = await db.select({ id, slug, mergedIntoId, visibility }).from(initiatives).where(oneOf(slug, among))
  const into = sql`${JSON.stringify(rows.flatMap((row) => row.mergedIntoId ?? []))}`
  const isAmong = or(oneOf(slug, among), oneOf(id, into)) as SQL
  const open = await db
    .select({ id })
    .from(initiatives)
    .where(and(isAmong, visibleTo(db, viewer, today)))
  const openIds = new Set(open.map((row) => row.id))
  const held = capacitiesOf(viewer.networkRole)
  const isSeen = (row: (typeof rows)[number]) =>
    row.mergedIntoId ? openIds.has(row.mergedIntoId) && maySee(row.visibility, held) : openIds.has(row.id)
  return new Set(rows.filter(isSeen).map((row) => row.slug))
}
