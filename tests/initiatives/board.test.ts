import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Stage, type Status, stages } from '../../src/domain/lifecycle.ts'
import type { Maturity } from '../../src/domain/innovation.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { titleKey, titleKeyOf } from '../../src/initiatives/title-order.ts'
import { territoriesAdded, territoryRow, themeAdded } from '../../src/network/steps.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Town } from '../town.ts'
import { addRole, titlesOn } from './forms.ts'

const house = useHouse()
let town: Town

interface Known {
  title: string
  stage: Stage
  status: Status
  visibility: Visibility
  theme: 'faim' | 'route' | undefined
  place: string | undefined
  team: boolean
  maturity: Maturity | null
  since: string
}
const pick = <T>(list: readonly T[], n: number) => list[n % list.length]!
/** Thirty initiatives that differ in everything that a filter is about. */
const known = Array.from({ length: 30 }, (_, n): Known => {
  const status = pick(['active', 'active', 'active', 'on_hold', 'discontinued', 'sustained'] as const, n)
  return {
    title: `${pick(['Épicerie', 'Frigo', 'Œuvre', 'Café'], n)} no ${n + 10}`,
    stage: status === 'sustained' ? 'appropriation' : pick(stages, n >> 1),
    status,
    visibility: pick(['public', 'network', 'team', 'restricted', 'public'] as const, n),
    theme: pick(['faim', undefined, 'route'] as const, n),
    place: pick(['sherbrooke', undefined, 'quartier', 'rimouski'] as const, n),
    team: n % 3 !== 1,
    maturity: pick(['emerging', null, 'spreading'] as const, n >> 2),
    since: pick(['2026-02-20', '2025-01-01', '2020-01-01', '2025-09-01'], n),
  }
})

beforeEach(async () => {
  town = await settle(house)
  const estrie = territoryRow({ id: 'estrie', code: 'QC-05', kind: 'region', name: 'Estrie' }, undefined)
  const sherbrooke = territoryRow({ id: 'sherbrooke', code: '43027', kind: 'municipality', name: 'Sherbrooke' }, estrie)
  const quartier = territoryRow({ id: 'quartier', code: '43027-1', kind: 'quartier', name: 'Ascot' }, sherbrooke)
  const bas = territoryRow({ id: 'bas', code: 'QC-01', kind: 'region', name: 'Bas-Saint-Laurent' }, undefined)
  const rimouski = territoryRow({ id: 'rimouski', code: '10043', kind: 'municipality', name: 'Rimouski' }, bas)
  await house.db.commit((tx) => [
    themeAdded(tx, { id: 'faim', slug: 'faim', fr: 'Faim' }),
    themeAdded(tx, { id: 'route', slug: 'route', fr: 'Route' }),
    territoriesAdded(tx, [estrie, sherbrooke, quartier, bas, rimouski]),
  ])
  for (const { theme, place, maturity, ...one } of known)
    await town.initiativeAt(one.stage, {
      ...one,
      themes: theme ? [theme] : [],
      territories: place ? [place] : [],
      columns: { maturity },
    })
})

const sees = (who: Place | undefined, one: Known): boolean => {
  if (who === 'coordinator' || one.visibility === 'public') return true
  if (who === undefined) return false
  if (one.visibility === 'network') return true
  return one.team && (who === 'carrier' || (who === 'funder' && one.visibility === 'team'))
}
const isOld = ({ stage, since }: Known, limits: Record<Stage, number>) =>
  (Date.parse('2026-03-02') - Date.parse(since)) / 86_400_000 > limits[stage]
const late = { emergence: 150, mobilisation: 450, feedback: 650, appropriation: 250 }
const stuck = { emergence: 450, mobilisation: 1200, feedback: 1500, appropriation: 900 }

const filters: [string, (one: Known) => boolean][] = [
  ['', () => true],
  ['theme=faim', ({ theme }) => theme === 'faim'],
  ['territory=QC-05', ({ place }) => place === 'sherbrooke' || place === 'quartier'],
  ['territory=43027-1', ({ place }) => place === 'quartier'],
  ['territory=QC-01', ({ place }) => place === 'rimouski'],
  ['role=taker', ({ team }) => team],
  ['role=funder&held=missing', ({ team }) => !team],
  ['maturity=spreading', ({ maturity }) => maturity === 'spreading'],
  ['age=late', (one) => isOld(one, late)],
  ['age=stuck', (one) => isOld(one, stuck)],
  ['q=epicerie', ({ title }) => title.startsWith('Épicerie')],
  ['q=ÉPICERIE', ({ title }) => title.startsWith('Épicerie')],
  ['q=oeuvre', ({ title }) => title.startsWith('Œuvre')],
  ['q=caf', ({ title }) => title.startsWith('Café')],
  ['q=afé', () => false],
  ['q=no+caf', ({ title }) => title.startsWith('Café')],
  ['q=%25', () => true],
  ['q=rimouski', ({ place }) => place === 'rimouski'],
  ['q=zzz', () => false],
  [
    'theme=faim&territory=QC-05&role=taker',
    ({ theme, place, team }) => theme === 'faim' && team && (place === 'sherbrooke' || place === 'quartier'),
  ],
]

async function countsOn(query: string, who: Place | undefined) {
  const { body } = await house.get(`/?${query}`, { as: who && town[who].accountId })
  return stages.map((stage) => Number(new RegExp(`id="count-${stage}">(\\d+)`).exec(body)?.[1] ?? 0))
}
async function listOn(query: string, who: Place | undefined) {
  const { body } = await house.get(`/?view=list&${query}`, { as: who && town[who].accountId })
  return titlesOn(body).toSorted()
}

