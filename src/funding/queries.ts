import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { type Capacity, capacitiesOf } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { type Initiative, findMet } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { editions, programmes } from '../programmes/tables.ts'
import { exchangeRates, fundingInstalments, fundingRows, fundings } from './tables.ts'
import {
  editionFundingRowsVisibleTo,
  editionFundingsVisibleTo,
  fundingRowsVisibleTo,
  fundingsVisibleTo,
} from './visible.ts'

export type Funding = typeof fundings.$inferSelect
export type FundingRow = typeof fundingRows.$inferSelect
export type Instalment = typeof fundingInstalments.$inferSelect
export type Rate = typeof exchangeRates.$inferSelect

/** A funding with what this reader may see of it. */
export interface FundingMet {
  funding: Funding
  /** Undefined when the reader may not know who it is. */
  funder: { name: string; slug: string } | undefined
  isOwn: boolean
  /** In the order of entry. */
  rows: FundingRow[]
  /** Those that stand, by the day they are due; for the parties and the team. */
  instalments: Instalment[]
}

/** The fundings of an initiative as this reader sees them: three statements, however many there are. */
export async function fundingsOf(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<FundingMet[]> {
  const seen = { initiativeId, ...seenBy(viewer, today) }
  const found = await onInitiative(db, viewer).execute(seen)
  if (found.length === 0) return []
  const ids = JSON.stringify(found.map(({ funding }) => funding.id))
  const [rows, instalments] = await Promise.all([
    rowsOn(db, viewer).execute({ ids, ...seenBy(viewer, today) }),
    instalmentsOf(
      db,
      found.map(({ funding }) => funding.id),
    ),
  ])
  return met(found, rows, instalments, viewer)
}

const funderColumns = { id: actors.id, name: actors.name, slug: actors.slug, visibility: actors.visibility }

const onInitiative = preparedFor((db, eyes, today) =>
  db
    .select({ funding: fundings, funder: funderColumns })
    .from(fundings)
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .innerJoin(actors, eq(actors.id, fundings.funderId))
    .where(and(eq(fundings.initiativeId, blank('initiativeId')), fundingsVisibleTo(db, eyes, today)))
    .orderBy(asc(fundings.createdAt), asc(fundings.id)),
)

const rowsOn = preparedFor((db, eyes, today) =>
  db
    .select({ row: fundingRows })
    .from(fundingRows)
    .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .where(and(oneOf(fundingRows.fundingId, blank('ids')), fundingRowsVisibleTo(db, eyes, today)))
    .orderBy(asc(fundingRows.fundingId), asc(fundingRows.sequence)),
)

function instalmentsOf(db: Reader, ids: string[]): Promise<Instalment[]> {
  return db
    .select()
    .from(fundingInstalments)
    .where(and(inArray(fundingInstalments.fundingId, ids), isNull(fundingInstalments.withdrawnAt)))
    .orderBy(asc(fundingInstalments.dueOn), asc(fundingInstalments.id))
}

interface Found {
  funding: Funding
  funder: { id: string; name: string; slug: string; visibility: string }
}

function met(
  found: readonly Found[],
  rows: readonly { row: FundingRow }[],
  instalments: readonly Instalment[],
  viewer: Viewer,
) {
  return found.map(({ funding, funder }): FundingMet => {
    const isOwn = viewer.actorIds.includes(funder.id)
    return {
      funding,
      funder: isOwn || isNamedTo(viewer, funder.visibility) ? { name: funder.name, slug: funder.slug } : undefined,
      isOwn,
      rows: rows.flatMap(({ row }) => (row.fundingId === funding.id ? [row] : [])),
      instalments: instalments.filter(({ fundingId }) => fundingId === funding.id),
    }
  })
}

/** What one funding is about: an initiative, or an edition. */
export type Subject =
  | { kind: 'initiative'; initiative: Initiative; title: string; href: string }
  | { kind: 'edition'; editionId: string; title: string; href: string }

export interface FundingFound extends FundingMet {
  subject: Subject
  /** Those of the reader on the initiative; of an edition, those they hold in the network. */
  capacities: Capacity[]
}

/** One funding, if this reader may know of it. Throws NotFound. */
export async function findFunding(db: Reader, viewer: Viewer, today: string, id: string): Promise<FundingFound> {
  const [row] = await db.select({ initiativeId: fundings.initiativeId }).from(fundings).where(eq(fundings.id, id))
  if (!row) throw new NotFound()
  return row.initiativeId === null ? ofEdition(db, viewer, id) : ofInitiative(db, viewer, today, row.initiativeId, id)
}

async function ofInitiative(db: Reader, viewer: Viewer, today: string, initiativeId: string, id: string) {
  const [known] = await db.select({ slug: initiatives.slug }).from(initiatives).where(eq(initiatives.id, initiativeId))
  const [all, found] = await Promise.all([
    fundingsOf(db, viewer, today, initiativeId),
    known ? findMet(db, viewer, today, known.slug) : undefined,
  ])
  const one = all.find(({ funding }) => funding.id === id)
  if (!one || !found) throw new NotFound()
  const { initiative, capacities } = found
  const href = `/initiatives/${initiative.slug}`
  return { ...one, subject: { kind: 'initiative' as const, initiative, title: initiative.title, href }, capacities }
}

async function ofEdition(db: Reader, viewer: Viewer, id: string): Promise<FundingFound> {
  const [found] = await onEditions(db, viewer).where(and(eq(fundings.id, id), editionFundingsVisibleTo(viewer)))
  if (!found) throw new NotFound()
  const [one] = await withRows(db, viewer, [found])
  const { edition } = found
  const title = `${edition.programme} · ${edition.name}`
  return {
    ...one!,
    subject: { kind: 'edition', editionId: edition.id, title, href: `/editions/${edition.slug}` },
    capacities: capacitiesOf(viewer.networkRole, one!.isOwn ? [{ role: 'funder', isLead: false }] : []),
  }
}

/** The fundings of an edition as this reader sees them. */
export async function editionFundingsOf(db: Reader, viewer: Viewer, editionId: string): Promise<FundingMet[]> {
  const found = await onEditions(db, viewer).where(
    and(eq(fundings.editionId, editionId), editionFundingsVisibleTo(viewer)),
  )
  return withRows(db, viewer, found)
}

function onEditions(db: Reader, _viewer: Viewer) {
  return db
    .select({
      funding: fundings,
      funder: funderColumns,
      edition: { id: editions.id, slug: editions.slug, name: editions.name, programme: programmes.name },
    })
    .from(fundings)
    .innerJoin(editions, eq(editions.id, fundings.editionId))
    .innerJoin(programmes, eq(programmes.id, editions.programmeId))
    .innerJoin(actors, eq(actors.id, fundings.funderId))
    .$dynamic()
}

async function withRows(db: Reader, viewer: Viewer, found: readonly Found[]): Promise<FundingMet[]> {
  const ids = found.map(({ funding }) => funding.id)
  if (ids.length === 0) return []
  const [rows, instalments] = await Promise.all([
    db
      .select({ row: fundingRows })
      .from(fundingRows)
      .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
      .innerJoin(editions, eq(editions.id, fundings.editionId))
      .innerJoin(programmes, eq(programmes.id, editions.programmeId))
      .where(and(inArray(fundingRows.fundingId, ids), editionFundingRowsVisibleTo(viewer)))
      .orderBy(asc(fundingRows.fundingId), asc(fundingRows.sequence)),
    instalmentsOf(db, ids),
  ])
  return met(found, rows, instalments, viewer)
}

/** Every row of a funding, whoever may see it: what a new row is judged beside. */
export function allRowsOf(db: Reader, fundingId: string): Promise<FundingRow[]> {
  return db.select().from(fundingRows).where(eq(fundingRows.fundingId, fundingId)).orderBy(asc(fundingRows.sequence))
}

/** The rates of the network, the latest first. */
export function ratesOf(db: Reader): Promise<Rate[]> {
  return db
    .select()
    .from(exchangeRates)
    .orderBy(desc(exchangeRates.effectiveOn), desc(exchangeRates.recordedAt))
    .limit(200)
}
