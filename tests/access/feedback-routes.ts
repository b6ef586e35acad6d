import type { House } from '../house.ts'
import { answered, asking, linked } from '../feedback/asking.ts'
import { piloted } from '../pilots/cycles.ts'
import type { Settled } from '../town.ts'
import type { Case } from './initiative-routes.ts'
import { carrying, coordinating, type Person } from './people.ts'

const giving: readonly Person[] = ['taker', ...coordinating]
const texts = { consentFr: 'D’accord?', consentEn: 'Agreed?' }

async function asked(house: House, { id }: Settled) {
  const pilot = await piloted(house, id, { state: 'running' })
  await asking(house, pilot)
  const { id: link } = await linked(house, pilot)
  return { base: `/pilots/${pilot}`, link: `/pilots/${pilot}/links/${link}` }
}

const at = (
  route: string,
  may: readonly Person[],
  path: (known: Awaited<ReturnType<typeof asked>>) => string,
  fields?: () => Record<string, string | string[]>,
): Case => ({
  route,
  may,
  ask: async (house, _town, one) => ({
    path: path(await asked(house, one)),
    ...(fields ? { fields: fields() as Record<string, string> } : {}),
  }),
})

/** What a pilot asks its takers, the ways to it, and what is said with an account. `/f/:token` is tried in tests/feedback. */
export const feedbackCases: Case[] = [
  at('GET /pilots/:id/form', carrying, ({ base }) => `${base}/form`),
  at(
    'POST /pilots/:id/form',
    carrying,
    ({ base }) => `${base}/form`,
    () => ({ version: '1', ...texts }),
  ),
  at('GET /pilots/:id/links', carrying, ({ base }) => `${base}/links`),
  at(
    'POST /pilots/:id/links',
    carrying,
    ({ base }) => `${base}/links`,
    () => ({ label: 'Affiche', most: '20', days: '30' }),
  ),
  at('GET /pilots/:id/links/:linkId/qr.svg', carrying, ({ link }) => `${link}/qr.svg`),
  at('GET /pilots/:id/links/:linkId/qr.png', carrying, ({ link }) => `${link}/qr.png`),
  at('GET /pilots/:id/links/:linkId/poster', carrying, ({ link }) => `${link}/poster`),
  at('GET /pilots/:id/links/:linkId/revocation', carrying, ({ link }) => `${link}/revocation`),
  at(
    'POST /pilots/:id/links/:linkId/revocation',
    carrying,
    ({ link }) => `${link}/revocation`,
    () => ({}),
  ),
  at('GET /pilots/:id/feedback/new', giving, ({ base }) => `${base}/feedback/new`),
  at(
    'POST /pilots/:id/feedback/new',
    giving,
    ({ base }) => `${base}/feedback/new`,
    () => answered(),
  ),
]
