import { may } from '../domain/permissions.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { findAdoptPage, isAdoptable } from './adopt-queries.ts'
import { countsOf, everyone, familyOf } from './lineage-family.ts'
import { relativesOf } from './lineage-queries.ts'

/** « Essaimage », on an initiative's page: the page that invites others to adopt it, and the family it belongs to. */
export function spreadSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, { viewer, today }) => {
    const { id, slug, stage, status } = initiative
    const [text, relatives] = await Promise.all([findAdoptPage(db, id), relativesOf(db, viewer, today, id)])
    const isOpen = text !== undefined && text.isPublished && isAdoptable(initiative)
    const isEditor = may('adopt_page.edit', capacities).allowed
    const isInTime = stage === 'appropriation' && status !== 'discontinued'
    const edit = isEditor && (isInTime || text !== undefined) ? `/initiatives/${slug}/adopt/edit` : undefined
    const family = relatives.length > 1 ? familyOf(relatives, id) : undefined
    if (!isOpen && !edit && !family) return undefined
    return {
      name: 'spread',
      place: 'main',
      view: '/adoptions/spread',
      data: {
        adopt: isOpen ? `/initiatives/${slug}/adopt` : undefined,
        edit,
        isBegun: text !== undefined,
        family: family && {
          href: `/initiatives/${slug}/lineage`,
          many: everyone(family).length,
          descendants: countsOf(family, id).descendants,
        },
      },
    }
  }
}
