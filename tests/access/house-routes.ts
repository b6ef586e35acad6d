import { eq } from 'drizzle-orm'
import { actors } from '../../src/actors/tables.ts'
import { themes } from '../../src/network/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { queued } from '../../src/platform/jobs/queued.ts'
import type { House } from '../house.ts'
import type { Place, Town } from '../town.ts'
import { uptakeCases } from './adoption-routes.ts'
import { deskCases } from './desk-routes.ts'
import { moneyCases } from './funding-routes.ts'
import { incidentCases } from './incident-routes.ts'
import { libraryCases } from './library-routes.ts'
import { gridCases } from './qualification-routes.ts'
import { personCases } from './person-routes.ts'
import { programmeCases } from './programme-routes.ts'
import type { Outcome } from './people.ts'
import { reportCases } from './report-routes.ts'
import { sharingCases } from './sharing-routes.ts'
import { invitingCases } from './spread-routes.ts'

/** Who, of those whose rights differ when no initiative is concerned. `owner` is the person that an actor's page is about. */
export const standings = ['visitor', 'member', 'owner', 'coordinator', 'administrator'] as const
export type Standing = (typeof standings)[number]
export const placeOf: Record<Exclude<Standing, 'visitor'>, Place> = {
  member: 'member',
  owner: 'funder',
  coordinator: 'coordinator',
  administrator: 'administrator',
}

export interface HouseCase {
  route: string
  what?: string
  expected: Record<Standing, Outcome>
  ask(house: House, town: Town): Promise<{ path: string; fields?: Record<string, string> }>
}

const outcomes = (visitor: Outcome, member: Outcome, owner: Outcome, coordinator: Outcome, administrator: Outcome) => ({
  visitor,
  member,
  owner,
  coordinator,
  administrator,
})
const all = outcomes('may', 'may', 'may', 'may', 'may')
const members = outcomes('refused', 'may', 'may', 'may', 'may')
const selves = outcomes('asked to sign in', 'may', 'may', 'may', 'may')
const coordinators = outcomes('hidden', 'refused', 'refused', 'may', 'may')
const coordinatorsOnSheet = outcomes('refused', 'refused', 'refused', 'may', 'may')
const peopleReaders = outcomes('refused', 'refused', 'refused', 'may', 'may')
const peopleManagers = outcomes('refused', 'refused', 'refused', 'refused', 'may')
const administrators = outcomes('hidden', 'refused', 'refused', 'refused', 'may')
const nobody = outcomes('hidden', 'hidden', 'hidden', 'hidden', 'hidden')

const at = (
  route: string,
  expected: HouseCase['expected'],
  path: string | ((house: House, town: Town) => Promise<string> | string),
  fields?:
    | Record<string, string>
    | ((house: House, town: Town) => Promise<Record<string, string>> | Record<string, string>),
): HouseCase => ({
  route,
  expected,
  ask: async (house, town) => ({
    path: typeof path === 'string' ? path : await path(house, town),
    ...(fields ? { fields: typeof fields === 'function' ? await fields(house, town) : fields } : {}),
  }),
})

const ownActor = async ({ db }: House, town: Town) => {
  const [row] = await db.select().from(actors).where(eq(actors.id, town.funder.actorId))
  return row!
}
const actorPage = (rest: string) => async (house: House, town: Town) =>
  `/actors/${(await ownActor(house, town)).slug}${rest}`

async function theme({ db }: House): Promise<string> {
  const id = newId()
  await db.commit((tx) => [tx.insert(themes).values({ id, slug: id, fr: 'Habitat' })])
  return id
}

const memberJob = (rest: string) => async (house: House, town: Town) => {
  const id = newId()
  const requestedById = town.member.accountId
  await house.db.commit((tx) => [queued(tx, 'import.run', {}, house.now, { id, requestedById })])
  return `/jobs/${id}${rest}`
}
const noJob = outcomes('hidden', 'refused', 'refused', 'refused', 'hidden')

const actorEditors = outcomes('refused', 'refused', 'may', 'may', 'may')

