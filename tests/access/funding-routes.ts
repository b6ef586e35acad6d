import { asked, edition, entry, type Funded, funded } from '../funding/ledger.ts'
import type { HouseCase, Standing } from './house-routes.ts'
import type { Case } from './initiative-routes.ts'
import { carrying, coordinating, everybody, type Outcome, type Person } from './people.ts'

const asking: readonly Person[] = ['funder', ...carrying]
const funding: readonly Person[] = ['funder', ...coordinating]

const onFunding = (
  route: string,
  may: readonly Person[],
  rest: (one: Funded) => string,
  fields?: Record<string, string>,
): Case => ({
  route,
  may,
  ask: async (house, town, { id }) => {
    const one = await funded(house, { subject: { initiativeId: id }, funderId: town.funder.actorId })
    return { path: `/fundings/${one.id}${rest(one)}`, ...(fields ? { fields } : {}) }
  },
})

/** Every route about the money of an initiative. The one that is asked about is known to whoever sees the initiative. */
export const fundingCases: Case[] = [
  {
    route: 'GET /initiatives/:slug/fundings/new',
    may: asking,
    ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}/fundings/new` }),
  },
  {
    route: 'POST /initiatives/:slug/fundings',
    may: asking,
    ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}/fundings`, fields: asked() }),
  },
  onFunding('GET /fundings/:id', everybody, () => ''),
  onFunding('GET /fundings/:id/edit', funding, () => '/edit'),
  onFunding('POST /fundings/:id', funding, () => '', { version: '1', purpose: 'Mise en marche', visibility: 'public' }),
  onFunding('GET /fundings/:id/rows/new', asking, () => '/rows/new'),
  onFunding('POST /fundings/:id/rows', asking, () => '/rows', entry()),
  onFunding('GET /fundings/:id/rows/:row/amendment', asking, ({ rows }) => `/rows/${rows[0]}/amendment`),
  onFunding('POST /fundings/:id/rows/:row/amendment', asking, ({ rows }) => `/rows/${rows[0]}/amendment`, {
    amount: '-500',
    effectiveOn: '2026-02-20',
    reason: 'Moins de villages',
  }),
  onFunding('GET /fundings/:id/rows/:row/correction', asking, ({ rows }) => `/rows/${rows[0]}/correction`),
  onFunding('POST /fundings/:id/rows/:row/correction', asking, ({ rows }) => `/rows/${rows[0]}/correction`, {
    amount: '500',
    effectiveOn: '2026-02-20',
    reason: 'Mal lu',
  }),
  onFunding('GET /fundings/:id/instalments/new', funding, () => '/instalments/new'),
  onFunding('POST /fundings/:id/instalments', funding, () => '/instalments', { dueOn: '2026-05-01', amount: '500' }),
  onFunding(
    'POST /fundings/:id/instalments/:instalment/withdrawal',
    funding,
    ({ instalment }) => `/instalments/${instalment}/withdrawal`,
    {},
  ),
]

const coordinators: Record<Standing, Outcome> = {
  visitor: 'hidden',
  member: 'refused',
  owner: 'refused',
  coordinator: 'may',
  administrator: 'may',
}

/** Money where no initiative is concerned: that of editions, and rates. */
export const moneyCases: HouseCase[] = [
  {
    route: 'GET /editions/:slug/fundings/new',
    expected: coordinators,
    ask: async (house) => ({ path: `/editions/${(await edition(house)).slug}/fundings/new` }),
  },
  {
    route: 'POST /editions/:slug/fundings',
    expected: coordinators,
    ask: async (house) => ({ path: `/editions/${(await edition(house)).slug}/fundings`, fields: asked() }),
  },
  { route: 'GET /settings/rates', expected: coordinators, ask: () => Promise.resolve({ path: '/settings/rates' }) },
  {
    route: 'POST /settings/rates',
    expected: coordinators,
    ask: () =>
      Promise.resolve({
        path: '/settings/rates',
        fields: { from: 'EUR', to: 'CAD', rate: '1,4682', effectiveOn: '2026-02-27', source: 'Banque du Canada' },
      }),
  },
]
