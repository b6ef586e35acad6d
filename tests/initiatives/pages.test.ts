import { beforeEach, describe, expect, test } from 'vitest'
import { stages, statuses } from '../../src/domain/lifecycle.ts'
import { expectedMoves } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { attestIt, moveIt, movesOf } from './forms.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})

// A key without words, or a value that nobody formatted, would be read by people.
const unsaid =
  /\b(initiatives|parts|words|errors|refusals|layout)\.[a-z_]+\.[\w.]+|\{\{|\[object|undefined|NaN|Invalid Date/
const visible = (body: string) =>
  body.replace(/<(script|meta|link|svg)[\s\S]*?>/g, '').replace(/ (href|src|hx-get|action|data-[\w-]+)="[^"]*"/g, '')

async function read(path: string, as: string | undefined) {
  for (const language of ['fr-CA', 'fr-FR', 'en']) {
    const headers = { 'Accept-Language': language }
    const { status, body } = await house.get(path, { as, headers })
    expect([path, language, status, unsaid.exec(visible(body))?.[0]]).toEqual([path, language, 200, undefined])
    expect([path, body.match(/<h1[ >]/g)?.length]).toEqual([path, 1])
    const part = await house.get(path, { as, headers, htmx: true })
    expect([path, part.status, part.body.includes('<html'), part.body.includes('<main')]).toEqual([
      path,
      200,
      false,
      true,
    ])
  }
}

const positions = stages.flatMap((stage) =>
  statuses
    .filter((status) => stage === 'appropriation' || (status !== 'sustained' && status !== 'transferred'))
    .map((status) => ({ stage, status })),
)

describe('every page says what it says in every language, whole and as a part', () => {
  test.each(positions)('the sheet and its moves at $stage, $status', async ({ stage, status }) => {
    const { slug } = await town.initiativeAt(stage, { status, visibility: 'public' })
    for (const as of [town.coordinator.accountId, town.carrier.accountId, town.taker.accountId, undefined])
      if (as || status !== 'spotted') await read(`/initiatives/${slug}`, as)
    await read(`/initiatives/${slug}/moves/new`, town.coordinator.accountId)
    for (const to of [...stages, ...statuses])
      await read(`/initiatives/${slug}/moves/new?to=${to}`, town.coordinator.accountId)
  })

  test('a sheet with a long history', async () => {
    const { slug, id } = await town.initiativeAt('emergence', { visibility: 'public' })
    await attestIt(house, slug, 'E1', town.carrier.by, { proofKind: 'figure', proof: '42 %' })
    await moveIt(house, slug, { event: 'advance', waiver: 'Essai', effectiveOn: '2026-02-01' }, town.coordinator.by)
    await moveIt(house, slug, { event: 'hold', reason: 'r', reviewOn: '2026-09-01' }, town.carrier.by)
    await moveIt(house, slug, { event: 'resume' }, town.carrier.by)
    await moveIt(house, slug, { event: 'advance', effectiveOn: '2026-09-01', reason: 'r' }, town.carrier.by)
    const page = `/initiatives/${slug}`
    for (const as of [town.coordinator.accountId, town.funder.accountId, undefined]) await read(page, as)
    const [plan] = await house.db.select().from(expectedMoves)
    expect(plan!.initiativeId).toBe(id)
    for (const path of [
      `/plans/${plan!.id}`,
      `/moves/${(await movesOf(house, slug)).at(-1)!.id}/corrections/new`,
      '/history/new',
      '/edit',
      '/attestations/new?code=M1',
      '/merge/new',
    ])
      await read(page + path, town.coordinator.accountId)
    for (const role of ['carrier', 'funder', 'support_partner', 'taker'])
      await read(`${page}/participations/new?role=${role}`, town.coordinator.accountId)
  })

  test('the board, my page, the inbox and what one begins with', async () => {
    const { slug, roles } = await town.initiativeAt('feedback', { visibility: 'public' })
    await town.initiativeAt('emergence', { status: 'spotted', title: 'Repérée', columns: { source: 'Un article' } })
    for (const path of [
      '/',
      '/?view=list',
      '/?view=table',
      '/?q=rien',
      '/?status=on_hold',
      '/initiatives/new',
      '/spotted/new',
      '/me',
    ])
      await read(path, town.carrier.accountId)
    for (const path of ['/', '/?view=table', '/?q=rien']) await read(path, undefined)
    for (const path of ['/spotted', '/me', `/initiatives/${slug}/participations/${roles.invited}`])
      await read(path, town.coordinator.accountId)
    await read('/me', town.invited.accountId)
  })
})

test('my page is for those who sign in', async () => {
  const { status, to } = await house.get('/me')
  expect([status, to]).toEqual([303, '/sign-in?then=/me'])
})

test('a visitor reads no person’s name on a sheet, nor in its history; members do', async () => {
  const { slug } = await town.initiativeAt('emergence', { visibility: 'public' })
  await moveIt(house, slug, { event: 'advance', waiver: 'Essai' }, town.coordinator.by)
  const people = [
    'Porteuse Première',
    'Porteur Second',
    'Partenaire Premier',
    'Invitée Première',
    'Partenaire Ancien',
    'Coordination Première',
  ]
  const read = async (as?: string) => {
    const { body } = await house.get(`/initiatives/${slug}`, { as })
    return people.filter((name) => body.includes(name))
  }
  expect(await read()).toEqual([])
  expect(await read(town.member.accountId)).toEqual(people.filter((name) => name !== 'Invitée Première'))
  expect(await read(town.carrier.accountId)).toEqual(expect.arrayContaining(['Invitée Première']))
  expect((await house.get(`/initiatives/${slug}`)).body).toContain('Fonds du fleuve')
})
