import { decided } from '../adjustments/decided.ts'
import { heard, tested } from '../feedback/said.ts'
import type { House } from '../house.ts'
import type { Settled } from '../town.ts'
import type { Case } from './initiative-routes.ts'
import { carrying, everybody, type Person } from './people.ts'

const entering: readonly Person[] = ['supportPartner', ...carrying]

const sheet = { takerKind: 'beneficiary', givenOn: '2026-03-01', consent: 'on', adequacy: '3' }

/** A pilot with a sheet of paper that was typed in by somebody else, and an adjustment that answers it. */
export async function spoken(house: House, { id }: Settled) {
  const pilot = await tested(house, id)
  const [said] = await heard(house, pilot, [{ way: 'paper', toChange: 'Plus tard', enteredById: 'somebody' }])
  return { pilot, said: said!, adjustment: await decided(house, id, [said!]) }
}

const at = (
  route: string,
  may: readonly Person[],
  path: (known: Awaited<ReturnType<typeof spoken>>) => string,
  fields?: Record<string, string>,
): Case => ({
  route,
  may,
  ask: async (house, _town, one) => ({ path: path(await spoken(house, one)), ...(fields ? { fields } : {}) }),
})

/** What was said on paper, and what was said at all. */
export const saidCases: Case[] = [
  at('GET /pilots/:id/feedback', everybody, ({ pilot }) => `/pilots/${pilot}/feedback`),
  at('GET /pilots/:id/feedback.csv', everybody, ({ pilot }) => `/pilots/${pilot}/feedback.csv`),
  at('GET /pilots/:id/feedback-words.csv', entering, ({ pilot }) => `/pilots/${pilot}/feedback-words.csv`),
  at('GET /pilots/:id/sheet', entering, ({ pilot }) => `/pilots/${pilot}/sheet`),
  at('GET /pilots/:id/paper', entering, ({ pilot }) => `/pilots/${pilot}/paper`),
  at('POST /pilots/:id/paper', entering, ({ pilot }) => `/pilots/${pilot}/paper`, sheet),
  at(
    'GET /pilots/:id/paper/:feedback/withdrawal',
    carrying,
    ({ pilot, said }) => `/pilots/${pilot}/paper/${said}/withdrawal`,
  ),
  at(
    'POST /pilots/:id/paper/:feedback/withdrawal',
    carrying,
    ({ pilot, said }) => `/pilots/${pilot}/paper/${said}/withdrawal`,
    { reason: 'Mauvaise feuille' },
  ),
]
