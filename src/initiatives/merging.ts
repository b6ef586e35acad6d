import { and, eq, inArray, isNull, ne, notInArray, sql } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { standing } from '../domain/history.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { visibilities } from '../domain/visibility.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { nextSequence, positionOf } from './moves.ts'
import { findOrRefuse, type Initiative, movesOf, passage } from './queries.ts'
import type { MergeInput } from './schema.ts'
import type { Papers } from './sections.ts'
import {
  attestations,
  existingSolutions,
  initiativeLinks,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from './tables.ts'
import { change, granted } from './writing.ts'

/**
 * Merges an initiative into another. Both histories stay: the merged one ends as `merged` and is read on the page of
 * the other, to which its address redirects; roles, statements, themes and places that the other lacks go with it, its
 * links and solutions where nobody reads them who did not before, and its documents as `papers` says.
 */
export async function merge(
  db: Database,
  slug: string,
  input: MergeInput,
  by: By,
  when: Moment,
  papers: Papers = {},
): Promise<{ slug: string }> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('initiative.merge', capacities))
  if (initiative.version !== input.version) throw new Stale([], initiative.version)
  const into = await findTarget(db, input.into, by, when, initiative)
  const history = (await movesOf(db, initiative.id)).map(passage)
  const last = standing(history).at(-1)?.effectiveOn ?? when.today
  const canEnd = ['active', 'on_hold', 'spotted'].includes(initiative.status)
  const kept = {
    ...(await whatItAddsTo(db, initiative.id, into.id, when.today)),
    keepsWords: isMoreOpen(into, initiative),
  }
  const elder = initiative.parentId === into.id ? null : initiative.parentId

  await db.commit((tx) => [
    change(
      tx,
      initiative,
      {
        mergedIntoId: into.id,
        ...(canEnd ? { status: 'discontinued' as const, statusSince: when.today, endingKind: 'merged' as const } : {}),
      },
      when.at,
    ),
    exactlyOne(
      tx
        .update(initiatives)
        .set({
          version: sql`${initiatives.version} + 1`,
          changedAt: when.at,
          // It came from what is now a part of it: it goes on from where that came from.
          ...(into.parentId === initiative.id ? { parentId: elder } : {}),
        })
        .where(and(eq(initiatives.id, into.id), isNull(initiatives.mergedIntoId)))
        .returning({ id: initiatives.id }),
      () => new Stale([], initiative.version),
    ),
    // What was merged into this one before is now read on the page of the other.
    tx.update(initiatives).set({ mergedIntoId: into.id }).where(eq(initiatives.mergedIntoId, initiative.id)),
    tx
      .update(initiatives)
      .set({ parentId: into.id })
      .where(and(eq(initiatives.parentId, initiative.id), ne(initiatives.id, into.id))),
    ...(canEnd
      ? [
          tx.insert(moves).values({
            id: newId(),
            initiativeId: initiative.id,
            event: 'discontinue',
            fromStage: initiative.stage,
            fromStatus: initiative.status,
            toStage: initiative.stage,
            toStatus: 'discontinued',
            effectiveOn: last > when.today ? last : when.today,
            recordedAt: when.at,
            sequence: nextSequence(history),
            byAccountId: by.accountId,
            capacity: as,
            reason: input.reason,
            endingKind: 'merged',
            provenance: 'entered',
          }),
        ]
      : []),
    ...moved(tx, into.id, kept),
    ...(papers.moved?.(tx, initiative, into.id, when.at) ?? []),
    recorded(tx, by, when.at, {
      what: 'merged',
      subject: { kind: 'initiative', id: initiative.id },
      initiativeId: into.id,
      as,
      particulars: { merged: initiative.id, into: into.id, was: positionOf(initiative) },
    }),
  ])
  return { slug: into.slug }
}

// Links and solutions have no level of their own: nobody reads more of them by a merge.
const isMoreOpen = (into: Initiative, from: Initiative) =>
  visibilities.indexOf(into.visibility) < visibilities.indexOf(from.visibility)

async function findTarget(
  db: Database,
  slug: string,
  by: By,
  { today }: Moment,
  initiative: Initiative,
): Promise<Initiative> {
  const found = await findOrRefuse(db, by, today, slug.replace(/^.*\/initiatives\//, '')).catch(() => undefined)
  if (!found) throw new InvalidInput([{ field: 'into', key: 'unknown_initiative' }])
  if (found.initiative.id === initiative.id) throw new InvalidInput([{ field: 'into', key: 'same_initiative' }])
  return found.initiative
}

// Rows that can go over without doubling what is there.
async function whatItAddsTo(db: Database, fromId: string, intoId: string, today: string) {
  const itsThemes = db
    .select({ id: initiativeThemes.themeId })
    .from(initiativeThemes)
    .where(eq(initiativeThemes.initiativeId, intoId))
  const itsPlaces = db
    .select({ id: initiativeTerritories.territoryId })
    .from(initiativeTerritories)
    .where(eq(initiativeTerritories.initiativeId, intoId))
  const [links, own, themes, places] = await Promise.all([
    db.select().from(participations).where(eq(participations.initiativeId, fromId)),
    db.select().from(participations).where(eq(participations.initiativeId, intoId)),
    db
      .select({ id: initiativeThemes.themeId })
      .from(initiativeThemes)
      .where(and(eq(initiativeThemes.initiativeId, fromId), notInArray(initiativeThemes.themeId, itsThemes))),
    db
      .select({ id: initiativeTerritories.territoryId })
      .from(initiativeTerritories)
      .where(
        and(eq(initiativeTerritories.initiativeId, fromId), notInArray(initiativeTerritories.territoryId, itsPlaces)),
      ),
  ])
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
  // The same actor may hold several roles: only the same role of the same actor is there already, and only while it lasts.
  const present = own.filter(
    ({ state, until }) => state !== 'declined' && state !== 'expired' && (until === null || until >= today),
  )
  const roles = links.filter((link) => !present.some((one) => one.actorId === link.actorId && one.role === link.role))
  return {
    fromId,
    roles: ids(roles),
    hasLead: present.some(({ isLead, state }) => isLead && state === 'accepted'),
    themes: ids(themes),
    places: ids(places),
  }
}

function moved(
  tx: Parameters<Parameters<Database['commit']>[0]>[0],
  intoId: string,
  kept: Awaited<ReturnType<typeof whatItAddsTo>> & { keepsWords: boolean },
) {
  return [
    ...(kept.roles.length > 0
      ? [
          tx
            .update(participations)
            .set({ initiativeId: intoId, ...(kept.hasLead ? { isLead: false } : {}) })
            .where(inArray(participations.id, kept.roles)),
        ]
      : []),
    ...(kept.themes.length > 0
      ? [tx.insert(initiativeThemes).values(kept.themes.map((themeId) => ({ initiativeId: intoId, themeId })))]
      : []),
    ...(kept.places.length > 0
      ? [
          tx
            .insert(initiativeTerritories)
            .values(kept.places.map((territoryId) => ({ initiativeId: intoId, territoryId }))),
        ]
      : []),
    tx.update(attestations).set({ initiativeId: intoId }).where(eq(attestations.initiativeId, kept.fromId)),
    ...(kept.keepsWords
      ? []
      : [initiativeLinks, existingSolutions].map((table) =>
          tx.update(table).set({ initiativeId: intoId }).where(eq(table.initiativeId, kept.fromId)),
        )),
  ]
}
