import { desc, eq } from 'drizzle-orm'
import { reportLinks, reportMailings, reports } from '../../src/reports/tables.ts'
import type { House } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import type { Town } from '../town.ts'
import type { HouseCase, Standing } from './house-routes.ts'
import type { Outcome } from './people.ts'

const outcomes = (member: Outcome, owner: Outcome, coordinator: Outcome): HouseCase['expected'] =>
  ({ visitor: 'hidden', member, owner, coordinator, administrator: coordinator }) satisfies Record<Standing, Outcome>
const writers = outcomes('hidden', 'may', 'may')
const coordinators = outcomes('refused', 'refused', 'may')

/** A published report of the funder for their own actor, with a link and a mailing. */
async function shared(house: House, town: Town) {
  await town.initiativeAt('mobilisation', { visibility: 'public' })
  const as = town.funder.accountId
  const actor = town.funder.actorId
  const fields = { title: 'Partage', template: 'quarter', sight: 'actor', actor, fiscalStart: '04-01', once: key() }
  await house.post('/reports', fields, { as })
  const [report] = await house.db.select().from(reports).where(eq(reports.sight, 'actor')).orderBy(desc(reports.id))
  const url = `/reports/${report!.slug}`
  await house.post(`${url}/versions`, { version: '1', once: key() }, { as })
  await house.post(`${url}/links`, { ...link(), once: key() }, { as })
  await house.post(`${url}/mailings`, { ...mailing(), once: key() }, { as })
  const [made] = await house.db.select().from(reportLinks).orderBy(desc(reportLinks.id))
  const [set] = await house.db.select().from(reportMailings).orderBy(desc(reportMailings.id))
  return { url, link: made!.id, mailing: set!.id }
}

type Shared = Awaited<ReturnType<typeof shared>>

const link = () => ({ number: '1', label: 'Fondation', days: '30' })
const mailing = () => ({ frequency: 'quarterly', nextOn: '2040-01-15', french: 'un@example.org', purpose: 'Suivi' })

const at = (
  route: string,
  expected: HouseCase['expected'],
  path: (shared: Shared) => string,
  fields?: () => Record<string, string>,
): HouseCase => ({
  route,
  expected,
  async ask(house, town) {
    const known = await shared(house, town)
    return { path: path(known), ...(fields ? { fields: { once: key(), ...fields() } } : {}) }
  },
})
const nothing = () => ({})

export const sharingCases: HouseCase[] = [
  at('GET /reports/:slug/file.:format', writers, ({ url }) => `${url}/file.xlsx`),
  at('GET /reports/:slug/versions/:number/file.:format', writers, ({ url }) => `${url}/versions/1/file.json`),
  at('GET /reports/:slug/links', writers, ({ url }) => `${url}/links`),
  at('POST /reports/:slug/links', writers, ({ url }) => `${url}/links`, link),
  at(
    'POST /reports/:slug/links/:id/revocation',
    writers,
    ({ url, link: id }) => `${url}/links/${id}/revocation`,
    nothing,
  ),
  at('GET /reports/:slug/mailings', writers, ({ url }) => `${url}/mailings`),
  at('POST /reports/:slug/mailings', writers, ({ url }) => `${url}/mailings`, mailing),
  at('POST /reports/:slug/mailings/:id/stop', writers, ({ url, mailing: id }) => `${url}/mailings/${id}/stop`, nothing),
  at('POST /reports/:slug/mailings/:id/now', writers, ({ url, mailing: id }) => `${url}/mailings/${id}/now`, nothing),
  at('GET /communications', coordinators, () => '/communications?what=report&from=2026-01-01'),
  at('GET /communications.csv', coordinators, () => '/communications.csv'),
]
