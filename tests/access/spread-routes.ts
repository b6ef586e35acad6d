import { inviting, request, stampIn, words } from '../adoptions/inviting.ts'
import type { HouseCase } from './house-routes.ts'
import type { Case } from './initiative-routes.ts'
import { carrying, everybody, type Person } from './people.ts'

const onInitiative = (route: string, may: readonly Person[], rest: string, fields?: Record<string, string>): Case => ({
  route,
  may,
  ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}${rest}`, ...(fields ? { fields } : {}) }),
})

/** The page « L'adopter » is written by carriers; the family of an initiative is read by whoever sees it. */
export const spreadCases: Case[] = [
  onInitiative('GET /initiatives/:slug/adopt/edit', carrying, '/adopt/edit'),
  onInitiative('POST /initiatives/:slug/adopt', carrying, '/adopt', { ...words, version: '0' }),
  onInitiative('POST /initiatives/:slug/adopt/preview', carrying, '/adopt/preview', { ...words, version: '0' }),
  onInitiative('GET /initiatives/:slug/lineage', everybody, '/lineage'),
]

const all = { visitor: 'may', member: 'may', owner: 'may', coordinator: 'may', administrator: 'may' } as const

/** Once it is open, everybody reads it and may ask; when it is, and for whom before, is tried in tests/adoptions. */
export const invitingCases: HouseCase[] = [
  {
    route: 'GET /initiatives/:slug/adopt',
    expected: all,
    async ask(house, town) {
      const one = await town.initiativeAt('appropriation', { visibility: 'public' })
      await inviting(house, town, one)
      return { path: `/initiatives/${one.slug}/adopt` }
    },
  },
  {
    route: 'POST /initiatives/:slug/adopt/requests',
    expected: all,
    async ask(house, town) {
      const one = await town.initiativeAt('appropriation', { visibility: 'public' })
      await inviting(house, town, one)
      const { body } = await house.get(`/initiatives/${one.slug}/adopt`)
      house.now = new Date(house.now.getTime() + 20_000)
      return { path: `/initiatives/${one.slug}/adopt/requests`, fields: { ...request, stamp: stampIn(body) } }
    },
  },
]
