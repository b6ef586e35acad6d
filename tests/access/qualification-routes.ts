import { originals } from '../../src/qualification/originals.ts'
import { gridOrRefuse } from '../../src/qualification/queries.ts'
import { gridKept } from '../../src/qualification/steps.ts'
import { gridDecisions } from '../../src/qualification/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'
import { answers } from '../qualification/forms.ts'
import type { HouseCase, Standing } from './house-routes.ts'
import type { Case } from './initiative-routes.ts'
import { coordinating, everybody, type Outcome, type Person } from './people.ts'

const assessing: readonly Person[] = ['funder', 'supportPartner', 'taker', ...coordinating]

/** A public decision: whoever sees the initiative meets the pages on it. */
async function decided({ db, now }: House, initiativeId: string) {
  const row = {
    id: newId(),
    initiativeId,
    gridId: originals[0]!.id,
    outcome: 'granted',
    reason: 'Le besoin est clair.',
    decidedOn: '2026-02-01',
    isPublic: true,
    summary: { assessed: 0, means: {} },
    capacity: 'coordinator',
    recordedAt: now,
  } as const
  await db.commit((tx) => [gridKept(tx, originals[0]!, now), tx.insert(gridDecisions).values(row)])
  return row.id
}

const on = (
  route: string,
  may: readonly Person[],
  rest: string,
  fields?: (standing: string) => Record<string, string>,
): Case => ({
  route,
  may,
  ask: async (house, _town, { id, slug }) => {
    const standing = await decided(house, id)
    return { path: `/initiatives/${slug}/qualification${rest}`, ...(fields ? { fields: fields(standing) } : {}) }
  },
})

/** Every route on which an initiative is qualified. */
export const qualificationCases: Case[] = [
  on('GET /initiatives/:slug/qualification', everybody, ''),
  on('GET /initiatives/:slug/qualification/:grid', everybody, '/rqis'),
  on('GET /initiatives/:slug/qualification/:grid/assessment', assessing, '/rqis/assessment'),
  on('POST /initiatives/:slug/qualification/:grid/assessment', assessing, '/rqis/assessment', () => ({
    number: '1',
    version: '0',
    deed: 'submit',
    ...answers('rqis', '2'),
  })),
  on('POST /initiatives/:slug/qualification/:grid/remarks', coordinating, '/rqis/remarks', () => ({
    number: '1',
    words: 'Parlons-en',
  })),
  on('GET /initiatives/:slug/qualification/:grid/decisions/new', coordinating, '/rqis/decisions/new'),
  on('POST /initiatives/:slug/qualification/:grid/decisions', coordinating, '/rqis/decisions', (standing) => ({
    number: '1',
    standing,
    outcome: 'granted',
    reason: 'Toujours.',
    decidedOn: '2026-02-02',
  })),
]

const reading: Record<Standing, Outcome> = {
  visitor: 'may',
  member: 'may',
  owner: 'may',
  coordinator: 'may',
  administrator: 'may',
}
const editing: Record<Standing, Outcome> = { ...reading, visitor: 'hidden', member: 'refused', owner: 'refused' }

const at = (
  route: string,
  expected: HouseCase['expected'],
  path: string,
  fields?: Record<string, string>,
): HouseCase => ({ route, expected, ask: async () => ({ path, ...(fields ? { fields } : {}) }) })

/** Every route about grids, which concern no initiative. */
export const gridCases: HouseCase[] = [
  at('GET /grids', reading, '/grids'),
  at('GET /grids/new', editing, '/grids/new'),
  at('POST /grids', editing, '/grids', { nameFr: 'Nourrir la ville' }),
  at('GET /grids/:slug', reading, '/grids/rqis'),
  at('GET /grids/:slug/edit', editing, '/grids/rqis/edit'),
  {
    route: 'POST /grids/:slug',
    expected: editing,
    ask: async ({ db }) => {
      const version = String((await gridOrRefuse(db, 'rqis')).last.number)
      return { path: '/grids/rqis', fields: { version, nameFr: `Grille ${version}`, fr_novelty: 'Du neuf' } }
    },
  },
  at('POST /grids/:slug/archival', editing, '/grids/rqis/archival', {}),
  at('POST /grids/:slug/restoration', editing, '/grids/rqis/restoration', {}),
]