/** Every other route of the house. Those with a token answer alike to everybody who does not hold it. */
export const houseCases: HouseCase[] = [
  at('GET /', all, '/'),
  at('GET /initiatives', all, '/initiatives'),
  at('GET /initiatives/new', members, '/initiatives/new'),
  at('POST /initiatives', members, '/initiatives', {
    title: 'Verger partagé',
    stage: 'emergence',
    startedOn: '2026-01-05',
    visibility: 'network',
  }),
  at('GET /initiatives/suggestions', all, '/initiatives/suggestions?title=verger'),
  at('GET /spotted', coordinators, '/spotted'),
  at('GET /spotted/new', members, '/spotted/new'),
  at('POST /spotted', members, '/spotted', { title: 'Verger vu ailleurs', source: 'Un article', consent: 'unknown' }),
  at('GET /exports/new', all, '/exports/new?theme=habitat'),
  at('GET /exports/initiatives', all, '/exports/initiatives?format=csv'),
  at('GET /me', selves, '/me'),

  at('GET /actors', all, '/actors'),
  at('GET /actors/options', all, '/actors/options?words=coop'),
  at('GET /actors/suggestions', outcomes('hidden', 'may', 'may', 'may', 'may'), '/actors/suggestions?name=coop'),
  at('GET /actors/new', outcomes('hidden', 'may', 'may', 'may', 'may'), '/actors/new'),
  at('POST /actors', members, '/actors', { name: 'Nouvelle coop', kind: 'organisation' }),
  at('GET /a/:id', all, (_house, town) => `/a/${town.funder.actorId}`),
  at('GET /actors/:slug', all, actorPage('')),
  at('GET /actors/:slug/edit', actorEditors, actorPage('/edit')),
  at('POST /actors/:slug', actorEditors, actorPage(''), async (house, town) => ({
    version: String((await ownActor(house, town)).version),
    name: 'Autre nom',
    kind: 'organisation',
    visibility: 'public',
  })),
  at('POST /actors/:slug/identifiers', actorEditors, actorPage('/identifiers'), { scheme: 'other', value: 'X-1' }),
  at(
    'POST /actors/:slug/identifiers/:id/withdrawal',
    outcomes('refused', 'refused', 'hidden', 'hidden', 'hidden'),
    actorPage('/identifiers/none/withdrawal'),
    {},
  ),
  at('POST /actors/:slug/memberships', actorEditors, actorPage('/memberships'), {
    person: 'Membre Première',
    title: '',
    since: '2026-01-01',
  }),
  at('POST /actors/:slug/memberships/:id/end', nobody, actorPage('/memberships/none/end'), { until: '2026-01-01' }),
  at('POST /actors/:slug/merge', coordinatorsOnSheet, actorPage('/merge'), async (house, town) => ({
    version: String((await ownActor(house, town)).version),
    into: 'Coop des marais',
  })),

  at('GET /settings', coordinators, '/settings'),
  at('GET /settings/network', administrators, '/settings/network'),
  at('POST /settings/network', administrators, '/settings/network', {}),
  at('GET /settings/gates', coordinators, '/settings/gates'),
  at('GET /settings/gates/:stage', coordinators, '/settings/gates/emergence'),
  at('POST /settings/gates/:stage', coordinators, '/settings/gates/emergence', { mode: 'advise' }),
  at('GET /settings/thresholds', coordinators, '/settings/thresholds'),
  at('POST /settings/thresholds', coordinators, '/settings/thresholds', {}),
  at('GET /settings/themes', coordinators, '/settings/themes'),
  at('POST /settings/themes', coordinators, '/settings/themes', { fr: 'Mobilité' }),
  at('POST /settings/themes/:id', coordinators, async (house) => `/settings/themes/${await theme(house)}`, {
    fr: 'Logis',
  }),
  at(
    'POST /settings/themes/:id/archive',
    coordinators,
    async (house) => `/settings/themes/${await theme(house)}/archive`,
    {},
  ),
  at(
    'POST /settings/themes/:id/restoration',
    coordinators,
    async (house) => `/settings/themes/${await theme(house)}/restoration`,
    {},
  ),
  at('GET /settings/territories', coordinators, '/settings/territories'),
  at('POST /settings/territories', coordinators, '/settings/territories', {
    code: 'CA',
    kind: 'country',
    name: 'Canada',
  }),
  at('GET /settings/territories/import', coordinators, '/settings/territories/import'),
  at('GET /territories/suggestions', all, '/territories/suggestions?words=laval'),
  at('GET /settings/people', peopleReaders, '/settings/people'),
  at('GET /imports', coordinators, '/imports'),
  at('GET /imports/new', coordinators, '/imports/new'),
  at('POST /settings/people/invitations', peopleReaders, '/settings/people/invitations', {
    email: 'quelqu.un@example.org',
    networkRole: 'member',
  }),
  at(
    'POST /settings/people/:id/role',
    peopleManagers,
    (_house, town) => `/settings/people/${town.member.accountId}/role`,
    {
      networkRole: 'coordinator',
      version: '1',
    },
  ),
  at(
    'POST /settings/people/:id/state',
    peopleManagers,
    (_house, town) => `/settings/people/${town.carrier.accountId}/state`,
    {
      state: 'disabled',
      version: '1',
    },
  ),

  at('GET /imports', coordinators, '/imports'),
  at('GET /imports/new', coordinators, '/imports/new'),
  // Of an import that is not: coordinators do not find it, the others are not told so.
  ...[
    'GET /imports/:id',
    'GET /imports/:id/columns',
    'GET /imports/:id/preview',
    'GET /imports/:id/progress',
    'GET /imports/:id/refused.csv',
    'GET /imports/:id/sheet',
    'GET /imports/:id/values',
    'POST /imports/:id/columns',
    'POST /imports/:id/discard',
    'POST /imports/:id/mapping',
    'POST /imports/:id/mappings',
    'POST /imports/:id/resume',
    'POST /imports/:id/run',
    'POST /imports/:id/sheet',
    'POST /imports/:id/undo',
    'POST /imports/:id/values',
  ].map((route) => {
    const path = route.replace(/^\w+ /, '').replace(':id', 'none')
    return at(
      route,
      outcomes('hidden', 'refused', 'refused', 'hidden', 'hidden'),
      path,
      route.startsWith('POST') ? {} : undefined,
    )
  }),

  at('GET /settings/archive', administrators, '/settings/archive'),
  at('POST /settings/archive', administrators, '/settings/archive', {}),
  at('GET /settings/archive/progress', administrators, '/settings/archive/progress'),
  // Of an archive that is not: tests/archive has one that is.
  ...(['GET /settings/archive/:file', 'POST /settings/archive/:file/removal'] as const).map((route) =>
    at(
      route,
      outcomes('hidden', 'refused', 'refused', 'refused', 'hidden'),
      route.replace(/^\w+ /, '').replace(':file', 'sillon-20260101T000000Z.tar.gz'),
      route.startsWith('POST') ? {} : undefined,
    ),
  ),

  // There is no demo to empty here; tests/demo empties one.
  at('GET /settings/demo', outcomes('hidden', 'refused', 'refused', 'refused', 'hidden'), '/settings/demo'),
  at('POST /settings/demo', outcomes('hidden', 'refused', 'refused', 'refused', 'hidden'), '/settings/demo', {}),

  ...incidentCases,
  at('GET /settings/operation', administrators, '/settings/operation'),
  // Of a job that is not: administrators do not find it, the others are not told so.
  at('GET /settings/operation/jobs/:id/removal', noJob, '/settings/operation/jobs/none/removal'),
  at('POST /settings/operation/jobs/:id/removal', noJob, '/settings/operation/jobs/none/removal', {}),
  at('POST /settings/operation/jobs/:id/retry', noJob, '/settings/operation/jobs/none/retry', {}),
  at('GET /jobs', selves, '/jobs'),
  // The member’s own work, which administrators see too.
  at('GET /jobs/:id', outcomes('hidden', 'may', 'hidden', 'hidden', 'may'), memberJob('')),
  at('GET /jobs/:id/progress', outcomes('hidden', 'may', 'hidden', 'hidden', 'may'), memberJob('/progress')),

  ...libraryCases,
  ...uptakeCases,
  ...invitingCases,
  ...sharingCases,
  ...programmeCases,
  ...deskCases,
  ...reportCases,
  ...moneyCases,
  ...gridCases,
  ...personCases,
  at('GET /help', all, '/help'),
  at('GET /search', all, '/search?q=atelier'),
  at('GET /help/accessibility', all, '/help/accessibility'),
  at('GET /help/source', all, '/help/source'),
  at('GET /privacy', all, '/privacy'),
  at('GET /healthz', all, '/healthz'),
  at('GET /readyz', all, '/readyz'),
  at('POST /language', all, '/language', { locale: 'en', back: '/' }),
  at('POST /theme', all, '/theme', { theme: 'dark', back: '/' }),
  at('GET /me/account', selves, '/me/account'),
  at('GET /me/privacy', selves, '/me/privacy'),
  at('GET /settings/privacy/retention', administrators, '/settings/privacy/retention'),
  at('GET /settings/privacy/retention.csv', administrators, '/settings/privacy/retention.csv'),
  at('GET /settings/privacy/retention/:kind', administrators, '/settings/privacy/retention/links'),
  at('POST /settings/privacy/retention/:kind', administrators, '/settings/privacy/retention/links', {
    days: '100',
    version: '0',
  }),
  at('GET /settings/privacy/consents', administrators, '/settings/privacy/consents'),
]

