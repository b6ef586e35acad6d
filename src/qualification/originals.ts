import { type GridCriterion, type GridKind, labelCriteria, rqisPoints } from '../domain/qualification.ts'
import { translate } from '../platform/i18n/i18n.ts'
import type { grids } from './tables.ts'

export type Grid = typeof grids.$inferSelect

const [fr, en] = [translate('fr-CA'), translate('en')]

/**
 * The grids of a network that changed nothing: the eight points of RQIS, and the label of the encounters. As the
 * original gates, they are version 1 and no row, until something is kept on them.
 */
export const originals: readonly Grid[] = [
  original('rqis', rqisPoints, { weight: 1, isPriority: false }),
  original('label', labelCriteria, { weight: 3, isPriority: true }),
]

/** The criteria that a new label begins with. */
export function templateCriteria(): GridCriterion[] {
  return originals.find(({ kind }) => kind === 'label')!.criteria.map((one) => ({ ...one }))
}

function original(
  kind: GridKind,
  codes: readonly string[],
  standing: Pick<GridCriterion, 'weight' | 'isPriority'>,
): Grid {
  return {
    id: `${kind}-1`,
    slug: kind,
    number: 1,
    kind,
    nameFr: fr(`qualification.original.${kind}`),
    nameEn: en(`qualification.original.${kind}`),
    criteria: codes.map((code) => ({
      code,
      fr: fr(`qualification.criterion.${code}`),
      en: en(`qualification.criterion.${code}`),
      ...standing,
    })),
    byAccountId: null,
    createdAt: new Date(0),
    archivedAt: null,
  }
}
