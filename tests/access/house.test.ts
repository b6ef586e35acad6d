import { type IncomingMessage, request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { pino } from 'pino'
import { createApp } from '../../src/app.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { elsewhere, houseCases, placeOf, standings, type Standing } from './house-routes.ts'
import { cases } from './initiative-routes.ts'
import { everybody, levels, outcomeOf, type Outcome, readers, visibilityOf } from './people.ts'
import { routesOf } from './route-table.ts'

const logs: string[] = []
const house = useHouse(undefined, { logs })

async function routes() {
  const base = { db: house.db, clock: { now: () => house.now }, storage: {} as never, log: pino({ level: 'silent' }) }
  const app = await createApp(
    { ...base, url: 'http://sillon.test', secure: false, stopping: new AbortController().signal, dataFolder: root },
    root,
  )
  return routesOf(app)
}

test('every route of the house has its entry here, and every entry its route', async () => {
  const entered = [...cases, ...houseCases].map(({ route }) => route).concat(Object.keys(elsewhere))
  expect([...new Set(entered)].sort()).toEqual(await routes())
})

test('no address that lets in whoever holds it is written to the log', async () => {
  const secret = 'aB3dEfGhIjKlMnOpQrStUvWxYz012345'
  const doors = (await routes()).filter((route) => route.includes(':token'))
  expect(doors.length).toBeGreaterThan(10)
  for (const door of doors) {
    const [method, pattern] = door.split(' ') as [string, string]
    const path = pattern.replace(':token', secret).replace(':format', 'pdf').replace(':id', 'x')
    await (await fetch(`${house.origin}${path}`, { method, redirect: 'manual' })).text()
  }
  const told = () => logs.filter((line) => line.includes('/…')).length
  await expect.poll(told).toBeGreaterThanOrEqual(doors.length)
  // A request may name its whole address, which is found by its path.
  const { statusCode } = await new Promise<IncomingMessage>((answered) =>
    request(house.origin, { path: `http://sillon.test/sign-in/${secret}` }, answered).end(),
  )
  expect(statusCode).toBe(404)
  await expect.poll(told).toBeGreaterThan(doors.length)
  expect(logs.filter((line) => line.includes(secret))).toEqual([])
})

describe.each(houseCases)('$route', (one) => {
  test('is open to those who may', async () => {
    const town = await settle(house)
    const met = {} as Record<Standing, Outcome>
    for (const standing of standings) {
      const visit = standing === 'visitor' ? {} : { as: town[placeOf[standing]].accountId }
      const { path, fields } = await one.ask(house, town)
      met[standing] = outcomeOf(fields ? await house.post(path, fields, visit) : await house.get(path, visit))
    }
    expect(met).toEqual(one.expected)
  })
})

test('lists, counts, searches, suggestions and fragments hold what each person sees, and nothing else', async () => {
  const town = await settle(house)
  for (const level of levels) {
    await town.initiativeAt('feedback', {
      title: `Verger ${level}`,
      visibility: visibilityOf(level),
      namedRoles: level === 'restricted to funders too' ? ['funder'] : [],
    })
  }
  const doors = ['/?q=verger', '/?q=verger&view=list', '/?q=verger&view=table', '/initiatives/suggestions?title=verger']
  for (const person of everybody) {
    const visit = person === 'visitor' ? {} : { as: town[person].accountId }
    const seen = levels.filter((level) => readers[level].includes(person))
    for (const door of doors) {
      for (const htmx of [false, true]) {
        const { body } = await house.get(door, { ...visit, htmx })
        const shown = levels.filter((level) => new RegExp(`Verger ${level}[<"]`).test(body))
        // Suggestions are the five nearest titles: what is shown is among what is seen.
        if (door.includes('suggestions')) expect(seen).toEqual(expect.arrayContaining(shown))
        else expect({ person, door, shown }).toEqual({ person, door, shown: seen })
        if (door === '/?q=verger') expect(body).toMatch(new RegExp(`id="count-feedback">${seen.length}<`))
      }
    }
    const nonsense = await house.get('/?q=zzzz', visit)
    const hidden = await house.get('/?q=verger&role=funder&held=missing', visit)
    expect(strip(hidden.body)).toBe(strip(nonsense.body.replaceAll('zzzz', 'verger')))
  }
})

// What differs between two pages without a single initiative: the search itself and the keys of forms.
const strip = (body: string) =>
  body
    .replace(/name="once" value="[^"]+"/g, '')
    .replace(/[?&;](amp;)?(q|role|held)=[^"&]*/g, '')
    .replace(/ (selected|open|aria-current="true")/g, '')
