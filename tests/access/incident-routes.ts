import { closeIncident, enterIncident } from '../../src/privacy/incidents-keeping.ts'
import { IncidentForm } from '../../src/privacy/incidents-schema.ts'
import type { House } from '../house.ts'
import type { Town } from '../town.ts'
import type { HouseCase } from './house-routes.ts'

const expected: HouseCase['expected'] = {
  visitor: 'hidden',
  member: 'refused',
  owner: 'refused',
  coordinator: 'refused',
  administrator: 'may',
}
const home = '/settings/privacy/incidents'

async function entered({ db, now }: House, { administrator }: Town, isClosed: boolean) {
  const input = IncidentForm.parse({
    circumstances: 'Lettre mal adressée',
    noticedOn: '2026-03-02',
    isSerious: 'false',
  })
  const when = { at: now, today: '2026-03-02' }
  const number = String(await enterIncident(db, input, administrator.by, when))
  if (isClosed) await closeIncident(db, number, 1, administrator.by, when)
  return number
}

const at = (route: string, path: string, fields?: Record<string, string>): HouseCase => ({
  route,
  expected,
  ask: async (house, town) => ({
    path: path.includes(':number')
      ? path.replace(':number', await entered(house, town, path.endsWith('/reopening')))
      : path,
    ...(fields ? { fields } : {}),
  }),
})
const get = (path: string) => at(`GET ${path}`, path)
const post = (path: string, fields: Record<string, string>) => at(`POST ${path}`, path, fields)

/** The hub of privacy and the register of incidents: for administrators alone. */
export const incidentCases: HouseCase[] = [
  get('/settings/privacy'),
  get(home),
  get(`${home}.csv`),
  get(`${home}/new`),
  post(home, {}),
  get(`${home}/:number`),
  get(`${home}/:number/edit`),
  post(`${home}/:number`, {}),
  post(`${home}/:number/closing`, { version: '1' }),
  post(`${home}/:number/reopening`, { version: '2' }),
]
