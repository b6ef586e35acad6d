import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actorAdded, membershipBegun } from '../src/actors/steps.ts'
import { attached } from '../src/documents/steps.ts'
import { imports } from '../src/imports/tables.ts'
import {
  attestations,
  existingSolutions,
  expectedMoves,
  initiativeLinks,
  initiatives,
  moves,
  participations,
} from '../src/initiatives/tables.ts'
import { indicatorValues } from '../src/pilots/tables.ts'
import { territories } from '../src/network/tables.ts'
import { newId } from '../src/platform/id.ts'
import { editions, enrolments, programmes } from '../src/programmes/tables.ts'
import { adopted } from './adoptions/adopted.ts'
import type { Writer } from '../src/platform/db/database.ts'
import { originals } from '../src/qualification/originals.ts'
import { gridKept } from '../src/qualification/steps.ts'
import { gridAssessments, gridDecisions, gridRemarks } from '../src/qualification/tables.ts'
import { inviting } from './adoptions/inviting.ts'
import { funded } from './awards/ledger.ts'
import { decided } from './adjustments/decided.ts'
import { formed, heard } from './feedback/said.ts'
import { useHouse } from './house.ts'
import { measuring, piloted, versioned } from './pilots/cycles.ts'
import { reportOn } from './reports/made.ts'
import { statementsDuring } from './statements.ts'
import { type Place, type Settled, settle, type Town } from './town.ts'

// Queries: no page asks the database more often because it shows more rows.
const house = useHouse()
const [FEW, MANY] = [3, 30]
let town: Town
let shown: Settled
let made: number
let [pilot, indicator, adjustment, firstSaid] = ['', '', '', '']
let report: Awaited<ReturnType<typeof reportOn>>

beforeEach(async () => {
  town = await settle(house)
  shown = await town.initiativeAt('mobilisation', { title: 'Initiative montrée', visibility: 'public' })
  await inviting(house, town, shown)
  made = 0
  await grown(FEW)
  report = await reportOn(house, town)
})

/** More of everything: initiatives on the board and spotted, actors, imports, and all that one initiative holds. */
async function grown(upTo: number) {
  for (; made < upTo; made++) {
    const { id } = await town.initiativeAt('mobilisation', {
      title: `Jardin de quartier ${made}`,
      visibility: 'public',
    })
    await held(id, made)
    await house.db.commit((tx) => [tx.update(initiatives).set({ parentId: shown.id }).where(eq(initiatives.id, id))])
    await town.initiativeAt('emergence', { title: `Jardin du village ${made}`, status: 'spotted' })
    await oneMore(shown.id, made)
    await testedOnceMore(shown.id, made)
  }
}

/** One more edition of the programme, one more team in the first, and more money for it. */
async function held(initiativeId: string, n: number) {
  const { now: createdAt, db } = house
  const id = `edition-${n}`
  await db.commit((tx) => [
    ...(n === 0
      ? [
          tx
            .insert(programmes)
            .values({ id: 'programme', slug: 'programme', name: 'CO-LAB', visibility: 'public', createdAt }),
        ]
      : []),
    tx
      .insert(editions)
      .values({ id, programmeId: 'programme', slug: id, name: `Édition ${n}`, startsOn: '2026-01-01', createdAt }),
    tx.insert(enrolments).values({ id: newId(), editionId: 'edition-0', initiativeId, since: '2026-01-01', createdAt }),
    tx
      .insert(enrolments)
      .values({ id: newId(), editionId: id, initiativeId: shown.id, since: '2026-01-01', createdAt }),
  ])
  const money = { initiativeId, funderId: town.funder.actorId }
  await funded(house, money, [{ status: 'disbursed', cents: 100 + n, on: '2026-02-01' }])
}

/** One more pilot, one more indicator that the first pilot measures, and one more value of the first indicator. */
async function testedOnceMore(initiativeId: string, n: number) {
  const tested = await versioned(house, initiativeId, n + 1)
  const id = await piloted(house, initiativeId, { number: n + 1, solutionVersionId: tested })
  if (n === 0) {
    pilot = id
    await formed(house, pilot)
  }
  const toChange = `Partir plus tard que ${n}`
  const { accountId: enteredById } = town.carrier
  const said = await heard(house, pilot, [{ way: 'paper', enteredById, toChange, actorId: town.taker.actorId }], n + 1)
  const answer = { what: `Un départ ${n}`, state: 'refused', reason: 'Trop tard' } as const
  adjustment = await decided(house, initiativeId, [...said, ...(n === 0 ? [] : [firstSaid])], answer)
  if (n === 0) firstSaid = said[0]!
  const one = await measuring(house, initiativeId, { pilotId: pilot, values: [{ kind: 'result', value: '3' }] })
  if (n === 0) indicator = one.id
  const value = { indicatorId: indicator, kind: 'result', value: '3', effectiveOn: '2026-02-02', pilotId: id } as const
  await house.db.commit((tx) => [
    tx.insert(indicatorValues).values({ ...value, id: newId(), capacity: 'carrier', recordedAt: house.now }),
  ])
}

