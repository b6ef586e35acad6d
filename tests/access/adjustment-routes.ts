import type { Case } from './initiative-routes.ts'
import { carrying, everybody, type Person } from './people.ts'
import { spoken } from './said-routes.ts'

const wanted = { what: 'Un départ de plus', state: 'decided', decidedOn: '2026-03-01', visibility: 'public' }

const at = (route: string, may: readonly Person[], end = '', fields?: Record<string, string>): Case => ({
  route,
  may,
  ask: async (house, _town, one) => ({
    path: `/adjustments/${(await spoken(house, one)).adjustment}${end}`,
    ...(fields ? { fields } : {}),
  }),
})

/** What is changed because of what was said. */
export const adjustmentCases: Case[] = [
  {
    route: 'GET /initiatives/:slug/adjustments/new',
    may: carrying,
    ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}/adjustments/new` }),
  },
  {
    route: 'POST /initiatives/:slug/adjustments',
    may: carrying,
    ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}/adjustments`, fields: wanted }),
  },
  at('GET /adjustments/:id', everybody),
  at('GET /adjustments/:id/edit', carrying, '/edit'),
  at('POST /adjustments/:id', carrying, '', { ...wanted, version: '1' }),
]
