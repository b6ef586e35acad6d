import type { House } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import type { Town } from '../town.ts'
import type { HouseCase, Standing } from './house-routes.ts'
import type { Outcome } from './people.ts'

const everyone: Record<Standing, Outcome> = {
  visitor: 'may',
  member: 'may',
  owner: 'may',
  coordinator: 'may',
  administrator: 'may',
}
const selves: Record<Standing, Outcome> = { ...everyone, visitor: 'asked to sign in' }
const administrators: Record<Standing, Outcome> = {
  visitor: 'hidden',
  member: 'refused',
  owner: 'refused',
  coordinator: 'refused',
  administrator: 'may',
}

const own = (route: string): HouseCase => ({
  route,
  expected: selves,
  ask: () => Promise.resolve({ path: route.split(' ')[1]! }),
})

/** About a member, whom nobody but administrators looks up. */
const ofMember = (route: string, fields?: () => Record<string, string>): HouseCase => ({
  route,
  expected: administrators,
  ask: (_house: House, town: Town) =>
    Promise.resolve({
      path: route.split(' ')[1]!.replace(':kind', 'account').replace(':id', town.taker.accountId),
      ...(fields ? { fields: fields() } : {}),
    }),
})

const people = '/settings/privacy/people'

/** What is kept of people, and its erasure. */
export const personCases: HouseCase[] = [
  own('GET /me/privacy'),
  own('GET /me/privacy/all'),
  own('GET /me/privacy.json'),
  own('GET /me/privacy/erasure'),
  {
    route: 'POST /me/privacy/erasure',
    expected: { ...everyone, visitor: 'refused' },
    // Not their address: the form comes back.
    ask: () => Promise.resolve({ path: '/me/privacy/erasure', fields: { address: 'x@example.org', once: key() } }),
  },
  { route: 'GET /goodbye', expected: everyone, ask: () => Promise.resolve({ path: '/goodbye' }) },
  ofMember(`GET ${people}`),
  ofMember(`GET ${people}/:kind/:id`),
  ofMember(`GET ${people}/:kind/:id/all`),
  ofMember(`GET ${people}/:kind/:id/data.json`),
  ofMember(`POST ${people}/:kind/:id/erasure`, () => ({ askedOn: '2026-03-01', word: 'effacer', once: key() })),
]
