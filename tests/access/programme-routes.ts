import { carries, funded, organisation } from '../awards/ledger.ts'
import type { House } from '../house.ts'
import { holds } from '../programmes/holding.ts'
import type { Town } from '../town.ts'
import type { HouseCase, Standing } from './house-routes.ts'
import type { Outcome } from './people.ts'

const everybody: Record<Standing, Outcome> = {
  visitor: 'may',
  member: 'may',
  owner: 'may',
  coordinator: 'may',
  administrator: 'may',
}
const signedIn: Record<Standing, Outcome> = { ...everybody, visitor: 'hidden' }
const coordinators: Record<Standing, Outcome> = { ...everybody, visitor: 'hidden', member: 'refused', owner: 'refused' }

/** A public programme whose edition has a team, and something awarded to it. */
async function told(house: House, town: Town, visibility: 'public' | 'network' = 'public') {
  const { id, slug } = await town.initiativeAt('mobilisation', { visibility: 'public' })
  const other = await town.initiativeAt('mobilisation', { visibility: 'public' })
  const { programme, edition, enrolments } = await holds(house, [id], { visibility })
  await carries(house, await organisation(house, 'Pôle des marais'), id)
  await funded(house, { initiativeId: id, funderId: await organisation(house, 'Fondation des rives') }, [
    { status: 'confirmed', cents: 200_000, on: '2026-01-20' },
  ])
  return {
    programme: `/programmes/${programme.slug}`,
    edition: `/editions/${edition.slug}`,
    enrolment: enrolments[0]!,
    initiative: slug,
    other: other.slug,
  }
}

type Told = Awaited<ReturnType<typeof told>>

const at = (
  route: string,
  expected: HouseCase['expected'],
  path: (told: Told) => string,
  fields?: Record<string, string> | ((told: Told) => Record<string, string>),
  visibility?: 'network',
): HouseCase => ({
  route,
  ...(visibility ? { what: 'for the network' } : {}),
  expected,
  async ask(house, town) {
    const known = await told(house, town, visibility)
    return {
      path: path(known),
      ...(fields ? { fields: typeof fields === 'function' ? fields(known) : fields } : {}),
    }
  },
})

const programme = { name: 'CO-LAB', description: '', visibility: 'public' }
const edition = { name: '2e édition', theme: '', startsOn: '2026-01-10', endsOn: '', envelope: '', currency: 'CAD' }

export const programmeCases: HouseCase[] = [
  at('GET /programmes', everybody, () => '/programmes'),
  at('GET /programmes/new', coordinators, () => '/programmes/new'),
  at('POST /programmes', coordinators, () => '/programmes', programme),
  at('GET /programmes/:slug', everybody, (known) => known.programme),
  at('GET /programmes/:slug', signedIn, (known) => known.programme, undefined, 'network'),
  at('GET /programmes/:slug/edit', coordinators, (known) => `${known.programme}/edit`),
  at('POST /programmes/:slug', coordinators, (known) => known.programme, { ...programme, version: '1' }),
  at('GET /programmes/:slug/editions/new', coordinators, (known) => `${known.programme}/editions/new`),
  at('POST /programmes/:slug/editions', coordinators, (known) => `${known.programme}/editions`, edition),
  at('GET /editions/:slug', everybody, (known) => known.edition),
  at('GET /editions/:slug', signedIn, (known) => known.edition, undefined, 'network'),
  at('GET /editions/:slug/edit', coordinators, (known) => `${known.edition}/edit`),
  at('POST /editions/:slug', coordinators, (known) => known.edition, { ...edition, version: '1' }),
  at(
    'POST /editions/:slug/enrolments',
    coordinators,
    (known) => `${known.edition}/enrolments`,
    ({ other }) => ({
      initiative: other,
      since: '2026-01-15',
    }),
  ),
  at(
    'POST /editions/:slug/enrolments/:id/withdrawal',
    coordinators,
    (known) => `${known.edition}/enrolments/${known.enrolment}/withdrawal`,
    {},
  ),
  at('GET /open', everybody, () => '/open'),
  at('GET /open/360giving.json', everybody, () => '/open/360giving.json'),
  at('GET /open/scdl.csv', everybody, () => '/open/scdl.csv'),
]
