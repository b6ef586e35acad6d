import { desc, eq } from 'drizzle-orm'
import { reports } from '../../src/reports/tables.ts'
import type { House } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import type { Town } from '../town.ts'
import type { HouseCase, Standing } from './house-routes.ts'
import type { Outcome } from './people.ts'

const outcomes = (visitor: Outcome, member: Outcome, owner: Outcome, coordinator: Outcome): HouseCase['expected'] =>
  ({ visitor, member, owner, coordinator, administrator: coordinator }) satisfies Record<Standing, Outcome>
const everybody = outcomes('may', 'may', 'may', 'may')
const members = outcomes('hidden', 'may', 'may', 'may')
/** Whoever holds a role that makes reports. */
const makers = outcomes('refused', 'refused', 'may', 'may')
/** The draft of the funder’s own actor. */
const writers = outcomes('hidden', 'hidden', 'may', 'may')

/** A draft of the funder, of two texts, who holds a role on an initiative. */
async function drafted(house: House, town: Town) {
  await town.initiativeAt('mobilisation', { visibility: 'public' })
  const fields = { title: 'Bilan', template: 'quarter', sight: 'actor', fiscalStart: '04-01', once: key() }
  await house.post('/reports', { ...fields, actor: town.funder.actorId }, { as: town.funder.accountId })
  const [report] = await house.db.select().from(reports).where(eq(reports.sight, 'actor')).orderBy(desc(reports.id))
  const blocks = [{ words: 'Un' }, { words: 'Deux' }]
  const query = { ...report!.query, blocks: [...report!.query.blocks, ...blocks] }
  await house.db.commit((tx) => [tx.update(reports).set({ query }).where(eq(reports.id, report!.id))])
  return { url: `/reports/${report!.slug}`, last: String(query.blocks.length - 1), actor: town.funder.actorId }
}

/** One of the coordination, for the network, that is published. */
async function published(house: House, town: Town) {
  await town.initiativeAt('mobilisation', { visibility: 'public' })
  const as = town.coordinator.accountId
  const fields = { title: 'Bilan', template: 'quarter', sight: 'network', actor: '', fiscalStart: '04-01' }
  await house.post('/reports', { ...fields, once: key() }, { as })
  const [report] = await house.db.select().from(reports).orderBy(desc(reports.id))
  await house.post(`/reports/${report!.slug}/versions`, { version: '1', once: key() }, { as })
  return `/reports/${report!.slug}/versions/1`
}

type Draft = Awaited<ReturnType<typeof drafted>>

const at = (
  route: string,
  expected: HouseCase['expected'],
  path: (draft: Draft) => string,
  fields?: (draft: Draft) => Record<string, string>,
): HouseCase => ({
  route,
  expected,
  async ask(house, town) {
    const draft = await drafted(house, town)
    return { path: path(draft), ...(fields ? { fields: { once: key(), ...fields(draft) } } : {}) }
  },
})
const version = () => ({ version: '1' })

export const reportCases: HouseCase[] = [
  at('GET /reports', everybody, () => '/reports'),
  at('GET /reports/new', makers, () => '/reports/new'),
  at(
    'POST /reports',
    makers,
    () => '/reports',
    ({ actor }) => ({ title: 'Autre', template: 'year', sight: 'coordination', actor, fiscalStart: '04-01' }),
  ),
  at('GET /reports/:slug', writers, ({ url }) => url),
  at('GET /reports/:slug/initiatives', writers, ({ url }) => `${url}/initiatives?slice=stock`),
  at('GET /reports/:slug/edit', writers, ({ url }) => `${url}/edit`),
  at(
    'POST /reports/:slug',
    writers,
    ({ url }) => url,
    ({ actor }) => ({
      ...version(),
      title: 'Autre',
      sight: 'actor',
      actor,
      period: 'free',
      from: '2025-04-01',
      until: '2026-02-28',
      comparison: 'none',
      fiscalStart: '04-01',
      leverage: 'others_on_own',
    }),
  ),
  at('GET /reports/:slug/blocks', writers, ({ url }) => `${url}/blocks`),
  at(
    'POST /reports/:slug/blocks',
    writers,
    ({ url }) => `${url}/blocks`,
    () => ({ ...version(), block: 'words' }),
  ),
  at(
    'POST /reports/:slug/blocks/:index/position',
    writers,
    ({ url, last }) => `${url}/blocks/${last}/position`,
    () => ({ ...version(), to: '0' }),
  ),
  at('POST /reports/:slug/blocks/:index/removal', writers, ({ url }) => `${url}/blocks/0/removal`, version),
  at(
    'POST /reports/:slug/blocks/:index/words',
    writers,
    ({ url, last }) => `${url}/blocks/${last}/words`,
    () => ({ ...version(), words: 'Trois' }),
  ),
  at('GET /reports/:slug/versions/new', writers, ({ url }) => `${url}/versions/new`),
  at('POST /reports/:slug/versions', writers, ({ url }) => `${url}/versions`, version),
  at('POST /reports/:slug/archiving', writers, ({ url }) => `${url}/archiving`, version),
  {
    route: 'GET /reports/:slug/versions/:number',
    expected: members,
    ask: async (house, town) => ({ path: await published(house, town) }),
  },
  {
    route: 'GET /reports/:slug/versions/:number/initiatives',
    expected: members,
    ask: async (house, town) => ({ path: `${await published(house, town)}/initiatives?slice=stock` }),
  },
]
