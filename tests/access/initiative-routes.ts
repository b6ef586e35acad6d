import { eq } from 'drizzle-orm'
import type { Stage, Status } from '../../src/domain/lifecycle.ts'
import { dossierLinks } from '../../src/dossiers/tables.ts'
import { attestations, expectedMoves, initiatives, moves } from '../../src/initiatives/tables.ts'
import { knowledgeContributions } from '../../src/knowledge/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'
import type { Settled, Town } from '../town.ts'
import { adjustmentCases } from './adjustment-routes.ts'
import { adoptionCases } from './adoption-routes.ts'
import { documentCases } from './document-routes.ts'
import { fundingCases } from './funding-routes.ts'
import { carrying, coordinating, everybody, type Person, signedIn } from './people.ts'
import { feedbackCases } from './feedback-routes.ts'
import { pilotCases } from './pilot-routes.ts'
import { qualificationCases } from './qualification-routes.ts'
import { saidCases } from './said-routes.ts'
import { spreadCases } from './spread-routes.ts'

/** What a request needs to be made: its path, and for a deed everything the form asks. */
export interface Asked {
  path: string
  fields?: Record<string, string>
}

export interface Case {
  route: string
  /** Which of several deeds of the route, when it has several. */
  what?: string
  /** Those who may, among those who see the initiative. The others are refused. */
  may: readonly Person[]
  /** Who meets it although the initiative is hidden from them: an invitation is seen before what it invites to. */
  even?: readonly Person[]
  at?: { stage?: Stage; status?: Status }
  ask(house: House, town: Town, one: Settled): Promise<Asked> | Asked
}