/** Routes tried in their own tests, with the reason why not here. */
export const elsewhere: Record<string, string> = {
  'GET /live': 'an answer without an end: tests/live reads it, by visitor, member, owner and coordinator',
  'GET /r/:token': 'whoever holds the link (tests/reports/sharing)',
  'GET /r/:token/file.:format': 'whoever holds the link (tests/reports/sharing)',
  'GET /d/:token': 'whoever holds the link (tests/dossiers)',
  'GET /d/:token/documents/:id': 'whoever holds the link (tests/dossiers)',
  'GET /d/:token/dossier.zip': 'whoever holds the link (tests/dossiers)',
  'GET /f/:token': 'whoever holds the link (tests/feedback)',
  'POST /f/:token': 'whoever holds the link (tests/feedback)',
  'GET /f/:token/thanks': 'whoever holds the link (tests/feedback)',
  'GET /vendor/:name': 'files of packages, the same for everybody',
  'GET /sign-in': 'signing in is for everybody',
  'GET /sign-in/sent': 'signing in is for everybody',
  'GET /sign-in/:token': 'whoever holds the link (tests/accounts)',
  'POST /sign-in/:token': 'whoever holds the link (tests/accounts)',
  'POST /sign-in/links': 'the same answer to everybody (tests/accounts)',
  'POST /session': 'signing in is for everybody (tests/accounts)',
  'POST /session/end': 'one’s own session (tests/accounts)',
  'GET /session/second-factor': 'a session that waits for its code (tests/accounts)',
  'POST /session/second-factor': 'a session that waits for its code (tests/accounts)',
  'GET /first-administrator/:token': 'whoever holds the link (tests/invitations)',
  'POST /first-administrator/:token': 'whoever holds the link (tests/invitations)',
  'GET /invitations/:token': 'whoever holds the link (tests/invitations)',
  'POST /invitations/:token': 'whoever holds the link (tests/invitations)',
  'POST /invitations/:token/decline': 'whoever holds the link (tests/invitations)',
  'POST /me/account': 'one’s own account (tests/accounts)',
  'POST /me/privacy/consents': 'one’s own consents (tests/privacy)',
  'POST /me/account/password': 'one’s own account (tests/accounts)',
  'POST /me/account/sessions/:id/end': 'one’s own sessions (tests/accounts)',
  'POST /me/account/sessions/end-others': 'one’s own sessions (tests/accounts)',
  'GET /me/second-factor': 'one’s own account (tests/accounts)',
  'GET /me/second-factor/code.svg': 'one’s own account (tests/accounts)',
  'POST /me/second-factor': 'one’s own account (tests/accounts)',
  'POST /me/second-factor/confirmation': 'one’s own account (tests/accounts)',
  'POST /me/second-factor/end': 'one’s own account (tests/accounts)',
  'POST /me/second-factor/recovery-codes': 'one’s own account (tests/accounts)',
  'POST /settings/people/invitations/:id/end': 'an invitation that stands (tests/accounts)',
  'POST /settings/people/invitations/:id/letters': 'an invitation that stands (tests/accounts)',
  'POST /imports': 'a file is sent (tests/imports)',
  'GET /metrics': 'whoever holds the token, or asks from this machine (tests/operation)',
  'POST /settings/territories/import': 'a file is sent (tests/network)',
  'GET /documents/:id/file': 'every level, by every reader (tests/documents/files-served)',
  'GET /documents/:id/preview/:n': 'every level, by every reader (tests/documents/files-served)',
  'GET /documents/:id/thumbnail': 'every level, by every reader (tests/documents/files-served)',
  'POST /uploads': 'one’s own files, by a protocol (tests/uploads)',
  'HEAD /uploads/:id': 'one’s own files, by a protocol (tests/uploads)',
  'GET /uploads/:id': 'one’s own files, by a protocol (tests/uploads)',
  'PATCH /uploads/:id': 'one’s own files, by a protocol (tests/uploads)',
  'DELETE /uploads/:id': 'one’s own files, by a protocol (tests/uploads)',
}