async function oneMore(initiativeId: string, n: number) {
  const [actorId, at] = [newId(), house.now]
  const { accountId } = town.coordinator
  const [documentId, versionId] = [newId(), newId()]
  const place = { initiativeId, position: n }
  const passage = { fromStage: 'mobilisation', toStage: 'mobilisation', recordedAt: at, provenance: 'entered' } as const
  const [on, since] = ['2026-02-01', '2024-01-01']
  await house.db.commit((tx) => [
    actorAdded(tx, { id: actorId, slug: `groupe-${n}`, kind: 'organisation', name: `Groupe ${n}` }, at),
    membershipBegun(tx, { personId: town.member.personId, organisationId: actorId, since }),
    tx.insert(participations).values({
      id: newId(),
      initiativeId,
      actorId,
      role: 'support_partner',
      state: 'accepted',
      since,
      createdAt: at,
    }),
    tx.insert(existingSolutions).values({ id: newId(), ...place, name: `Solution ${n}`, limitation: 'Trop loin.' }),
    tx.insert(initiativeLinks).values({ id: newId(), ...place, label: `Lien ${n}`, url: 'https://example.org/' }),
    tx.insert(attestations).values({
      id: newId(),
      initiativeId,
      code: 'M1',
      statement: `Énoncé ${n}`,
      proofKind: 'document',
      proof: 'Un document',
      attestedOn: on,
      byAccountId: accountId,
      capacity: 'coordinator',
      recordedAt: at,
    }),
    ...attached(
      tx,
      {
        id: documentId,
        initiativeId,
        kind: 'minutes',
        title: `Compte rendu ${n}`,
        visibility: 'public',
        byAccountId: accountId,
        forActorId: actorId,
        capacity: 'coordinator',
        searchText: '',
        stage: 'mobilisation',
      },
      { versionId, contents: { url: 'https://example.org/' }, themeIds: [] },
      at,
    ),
    tx.insert(attestations).values({
      id: newId(),
      initiativeId,
      code: 'M4',
      statement: `Plan ${n}`,
      proofKind: 'document',
      proof: 'Un document',
      documentVersionId: versionId,
      attestedOn: on,
      capacity: 'coordinator',
      recordedAt: at,
    }),
    ...qualifiedBy(tx, initiativeId, `personne-${n}`, n),
    tx.insert(moves).values(
      (['hold', 'resume'] as const).map((event, half) => ({
        ...passage,
        id: newId(),
        initiativeId,
        event,
        fromStatus: half === 0 ? ('active' as const) : ('on_hold' as const),
        toStatus: half === 0 ? ('on_hold' as const) : ('active' as const),
        effectiveOn: on,
        sequence: 100 + 2 * n + half,
        byAccountId: accountId,
      })),
    ),
    tx.insert(expectedMoves).values({
      id: newId(),
      initiativeId,
      event: 'advance',
      toStage: 'feedback',
      toStatus: 'active',
      expectedOn: on,
      recordedAt: at,
    }),
    tx.insert(imports).values({
      id: newId(),
      fileName: `fichier-${n}.csv`,
      file: `fichier-${n}`,
      state: 'done',
      plan: {},
      counts: {},
      byAccountId: accountId,
      createdAt: at,
    }),
    tx.insert(territories).values({
      id: `region-${n}`,
      code: `R-${n}`,
      kind: 'region',
      name: `Région ${n}`,
      path: `/R-${n}/`,
      searchText: '',
    }),
  ])
  const adoption = { initiativeId, takerId: actorId, territoryId: `region-${n}`, reason: 'Le coût' }
  await adopted(house, adoption)
  await adopted(house, { ...adoption, status: 'considered' })
  await adopted(house, { ...adoption, takerId: null, takerName: `École ${n}`, isConfirmed: false })
}