describe.each([undefined, 'member', 'funder', 'carrier', 'coordinator'] as const)('for %s', (who) => {
  // The town's own initiative is restricted: a coordinator meets it too.
  const mine = (test: (one: Known) => boolean, status: Status = 'active') =>
    known.filter((one) => one.status === status && sees(who, one) && test(one))

  test('counts are those of the lists, for every filter', async () => {
    for (const [query, test] of filters) {
      const expected = mine(test)
      const [counts, list] = await Promise.all([countsOn(query, who), listOn(query, who)])
      const others = list.filter((title) => title === 'Atelier de vélos').length
      expect([query, list.filter((title) => title !== 'Atelier de vélos')]).toEqual([
        query,
        expected.map(({ title }) => title).toSorted(),
      ])
      if (query === 'q=zzz' || query === 'q=afé') continue
      const byStage = stages.map((stage) => expected.filter((one) => one.stage === stage).length)
      byStage[0]! += others
      expect([query, counts]).toEqual([query, byStage])
    }
  })

  test.each(['on_hold', 'discontinued', 'sustained'] as const)(
    'those %s are beside the board, with their counts',
    async (status) => {
      const expected = mine(() => true, status).map(({ title }) => title)
      expect(await listOn(`status=${status}`, who)).toEqual(expected.toSorted())
      const { body } = await house.get('/', { as: who && town[who].accountId })
      const strip = new RegExp(`href="/\\?status=${status}">(\\d+)`).exec(body)?.[1]
      expect(Number(strip ?? 0)).toBe(expected.length)
      const there = await house.get(`/?status=${status}`, { as: who && town[who].accountId })
      expect(there.body).not.toMatch(/(parts|initiatives|words)\.\w+\.\w+/)
    },
  )

  test('the table and the list show the same', async () => {
    const { body } = await house.get('/?view=table&q=frigo', { as: who && town[who].accountId })
    expect(titlesOn(body).toSorted()).toEqual(await listOn('q=frigo', who))
  })
})

test('mine are those where I, or whom I speak for, hold a role today', async () => {
  const expected = known.filter((one) => one.status === 'active' && one.team && sees('funder', one))
  expect(await listOn('who=mine', 'funder')).toEqual(expected.map(({ title }) => title).toSorted())
  expect(await listOn('who=mine', 'invited')).toEqual([])
  expect(await listOn('who=mine', 'formerPartner')).toEqual([])
  expect(await listOn('who=mine', undefined)).toEqual([])
})

test('by title, accents stand where a French reader looks for them: in the whole list, in what a filter leaves, and page by page', async () => {
  const ordered = async (query: string) =>
    titlesOn((await house.get(`/?view=list&sort=title&${query}`, { as: town.member.accountId })).body)
  const expected = known
    .filter((one) => one.status === 'active' && sees('member', one))
    .map(({ title }) => title)
    .toSorted(new Intl.Collator('fr').compare)
  expect(await ordered('')).toEqual(expected)
  expect(await ordered('maturity=emerging')).toEqual(
    expected.filter((title) => known.some((one) => one.title === title && one.maturity === 'emerging')),
  )
  const after = `Épicerie no 1~${'0'.repeat(8)}`
  const further = await ordered(`after=${encodeURIComponent(after.replace('É', 'e').toLowerCase())}`)
  expect(further).toEqual(expected.filter((title) => !title.startsWith('Café')))
})

test.each([
  ['Éclairage', 'eclairage'],
  ['Cœur à ŒUVRE', 'coeur a oeuvre'],
  ['« Été » 2024', '« ete » 2024'],
  ['Žluť', 'Žluť'],
])('%s is put in order by %s, here and in the database', async (title, key) => {
  const { slug } = await town.initiativeAt('emergence', { title, visibility: 'public' })
  const [row] = await house.db
    .select({ key: titleKeyOf(initiatives.title) })
    .from(initiatives)
    .where(eq(initiatives.slug, slug))
  expect([titleKey(title), row?.key]).toEqual([key, key])
})

test('actors are words to search by, persons only for those who signed in', async () => {
  const { slug } = await town.initiativeAt('emergence', {
    title: 'Sans titre parlant',
    visibility: 'public',
    team: false,
  })
  await addRole(house, slug, { role: 'carrier', actor: 'Membre Première', acceptFor: 'on' }, town.coordinator.by)
  expect(await listOn('q=premiere', 'member')).toContain('Sans titre parlant')
  expect(await listOn('q=premiere', undefined)).not.toContain('Sans titre parlant')
})

test('persons are named to those who signed in; visitors read that the role is held', async () => {
  for (const view of ['board', 'list', 'table']) {
    const [there, here] = await Promise.all([
      house.get(`/?view=${view}`),
      house.get(`/?view=${view}`, { as: town.member.accountId }),
    ])
    expect(here.body).toContain('Porteuse Première')
    for (const name of ['Porteuse Première', 'Porteur Second', 'Partenaire Premier', 'Bailleresse Première'])
      expect(there.body).not.toContain(name)
  }
})

test.each([
  'status=nothing',
  'stage=x',
  'sort=x',
  'after=x',
  'after=~',
  'after=%2B275760-09-13T00:00:00.000Z~x',
  'after=0000-01-01T00:00:00.000Z~x',
  'theme=inconnu',
  'territory=%25',
  'view=x',
  'q='.padEnd(400, 'a'),
])('an old or odd address still opens: %s', async (query) => {
  for (const view of ['', '&view=list', '&view=table'])
    expect((await house.get(`/?${query}${view}`, { as: town.member.accountId })).status).toBe(200)
})
