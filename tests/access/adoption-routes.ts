import { stepsOf } from '../../src/adoptions/queries.ts'
import { adopted } from '../adoptions/adopted.ts'
import { key } from '../initiatives/forms.ts'
import type { HouseCase } from './house-routes.ts'
import type { Case } from './initiative-routes.ts'
import { carrying, everybody, type Person } from './people.ts'

const recording: readonly Person[] = ['taker', ...carrying]
const step = { status: 'integrated', effectiveOn: '2026-02-20' }

const onAdoption = (route: string, may: readonly Person[], rest: string, fields?: Record<string, string>): Case => ({
  route,
  may,
  ask: async (house, town, { id: initiativeId }) => {
    const id = await adopted(house, { initiativeId, takerId: town.taker.actorId, status: 'trial' })
    return { path: `/adoptions/${id}${rest}`, ...(fields ? { fields } : {}) }
  },
})

/** The correction of the first step of an adoption. */
const onStep = (route: string, fields?: Record<string, string>): Case => ({
  route,
  may: recording,
  ask: async (house, town, { id: initiativeId }) => {
    const id = await adopted(house, { initiativeId, takerId: town.taker.actorId, status: 'trial' })
    const steps = await stepsOf(house.db, id)
    return { path: `/adoptions/${id}/steps/${steps[0]!.id}/correction`, ...(fields ? { fields } : {}) }
  },
})

/** Every route about the adoptions of an initiative. The one that is asked about is the taker's, and public. */
export const adoptionCases: Case[] = [
  {
    route: 'GET /initiatives/:slug/adoptions',
    may: everybody,
    ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}/adoptions` }),
  },
  {
    route: 'GET /initiatives/:slug/adoptions/export',
    may: everybody,
    ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}/adoptions/export?format=csv` }),
  },
  {
    route: 'GET /initiatives/:slug/adoptions/new',
    may: recording,
    ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}/adoptions/new` }),
  },
  {
    route: 'POST /initiatives/:slug/adoptions',
    may: recording,
    ask: (_house, _town, { slug }) => ({
      path: `/initiatives/${slug}/adoptions`,
      fields: {
        taker: 'Coop des marais',
        takerKind: 'adopter',
        status: 'intent',
        since: '2026-02-01',
        visibility: 'public',
      },
    }),
  },
  onAdoption('GET /adoptions/:id', everybody, ''),
  onAdoption('GET /adoptions/:id/edit', recording, '/edit'),
  onAdoption('POST /adoptions/:id', recording, '', { version: '1', visibility: 'public' }),
  onAdoption('GET /adoptions/:id/withdrawal', recording, '/withdrawal'),
  onAdoption('POST /adoptions/:id/withdrawal', recording, '/withdrawal', {}),
  onAdoption('GET /adoptions/:id/steps/new', recording, '/steps/new'),
  onAdoption('POST /adoptions/:id/steps', recording, '/steps', step),
  onStep('GET /adoptions/:id/steps/:step/correction'),
  onStep('POST /adoptions/:id/steps/:step/correction', step),
  onAdoption('POST /adoptions/:id/contact/forgotten', carrying, '/contact/forgotten', {}),
]

const inbox = {
  visitor: 'hidden',
  member: 'hidden',
  owner: 'hidden',
  coordinator: 'may',
  administrator: 'may',
} as const

const asked = (route: string, rest: string, fields?: Record<string, string>): HouseCase => ({
  route,
  expected: inbox,
  async ask(house, town) {
    const { id: initiativeId } = await town.initiativeAt('appropriation', { visibility: 'public' })
    const wanted = { initiativeId, takerId: null, takerName: 'École du rang', isConfirmed: false } as const
    const id = await adopted(house, { ...wanted, status: 'considered' })
    return { path: `/adoptions/${id}${rest}`, ...(fields ? { fields: { ...fields, once: key() } } : {}) }
  },
})

const confirmation = { taker: 'Fonds du fleuve', takerKind: 'adopter', visibility: 'network' }

/** Who asked by the public form is met by carriers (tests/adoptions) and coordinators alone; the map by everybody. */
export const uptakeCases: HouseCase[] = [
  {
    route: 'GET /uptake',
    expected: { visitor: 'may', member: 'may', owner: 'may', coordinator: 'may', administrator: 'may' },
    ask: () => Promise.resolve({ path: '/uptake?status=integrated&region=QC-15' }),
  },
  asked('GET /adoptions/:id/confirmation', '/confirmation'),
  asked('POST /adoptions/:id/confirmation', '/confirmation', confirmation),
  asked('POST /adoptions/:id/refusal', '/refusal', {}),
]