/** One more person who assessed it and said so, and one more decision. */
function qualifiedBy(tx: Writer, initiativeId: string, byAccountId: string, n: number) {
  const [grid] = originals
  const on = { initiativeId, gridId: grid!.id, capacity: 'coordinator', byAccountId } as const
  const scores = { novelty: { score: 2, words: 'Du neuf' } } as const
  return [
    gridKept(tx, grid!, house.now),
    tx.insert(gridAssessments).values({ ...on, id: newId(), scores, isSubmitted: true, changedAt: house.now }),
    tx.insert(gridRemarks).values({ ...on, id: newId(), words: `Mot ${n}`, writtenAt: house.now }),
    tx.insert(gridDecisions).values({
      ...on,
      id: newId(),
      outcome: 'granted',
      reason: 'Oui.',
      decidedOn: '2026-02-01',
      isPublic: true,
      summary: { assessed: 1, means: { novelty: 2 } },
      recordedAt: house.now,
    }),
  ]
}

describe('a page asks the database as often however much it shows:', () => {
  const pages: [string, () => string, Place | undefined][] = [
    ['reports', () => '/reports', 'coordinator'],
    ['a draft of a report', () => report.url, 'coordinator'],
    ['a published report', () => report.version, 'member'],
    ['what is behind a figure', () => `${report.url}/initiatives?slice=stock`, 'coordinator'],
    ['the board of a member', () => '/', 'member'],
    ['the board of a carrier', () => '/', 'leadCarrier'],
    ['the board of a visitor', () => '/', undefined],
    ['the board of a coordinator, searched', () => '/?q=jardin', 'coordinator'],
    ['the list', () => '/?view=list', 'member'],
    ['the table', () => '/?view=table', 'coordinator'],
    ['a search', () => '/search?q=jardin', 'member'],
    ['an initiative, to its carrier', () => `/initiatives/${shown.slug}`, 'leadCarrier'],
    ['an initiative, to a member', () => `/initiatives/${shown.slug}`, 'member'],
    ['the grids by which it is qualified', () => `/initiatives/${shown.slug}/qualification`, 'coordinator'],
    ['what people find of it', () => `/initiatives/${shown.slug}/qualification/rqis`, 'coordinator'],
    ['what was decided of it', () => `/initiatives/${shown.slug}/qualification/rqis`, 'leadCarrier'],
    ['the documents of an initiative', () => `/initiatives/${shown.slug}/documents`, 'taker'],
    ['a pilot', () => `/pilots/${pilot}`, 'leadCarrier'],
    ['what was said in a pilot', () => `/pilots/${pilot}/feedback`, 'leadCarrier'],
    ['typing from paper', () => `/pilots/${pilot}/paper`, 'supportPartner'],
    ['deciding an adjustment', () => `/initiatives/${shown.slug}/adjustments/new`, 'carrier'],
    ['an adjustment', () => `/adjustments/${adjustment}`, 'carrier'],
    ['the page of somebody who was answered', () => '/me', 'taker'],
    ['an indicator', () => `/indicators/${indicator}`, 'taker'],
    ['the adoptions of an initiative, to its carrier', () => `/initiatives/${shown.slug}/adoptions`, 'leadCarrier'],
    ['the adoptions of an initiative, to a member', () => `/initiatives/${shown.slug}/adoptions`, 'member'],
    ['the page that invites to adopt', () => `/initiatives/${shown.slug}/adopt`, 'leadCarrier'],
    ['the family of an initiative', () => `/initiatives/${shown.slug}/lineage`, 'member'],
    ['the map of uptake', () => '/uptake?region=R-0', 'member'],
    ['a programme', () => '/programmes/programme', 'coordinator'],
    ['the programmes', () => '/programmes', undefined],
    ['an edition', () => '/editions/edition-0', 'member'],
    ['an actor with roles', () => '/actors/coop-des-marais', 'coordinator'],
    ['an actor with memberships', () => '/actors/membre-premiere', 'coordinator'],
    ['the list of actors', () => '/actors', 'member'],
    ['my page', () => '/me', 'leadCarrier'],
    ['the inbox of spotted initiatives', () => '/spotted', 'coordinator'],
    ['the list of imports', () => '/imports', 'coordinator'],
  ]

  test.each(pages)('%s', async (_name, path, who) => {
    const as = who && town[who].accountId
    const ask = async () => {
      const { status, body } = await house.get(path(), { as })
      expect(status).toBe(200)
      return body.length
    }
    const shortLength = await ask()
    const few = await fewestOf(ask)
    await grown(MANY)
    const longLength = await ask()
    const many = await fewestOf(ask)
    expect(longLength).toBeGreaterThan(shortLength)
    expect(few).toBeGreaterThan(0)
    expect(many).toBe(few)
  })
})

// Of three: now and then the house asks by itself whether the journal grew.
async function fewestOf(ask: () => Promise<unknown>): Promise<number> {
  const counts: number[] = []
  for (let n = 0; n < 3; n++) counts.push(await statementsDuring(house.db, ask))
  return Math.min(...counts)
}