const page = (route: string, rest: string, may: readonly Person[], what?: string): Case => ({
  route,
  may,
  ...(what ? { what } : {}),
  ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}${rest}` }),
})

async function versionOf({ db }: House, { id }: Settled): Promise<string> {
  const [row] = await db.select({ version: initiatives.version }).from(initiatives).where(eq(initiatives.id, id))
  return String(row!.version)
}

const move = (event: string, may: readonly Person[], at: Case['at'], fields: Record<string, string>): Case => ({
  route: 'POST /initiatives/:slug/moves',
  what: event,
  may,
  ...(at ? { at } : {}),
  ask: async (house, _town, one) => ({
    path: `/initiatives/${one.slug}/moves`,
    fields: { version: await versionOf(house, one), event, effectiveOn: '2026-03-01', ...fields },
  }),
})

async function firstMove({ db }: House, { id }: Settled): Promise<string> {
  const [row] = await db.select({ id: moves.id }).from(moves).where(eq(moves.initiativeId, id)).orderBy(moves.sequence)
  return row!.id
}

async function plan({ db, now }: House, { id: initiativeId }: Settled): Promise<string> {
  const id = newId()
  const expected = { event: 'hold', toStage: 'feedback', toStatus: 'on_hold', expectedOn: '2026-09-01' } as const
  await db.commit((tx) => [tx.insert(expectedMoves).values({ id, initiativeId, ...expected, recordedAt: now })])
  return id
}

async function statement({ db, now }: House, { id: initiativeId }: Settled): Promise<string> {
  const id = newId()
  const said = {
    code: 'R1',
    statement: 'Fait.',
    proofKind: 'document',
    proof: 'Rapport',
    attestedOn: '2026-02-01',
  } as const
  await db.commit((tx) => [
    tx.insert(attestations).values({ id, initiativeId, ...said, capacity: 'coordinator', recordedAt: now }),
  ])
  return id
}

async function contribution({ db, now }: House, { id: initiativeId }: Settled): Promise<string> {
  const id = newId()
  const said = { kind: 'professional', brought: 'Un savoir-faire', contributedOn: '2026-02-01' } as const
  await db.commit((tx) => [
    tx.insert(knowledgeContributions).values({ id, initiativeId, ...said, capacity: 'coordinator', recordedAt: now }),
  ])
  return id
}

async function dossierLink({ db, now }: House, { id: initiativeId }: Settled): Promise<string> {
  const id = newId()
  const made = { tokenHash: id, label: 'La Fondation', shows: 'public', createdAt: now, expiresAt: now } as const
  await db.commit((tx) => [tx.insert(dossierLinks).values({ id, initiativeId, ...made })])
  return id
}

const knowing: readonly Person[] = ['supportPartner', 'taker', ...carrying]

const onLink = (
  route: string,
  rest: string,
  may: readonly Person[],
  link: 'invited' | 'supportPartner' | 'carrier',
  fields?: Record<string, string>,
): Case => ({
  route,
  may,
  even: [link],
  ask: (_house, _town, { slug, roles }) => ({
    path: `/initiatives/${slug}/participations/${roles[link]}${rest}`,
    ...(fields ? { fields } : {}),
  }),
})

const attesting = (code: string, may: readonly Person[], stage: Stage): Case[] => [
  { ...page('GET /initiatives/:slug/attestations/new', `/attestations/new?code=${code}`, may, code), at: { stage } },
  {
    route: 'POST /initiatives/:slug/attestations',
    what: code,
    may,
    at: { stage },
    ask: (_house, _town, { slug }) => ({
      path: `/initiatives/${slug}/attestations`,
      fields: { code, statement: 'Fait.', proofKind: 'document', proof: 'Rapport', attestedOn: '2026-02-01' },
    }),
  },
]

/** Every route about one initiative, and who may, of those who see it. */
export const cases: Case[] = [
  page('GET /initiatives/:slug', '', everybody),
  page('GET /initiatives/:slug/contributions/new', '/contributions/new', knowing),
  page('GET /initiatives/:slug/dossier', '/dossier', everybody),
  page('GET /initiatives/:slug/dossier.zip', '/dossier.zip', everybody),
  page('GET /initiatives/:slug/edit', '/edit', carrying),
  page('GET /initiatives/:slug/history/new', '/history/new', carrying),
  page('GET /initiatives/:slug/merge/new', '/merge/new', coordinating),
  page('GET /initiatives/:slug/counting', '/counting', coordinating),
  {
    route: 'POST /initiatives/:slug/counting',
    may: coordinating,
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}/counting`,
      fields: { version: await versionOf(house, one), counts: 'no', reason: 'Un essai.' },
    }),
  },
  page('GET /initiatives/:slug/moves/new', '/moves/new', everybody, 'which move'),
  page('GET /initiatives/:slug/moves/new', '/moves/new?to=appropriation', carrying, 'advance'),
  page('GET /initiatives/:slug/moves/new', '/moves/new?to=emergence', carrying, 'send_back'),
  page('GET /initiatives/:slug/participations/new', '/participations/new', carrying),
  ...attesting('E4', ['supportPartner', ...carrying], 'emergence'),
  ...attesting('R5', ['supportPartner', 'taker', ...carrying], 'feedback'),
  {
    route: 'POST /initiatives/:slug',
    may: carrying,
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}`,
      fields: { version: await versionOf(house, one), title: 'Autre titre', visibility: 'network' },
    }),
  },
  {
    route: 'POST /initiatives/:slug/history',
    may: carrying,
    at: { stage: 'emergence' },
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}/history`,
      fields: { version: await versionOf(house, one), stage: 'mobilisation', since: '2025-01-05', reason: 'Archives' },
    }),
  },
  {
    route: 'POST /initiatives/:slug/merge',
    may: coordinating,
    ask: async (house, town, one) => ({
      path: `/initiatives/${one.slug}/merge`,
      fields: { version: await versionOf(house, one), into: town.otherSlug, reason: 'La même' },
    }),
  },
  move('advance', carrying, { stage: 'feedback' }, {}),
  move('send_back', carrying, { stage: 'feedback' }, { to: 'emergence', reason: 'À revoir' }),
  move('skip', coordinating, { stage: 'emergence' }, { to: 'feedback', reason: 'Déjà testée' }),
  move('hold', carrying, undefined, { reason: 'Pause', reviewOn: '2026-09-01' }),
  move('resume', carrying, { status: 'on_hold' }, {}),
  move('discontinue', carrying, undefined, { endingKind: 'stopped', reason: 'Fin', lessons: 'Appris' }),
  move('reopen', coordinating, { status: 'discontinued' }, { reason: 'Reprise' }),
  move('claim', coordinating, { status: 'spotted' }, { consent: 'on' }),
  move('sustain', carrying, { stage: 'appropriation' }, {}),
  move('transfer', carrying, { stage: 'appropriation' }, { organisation: 'Coop des marais' }),
  ...(['GET', 'POST'] as const).map(
    (method): Case => ({
      route: `${method} /initiatives/:slug/moves/:id/corrections${method === 'GET' ? '/new' : ''}`,
      may: carrying,
      ask: async (house, _town, one) => ({
        path: `/initiatives/${one.slug}/moves/${await firstMove(house, one)}/corrections${method === 'GET' ? '/new' : ''}`,
        ...(method === 'POST'
          ? { fields: { version: await versionOf(house, one), effectiveOn: '2020-01-05', reason: 'Erreur' } }
          : {}),
      }),
    }),
  ),
  {
    route: 'GET /initiatives/:slug/plans/:id',
    may: carrying,
    ask: async (house, _town, one) => ({ path: `/initiatives/${one.slug}/plans/${await plan(house, one)}` }),
  },
  {
    route: 'POST /initiatives/:slug/plans/:id/withdrawal',
    may: carrying,
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}/plans/${await plan(house, one)}/withdrawal`,
      fields: {},
    }),
  },
  {
    route: 'GET /initiatives/:slug/attestations/:id/withdrawal',
    may: carrying,
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}/attestations/${await statement(house, one)}/withdrawal`,
    }),
  },
  {
    route: 'POST /initiatives/:slug/attestations/:id/withdrawal',
    may: carrying,
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}/attestations/${await statement(house, one)}/withdrawal`,
      fields: {},
    }),
  },
  {
    route: 'POST /initiatives/:slug/contributions',
    may: knowing,
    ask: (_house, _town, { slug }) => ({
      path: `/initiatives/${slug}/contributions`,
      fields: { kind: 'scientific', actor: 'Une équipe', brought: 'Une étude', contributedOn: '2026-02-01' },
    }),
  },
  {
    route: 'GET /initiatives/:slug/contributions/:id/withdrawal',
    may: carrying,
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}/contributions/${await contribution(house, one)}/withdrawal`,
    }),
  },
  {
    route: 'POST /initiatives/:slug/contributions/:id/withdrawal',
    may: carrying,
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}/contributions/${await contribution(house, one)}/withdrawal`,
      fields: {},
    }),
  },
  {
    route: 'POST /initiatives/:slug/dossier/links',
    may: carrying,
    ask: (_house, _town, { slug }) => ({
      path: `/initiatives/${slug}/dossier/links`,
      fields: { label: 'La Fondation', shows: 'team', days: '30' },
    }),
  },
  {
    route: 'POST /initiatives/:slug/dossier/links/:id/revocation',
    may: carrying,
    ask: async (house, _town, one) => ({
      path: `/initiatives/${one.slug}/dossier/links/${await dossierLink(house, one)}/revocation`,
      fields: {},
    }),
  },
  {
    route: 'POST /initiatives/:slug/participations',
    may: carrying,
    ask: (_house, _town, { slug }) => ({
      path: `/initiatives/${slug}/participations`,
      fields: { role: 'funder', actor: 'Caisse du quai', since: '2026-02-01' },
    }),
  },
  onLink('GET /initiatives/:slug/participations/:id', '', signedIn, 'invited'),
  onLink('POST /initiatives/:slug/participations/:id/answer', '/answer', ['invited', ...coordinating], 'invited', {
    answer: 'declined',
  }),
  onLink('POST /initiatives/:slug/participations/:id/end', '/end', ['supportPartner', ...carrying], 'supportPartner', {
    until: '2026-02-28',
  }),
  {
    route: 'POST /initiatives/:slug/participations/:id/withdrawal',
    may: carrying,
    ask: (_house, _town, { slug, roles }) => ({
      path: `/initiatives/${slug}/participations/${roles.invited}/withdrawal`,
      fields: {},
    }),
  },
  onLink('POST /initiatives/:slug/participations/:id/lead', '/lead', carrying, 'carrier', {}),
  {
    route: 'GET /i/:id',
    may: everybody,
    ask: (_house, _town, { id }) => ({ path: `/i/${id}` }),
  },
  ...documentCases,
  ...fundingCases,
  ...adjustmentCases,
  ...saidCases,
  ...pilotCases,
  ...adoptionCases,
  ...qualificationCases,
  ...feedbackCases,
  ...spreadCases,
]
