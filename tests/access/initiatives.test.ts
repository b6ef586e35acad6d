import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { initiatives } from '../../src/initiatives/tables.ts'
import { type House, useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { type Case, cases } from './initiative-routes.ts'
import {
  everybody,
  type Level,
  levels,
  outcomeOf,
  type Outcome,
  type Person,
  readers,
  team,
  visibilityOf,
} from './people.ts'

const house = useHouse()

describe.each(cases.map((one) => ({ ...one, name: [one.route, one.what].filter(Boolean).join(', ') })))(
  '$name',
  (one) => {
    test.each(levels)('is open to those who may and see, at level %s', async (level) => {
      const town = await settle(house)
      const [met, expected] = [{} as Record<Person, Outcome>, {} as Record<Person, Outcome>]
      for (const person of everybody) {
        expected[person] = expectation(one, level, person)
        met[person] = await outcome(house, town, one, level, person)
      }
      expect(met).toEqual(expected)
    })
  },
)

function expectation({ may, even = [], route }: Case, level: Level, person: Person): Outcome {
  // A role that waits for its answer is between whoever was asked and the team.
  if (route === 'GET /initiatives/:slug/participations/:id' && !team.includes(person) && !even.includes(person))
    return 'hidden'
  if (!readers[level].includes(person) && !even.includes(person)) return 'hidden'
  return may.includes(person) ? 'may' : 'refused'
}

/** The deed is tried for real, on an initiative of its own; what was refused or hidden changed nothing. */
async function outcome(house: House, town: Town, one: Case, level: Level, person: Person): Promise<Outcome> {
  const settled = await town.initiativeAt(one.at?.stage ?? 'feedback', {
    ...one.at,
    visibility: visibilityOf(level),
    namedRoles: level === 'restricted to funders too' ? ['funder'] : [],
  })
  const { path, fields } = await one.ask(house, town, settled)
  const before = await rowOf(house, settled.id)
  const visit = person === 'visitor' ? {} : { as: town[person].accountId }
  const answer = fields ? await house.post(path, fields, visit) : await house.get(path, visit)
  const result = outcomeOf(answer)
  if (result !== 'may') {
    expect(await rowOf(house, settled.id)).toEqual(before)
    if (result === 'hidden') expect(answer.body).not.toContain('Épicerie solidaire mobile')
    const fragment = fields
      ? await house.post(path, fields, { ...visit, htmx: true })
      : await house.get(path, { ...visit, htmx: true })
    expect(outcomeOf(fragment)).toBe(result)
  }
  return result
}

async function rowOf({ db }: House, id: string) {
  const [row] = await db.select().from(initiatives).where(eq(initiatives.id, id))
  return row
}
