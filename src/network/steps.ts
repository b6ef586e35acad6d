import { and, eq } from 'drizzle-orm'
import type { TerritoryKind } from '../domain/innovation.ts'
import { exactlyOne, type Writer } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { Stale } from '../platform/http/refusal.ts'
import type { Network, Territory } from './queries.ts'
import { network, territories, themes } from './tables.ts'

/** Changes the network's own row as it was read; before anybody set it, makes it. Otherwise `stale`. */
export function networkSet(
  tx: Writer,
  current: Network,
  changes: Partial<Omit<Network, 'id' | 'version'>>,
  stale: () => Error = () => new Stale(),
) {
  const version = current.version + 1
  if (current.version === 0) {
    const row = { ...current, ...changes, version }
    return exactlyOne(tx.insert(network).values(row).onConflictDoNothing().returning({ id: network.id }), stale)
  }
  const isAsRead = and(eq(network.id, current.id), eq(network.version, current.version))
  return exactlyOne(
    tx
      .update(network)
      .set({ ...changes, version })
      .where(isAsRead)
      .returning({ id: network.id }),
    stale,
  )
}

export interface NewTheme {
  id: string
  slug: string
  fr: string
  en?: string | null | undefined
  importId?: string | null | undefined
}

export function themeAdded(tx: Writer, theme: NewTheme) {
  return tx.insert(themes).values(theme)
}

export interface NewTerritory {
  id: string
  code: string
  kind: TerritoryKind
  name: string
}

/** The row of a place inside another, or of a root. */
export function territoryRow(place: NewTerritory, parent: Pick<Territory, 'id' | 'path'> | undefined): Territory {
  const path = `${parent?.path ?? '/'}${place.code}/`
  return { ...place, parentId: parent?.id ?? null, path, searchText: folded(place.name) }
}

export function territoriesAdded(tx: Writer, rows: Territory[]) {
  return tx.insert(territories).values(rows)
}
