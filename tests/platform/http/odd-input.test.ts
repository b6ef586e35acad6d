import { expect, test } from 'vitest'
import { someone } from '../../accounts/people-here.ts'
import { useHouse } from '../../house.ts'

const house = useHouse()

test.each(['/?territory=%00', '/initiatives/a%00b', '/a/%00', '/actors?words=a%00', '/sign-in/%00'])(
  'an address that holds a NUL is not well formed, whatever the database: %s',
  async (path) => {
    expect((await house.get(path)).status).toBe(400)
  },
)

test('neither is a form that holds one, in a value or a name, nor a form with a file', async () => {
  const as = await someone(house, 'coco@example.org', { networkRole: 'coordinator' })
  const begun = { title: 'Se\0rre', stage: 'emergence', startedOn: '2026-03-01', visibility: 'public' }
  expect((await house.post('/initiatives', begun, { as })).status).toBe(400)
  expect((await house.post('/initiatives', { 'ti\0tle': 'Serre' }, { as })).status).toBe(400)
  const body = new FormData()
  body.set('once', 'a\0')
  body.set('file', new File(['a,b'], 'a.csv'))
  const headers = { Cookie: await house.cookieOf(as), 'Sec-Fetch-Site': 'same-origin' }
  expect((await fetch(`${house.origin}/imports`, { method: 'POST', body, headers })).status).toBe(400)
})

test('a version that no column could hold is a form to load again', async () => {
  const as = await someone(house, 'marie@example.org')
  const profile = { name: 'Marie', locale: 'fr-CA', version: '2147483648' }
  expect((await house.post('/me/account', profile, { as })).status).toBe(422)
})
