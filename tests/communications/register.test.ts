import { beforeEach, expect, test } from 'vitest'
import { communicated } from '../../src/communications/steps.ts'
import { communications } from '../../src/communications/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town
let coordinator: string
beforeEach(async () => {
  town = await settle(house)
  coordinator = town.coordinator.accountId
})
const rows = () => house.db.select().from(communications)

test('An export is entered with its filter and its purpose; asking for its head alone is not', async () => {
  await town.initiativeAt('mobilisation', { visibility: 'public' })
  const path = '/exports/initiatives?stage=mobilisation&format=csv&purpose=reporting&purposeWords=Convention'
  const headers = { Cookie: await house.cookieOf(coordinator) }
  await fetch(house.origin + path, { method: 'HEAD', headers })
  expect(await rows()).toEqual([])
  await house.get(path, { as: coordinator })
  expect(await rows()).toMatchObject([
    {
      what: 'initiatives',
      format: 'csv',
      byAccountId: coordinator,
      purpose: 'Reddition de comptes : Convention',
      holdsPersons: true,
      rows: 1,
    },
  ])
  expect((await rows())[0]!.filter).toContain('stage=mobilisation')
})

test('A dossier is entered, whoever takes it: by its page, or by a link', async () => {
  const { slug } = await town.initiativeAt('mobilisation', { visibility: 'public' })
  await house.get(`/initiatives/${slug}/dossier.zip`)
  const made = await house.post(
    `/initiatives/${slug}/dossier/links`,
    { label: 'Ministère', shows: 'public', days: '3' },
    { as: coordinator },
  )
  await house.get(/sillon\.test(\/d\/[\w-]+)/.exec(made.body)![1]! + '/dossier.zip')
  expect((await rows()).map(({ what, format, recipients }) => [what, format, recipients])).toEqual([
    ['dossier', 'zip', ''],
    ['dossier_link', 'link', 'Ministère'],
    ['dossier_link', 'zip', 'Ministère'],
  ])
})

test('The register is read by coordinators, narrowed by what and by day, and taken away as CSV', async () => {
  const left = (what: string, day: string) => (tx: Parameters<typeof communicated>[0]) => [
    communicated(tx, { accountId: coordinator }, new Date(`${day}T12:00:00Z`), {
      what,
      format: 'xlsx',
      purpose: `=${day}`,
      holdsPersons: true,
    }),
  ]
  await house.db.commit(left('report', '2026-02-01'))
  await house.db.commit(left('initiatives', '2026-02-10'))
  const page = async (query: string) => (await house.get(`/communications?${query}`, { as: coordinator })).body
  expect(await page('')).toMatch(/2026-02-10[\s\S]*2026-02-01/)
  expect(await page('what=report')).not.toContain('=2026-02-10')
  expect(await page('from=2026-02-05')).not.toContain('=2026-02-01')
  expect(await page('until=2026-02-05')).not.toContain('=2026-02-10')
  expect(await page('until=2026-01-05&from=zut')).toContain('Rien n’est sorti')
  const { body, headers } = await house.get('/communications.csv?what=report', { as: coordinator })
  expect(headers.get('Content-Type')).toContain('text/csv')
  expect(body).toContain("'=2026-02-01")
  expect(body).not.toContain('2026-02-10')
  expect((await rows()).at(-1)).toMatchObject({ what: 'communications', filter: 'what=report' })
  for (const as of [town.member.accountId, town.leadCarrier.accountId]) {
    expect((await house.get('/communications', { as })).status).toBe(403)
    expect((await house.get('/communications.csv', { as, htmx: true })).status).toBe(403)
  }
  expect((await house.get('/communications')).status).toBe(404)
})
