import { may } from '../domain/permissions.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Met } from '../initiatives/queries.ts'
import type { MakeSection, SheetSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { lineOf } from './lines.ts'
import { documentsOf } from './queries.ts'

const SHOWN = 5

/** « Documents » on the page of an initiative: the newest, and where the others are. */
export function documentsSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }: Met, reading: Reading): Promise<SheetSection | undefined> => {
    const all = await documentsOf(db, reading.viewer, reading.today, initiative.id)
    const mayAttach = may('document.attach', capacities).allowed
    if (all.length === 0 && !mayAttach) return undefined
    return {
      name: 'documents',
      place: 'main',
      title: 'documents.list.title',
      view: '/documents/section',
      data: {
        slug: initiative.slug,
        lines: all.slice(0, SHOWN).map((row) => lineOf(row, reading)),
        many: all.length,
        mayAttach,
      },
    }
  }
}
