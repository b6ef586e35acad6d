import { expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { newId } from '../../src/platform/id.ts'
import { accounts } from '../../src/accounts/tables.ts'

const house = useHouse()

test('smoke', async () => {
  const id = newId()
  await house.db.commit((tx) => [
    tx
      .insert(accounts)
      .values({ id, email: 'a@example.org', name: 'Porteuse', networkRole: 'coordinator', createdAt: house.now }),
  ])
  const board = await house.get('/')
  expect(board.body).toContain('<main')
  expect(board.status).toBe(200)
  const form = await house.get('/initiatives/new', { as: id })
  expect(form.status).toBe(200)
  const made = await house.post(
    '/initiatives',
    {
      title: 'Épicerie mobile',
      need: 'Trois villages',
      stage: 'emergence',
      startedOn: '2026-01-05',
      visibility: 'network',
      once: 'aaaaaaaaaaaaaaaaaaaaaa',
    },
    { as: id },
  )
  expect(made.to).toBe('/initiatives/epicerie-mobile')
  const again = await house.post(
    '/initiatives',
    {
      title: 'Épicerie mobile',
      need: 'Trois villages',
      stage: 'emergence',
      startedOn: '2026-01-05',
      visibility: 'network',
      once: 'aaaaaaaaaaaaaaaaaaaaaa',
    },
    { as: id },
  )
  expect(again.to).toContain('/i/')
  for (const path of [
    '/?view=list',
    '/?view=table',
    '/',
    '/initiatives/epicerie-mobile',
    '/initiatives/epicerie-mobile/edit',
    '/initiatives/epicerie-mobile/moves/new',
    '/initiatives/epicerie-mobile/moves/new?to=mobilisation',
    '/initiatives/epicerie-mobile/moves/new?to=discontinued',
    '/initiatives/epicerie-mobile/history/new',
    '/initiatives/epicerie-mobile/attestations/new?code=E4',
    '/initiatives/epicerie-mobile/participations/new?role=taker',
    '/initiatives/epicerie-mobile/merge/new',
    '/spotted',
    '/spotted/new',
    '/me',
    '/initiatives/suggestions?title=epicerie',
    '/actors',
    '/settings',
    '/help',
    '/me/account',
    '/settings/people',
  ]) {
    const page = await house.get(path, { as: id })
    expect([path, page.status]).toEqual([path, 200])
  }
})
