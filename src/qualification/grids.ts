import { eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { GridCriterion } from '../domain/qualification.ts'
import type { By } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { type Grid, templateCriteria } from './originals.ts'
import { allGrids, gridOrRefuse, type GridVersions } from './queries.ts'
import type { GridInput } from './schema.ts'
import { gridKept } from './steps.ts'
import { grids } from './tables.ts'

/** A label of the network's own, which begins with the criteria of the encounters. */
export async function addGrid(
  db: Database,
  input: Pick<Grid, 'nameFr' | 'nameEn'>,
  by: By,
  when: Moment,
): Promise<string> {
  const as = allowed('grid.edit', by)
  const slug = slugOf(input.nameFr)
  if ((await allGrids(db)).some((one) => one.slug === slug)) throw exists()
  const criteria = templateCriteria()
  const row = { id: newId(), slug, number: 1, kind: 'label' as const, ...input, criteria }
  const happening = { what: 'grid_added', subject: { kind: 'grid', id: row.id }, particulars: { slug }, as }
  try {
    await db.commit((tx) => [
      tx.insert(grids).values({ ...row, byAccountId: by.accountId, createdAt: when.at }),
      recorded(tx, by, when.at, happening),
    ])
  } catch (error) {
    throw error instanceof Duplicate && /grids/.test(error.on) ? exists() : error
  }
  return slug
}

const exists = () => new InvalidInput([{ field: 'nameFr', key: 'grid_exists' }])

/**
 * A new version of a grid; what was assessed keeps its own. Returns false when nothing was changed.
 * Throws NotFound for an archived one, Stale when another version came first.
 */
export async function changeGrid(db: Database, slug: string, input: GridInput, by: By, when: Moment): Promise<boolean> {
  const as = allowed('grid.edit', by)
  const { last, versions } = await gridOrRefuse(db, slug)
  if (last.archivedAt) throw new NotFound()
  const { version, nameFr, nameEn } = input
  if (version !== last.number) throw outdated(flat(input), flat(last), last.number)
  const criteria = coded(input.criteria, versions)
  if (JSON.stringify(flat({ nameFr, nameEn, criteria })) === JSON.stringify(flat(last))) return false

  const row = { id: newId(), slug, number: last.number + 1, kind: last.kind, nameFr, nameEn, criteria }
  const particulars = { slug, number: row.number }
  try {
    await db.commit((tx) => [
      gridKept(tx, last, when.at),
      tx.insert(grids).values({ ...row, byAccountId: by.accountId, createdAt: when.at }),
      recorded(tx, by, when.at, { what: 'grid_changed', subject: { kind: 'grid', id: row.id }, particulars, as }),
    ])
  } catch (error) {
    if (!(error instanceof Duplicate) || !/grids/.test(error.on)) throw error
    const theirs = (await gridOrRefuse(db, slug)).last
    throw outdated(flat(input), flat(theirs), theirs.number)
  }
  return true
}

// A new criterion gets a code of its own, which no version of this grid has used for another.
function coded(criteria: readonly GridCriterion[], versions: readonly Grid[]): GridCriterion[] {
  const used = new Set(versions.flatMap((one) => one.criteria.map(({ code }) => code)))
  return criteria.map((criterion) => {
    if (used.has(criterion.code)) return criterion
    const base = slugOf(criterion.fr).slice(0, 36)
    let code = base
    for (let n = 2; used.has(code); n++) code = `${base}-${n}`
    used.add(code)
    return { ...criterion, code }
  })
}

/** A grid as its form holds it. */
export function flat({
  nameFr,
  nameEn,
  criteria,
}: Pick<Grid, 'nameFr' | 'nameEn'> & { criteria: readonly GridCriterion[] }): Record<string, string> {
  const fields = criteria.flatMap(({ code, fr, en = '', weight, isPriority }) => [
    [`fr_${code}`, fr],
    [`en_${code}`, en],
    [`weight_${code}`, String(weight)],
    [`priority_${code}`, isPriority ? 'on' : ''],
  ])
  return { nameFr, nameEn, ...(Object.fromEntries(fields) as Record<string, string>) }
}

/** An archived grid is offered no more; what was found with it stays, and is read. */
export async function archiveGrid(db: Database, slug: string, by: By, when: Moment): Promise<void> {
  await setArchived(db, await gridOrRefuse(db, slug), when.at, by, when)
}

export async function restoreGrid(db: Database, slug: string, by: By, when: Moment): Promise<void> {
  await setArchived(db, await gridOrRefuse(db, slug), null, by, when)
}

async function setArchived(db: Database, { last, slug }: GridVersions, archivedAt: Date | null, by: By, when: Moment) {
  const as = allowed('grid.edit', by)
  const what = archivedAt ? 'grid_archived' : 'grid_restored'
  await db.commit((tx) => [
    gridKept(tx, last, when.at),
    tx.update(grids).set({ archivedAt }).where(eq(grids.slug, slug)),
    recorded(tx, by, when.at, { what, subject: { kind: 'grid', id: last.id }, particulars: { slug }, as }),
  ])
}
