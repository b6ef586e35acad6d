import type { House } from '../house.ts'
import { gathered, shelve } from '../library/shelf.ts'
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
const coordinators: Record<Standing, Outcome> = { ...everybody, visitor: 'hidden', member: 'refused', owner: 'refused' }

/** A public document in a collection of its own, which everybody sees. */
async function shelf(house: House, town: Town) {
  const { id } = await town.initiativeAt('mobilisation', { visibility: 'public' })
  const document = await shelve(house, id)
  const slug = `rayon-${document.id}`
  await gathered(house, slug, [document.id])
  return { document: document.id, slug }
}

type Shelf = Awaited<ReturnType<typeof shelf>>

const at = (
  route: string,
  expected: HouseCase['expected'],
  path: (shelf: Shelf) => string,
  fields?: (shelf: Shelf) => Record<string, string>,
): HouseCase => ({
  route,
  expected,
  async ask(house, town) {
    const known = await shelf(house, town)
    return { path: path(known), ...(fields ? { fields: fields(known) } : {}) }
  },
})

const order = () => ({ move: 'up none' })

export const libraryCases: HouseCase[] = [
  at('GET /library', everybody, () => '/library?q=cuisine&year=2024'),
  at('GET /library.atom', everybody, () => '/library.atom'),
  at('GET /library/export', everybody, () => '/library/export?format=ris'),
  at('GET /library/documents/:id', coordinators, ({ document }) => `/library/documents/${document}`),
  at(
    'POST /library/documents/:id',
    coordinators,
    ({ document }) => `/library/documents/${document}`,
    () => ({ version: '1', transferTag: 'transfer' }),
  ),
  at('GET /collections', everybody, () => '/collections'),
  at('GET /collections/new', coordinators, () => '/collections/new'),
  at(
    'POST /collections',
    coordinators,
    () => '/collections',
    () => ({ title: 'Pour commencer' }),
  ),
  at('POST /collections/order', coordinators, () => '/collections/order', order),
  at('GET /collections/:slug', everybody, ({ slug }) => `/collections/${slug}`),
  at('GET /collections/:slug/edit', coordinators, ({ slug }) => `/collections/${slug}/edit`),
  at(
    'POST /collections/:slug',
    coordinators,
    ({ slug }) => `/collections/${slug}`,
    () => ({ version: '1', title: 'Pour finir' }),
  ),
  at('POST /collections/:slug/order', coordinators, ({ slug }) => `/collections/${slug}/order`, order),
  at(
    'POST /collections/:slug/removal',
    coordinators,
    ({ slug }) => `/collections/${slug}/removal`,
    () => ({}),
  ),
  at(
    'POST /collections/:slug/documents',
    coordinators,
    ({ slug }) => `/collections/${slug}/documents`,
    ({ document }) => ({ document }),
  ),
  at(
    'POST /collections/:slug/documents/:id/removal',
    coordinators,
    ({ slug, document }) => `/collections/${slug}/documents/${document}/removal`,
    () => ({}),
  ),
]
