import { eq } from 'drizzle-orm'
import { progressReports } from '../../src/progress/tables.ts'
import { reportQuestions } from '../../src/reports/tables.ts'
import type { House } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import { reporting } from '../progress/agreed.ts'
import { published } from '../reports/published.ts'
import type { Town } from '../town.ts'
import type { HouseCase, Standing } from './house-routes.ts'
import type { Outcome } from './people.ts'

// `owner` acts for the funder. Carriers, who write, are tried in tests/progress.
const funders: Record<Standing, Outcome> = {
  visitor: 'hidden',
  member: 'hidden',
  owner: 'may',
  coordinator: 'may',
  administrator: 'may',
}
const carriers: Record<Standing, Outcome> = { ...funders, owner: 'refused' }
const sitting: Record<Standing, Outcome> = { ...funders, visitor: 'asked to sign in', member: 'refused' }

type Fields = Record<string, string>

const plan: Fields = {
  version: '1',
  frequency: 'yearly',
  startsOn: '2025-10-01',
  delayDays: '30',
  fiscalStart: '04-01',
  'asks-0': 'Quoi de neuf ?',
  'answeredBy-0': 'words',
}

const agreed = async (house: House, town: Town) =>
  reporting(house, town, await town.initiativeAt('feedback', { visibility: 'public' }))

/** A report that a carrier has sent, and that was asked about if that is wanted. */
async function sent(house: House, town: Town, isAsked: boolean) {
  const made = await agreed(house, town)
  const url = `/progress/${made.reportId}`
  const answers = { [`answer-${made.questions[0]!}`]: 'Trois villages' }
  await house.post(`${url}/submission`, { version: '1', once: key(), ...answers }, { as: town.carrier.accountId })
  const question = { version: '2', once: key(), question: 'Lesquels ?' }
  if (isAsked) await house.post(`${url}/questions`, question, { as: town.funder.accountId })
  return made
}

const onReport = (
  deed: string,
  expected: HouseCase['expected'],
  make: (house: House, town: Town) => Promise<{ reportId: string }>,
  fields: Fields,
): HouseCase => ({
  route: `POST /progress/:id/${deed}`,
  expected,
  async ask(house, town) {
    const { reportId } = await make(house, town)
    const [row] = await house.db.select().from(progressReports).where(eq(progressReports.id, reportId))
    return { path: `/progress/${reportId}/${deed}`, fields: { version: String(row!.version), once: key(), ...fields } }
  },
})

const forFunder = (house: House, town: Town) =>
  published(house, town.coordinator, { sight: 'actor', actorId: town.funder.actorId })

async function questioned(house: House, town: Town): Promise<string> {
  const slug = await forFunder(house, town)
  const fields = { version: '1', words: 'Pourquoi ?', once: key() }
  await house.post(`/reports/${slug}/questions`, fields, { as: town.funder.accountId })
  return (await house.db.select().from(reportQuestions)).at(-1)!.id
}

export const deskCases: HouseCase[] = [
  {
    route: 'GET /fundings/:id/progress',
    expected: funders,
    ask: async (house, town) => ({ path: `/fundings/${(await agreed(house, town)).fundingId}/progress` }),
  },
  {
    route: 'POST /fundings/:id/progress',
    expected: funders,
    ask: async (house, town) => ({
      path: `/fundings/${(await agreed(house, town)).fundingId}/progress`,
      fields: { ...plan, once: key() },
    }),
  },
  {
    route: 'GET /progress/:id',
    expected: funders,
    ask: async (house, town) => ({ path: `/progress/${(await agreed(house, town)).reportId}` }),
  },
  onReport('draft', carriers, agreed, {}),
  onReport('submission', carriers, agreed, {}),
  onReport('questions', funders, (house, town) => sent(house, town, false), { question: 'Quand ?' }),
  onReport('answers', carriers, (house, town) => sent(house, town, true), { reply: 'En mai' }),
  onReport('acceptance', funders, (house, town) => sent(house, town, false), {}),
  onReport('skip', funders, agreed, { reason: 'Convenu' }),
  {
    route: 'GET /reports/:slug/versions/:number/readings',
    expected: funders,
    ask: async (house, town) => ({ path: `/reports/${await forFunder(house, town)}/versions/1/readings` }),
  },
  {
    route: 'POST /reports/:slug/versions/:number/readings',
    expected: funders,
    ask: async (house, town) => ({
      path: `/reports/${await forFunder(house, town)}/versions/1/readings`,
      fields: { kind: 'acknowledged', once: key() },
    }),
  },
  {
    route: 'GET /reports/:slug/questions/new',
    expected: funders,
    ask: async (house, town) => ({ path: `/reports/${await forFunder(house, town)}/questions/new?version=1` }),
  },
  {
    route: 'POST /reports/:slug/questions',
    expected: funders,
    ask: async (house, town) => ({
      path: `/reports/${await forFunder(house, town)}/questions`,
      fields: { version: '1', words: 'Pourquoi ?', once: key() },
    }),
  },
  {
    route: 'GET /questions/:id',
    expected: funders,
    ask: async (house, town) => ({ path: `/questions/${await questioned(house, town)}` }),
  },
  {
    route: 'POST /questions/:id/answers',
    expected: carriers,
    ask: async (house, town) => ({
      path: `/questions/${await questioned(house, town)}/answers`,
      fields: { words: 'Parce que.', once: key() },
    }),
  },
  {
    route: 'GET /desk',
    expected: sitting,
    async ask(house, town) {
      await agreed(house, town)
      return { path: '/desk' }
    },
  },
  {
    route: 'POST /desk/seen',
    expected: { ...sitting, visitor: 'refused' },
    async ask(house, town) {
      await agreed(house, town)
      return { path: '/desk/seen', fields: { until: house.now.toISOString(), once: key() } }
    },
  },
]
