import { type Request, type Response, Router } from 'express'
import { mayTendFunding } from '../domain/permissions.ts'
import { answerKinds, frequencies } from '../domain/progress.ts'
import type { Reading } from '../initiatives/cards.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { setPlan } from './planning.ts'
import { findPlanOrRefuse, reportsOfPlan } from './queries.ts'
import { reportRoutes } from './routes-report.ts'
import { fiscalStarts, MOST_QUESTIONS, PlanInput } from './schema.ts'
import type { TemplateQuestion } from './tables.ts'

// What the catalogues call the months.
const months = fiscalStarts.map((day) => `m${day.slice(0, 2)}`)
/** How many empty lines a form has for further questions. */
const FURTHER = 3

/** When the carriers of a funded initiative report to its funder, and on what; and the reports themselves. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function showPlan(req: Request, res: Response, back?: Return) {
    const { plan, funding, initiative, funder, isOwn, capacities } = await findPlanOrRefuse(
      db,
      req.viewer,
      req.today,
      String(req.params.id),
    )
    const reading = readingOf(req, floor)
    const template = plan?.template ?? proposed(reading)
    page(res, 'progress/plan', {
      ...returned(reading, back),
      funding,
      initiative,
      funder,
      plan,
      mayTend: mayTendFunding(isOwn, capacities).allowed,
      reports: plan ? (await reportsOfPlan(db, plan.id)).map((one) => ({ ...one, href: `/progress/${one.id}` })) : [],
      questions: Array.from({ length: Math.min(MOST_QUESTIONS, template.length + FURTHER) }, (_, n) => ({
        id: '',
        asks: '',
        answeredBy: 'words',
        isRequired: false,
        ...template[n],
      })),
      frequencies,
      answerKinds,
      fiscalStarts: fiscalStarts.map((value, n) => ({ value, label: reading.t(`progress.fiscal.${months[n]!}`) })),
      today: req.today,
    })
  }

  router.get('/fundings/:id/progress', (req, res) => showPlan(req, res))
  router.post(
    '/fundings/:id/progress',
    form(showPlan, async (req, res) => {
      const id = String(req.params.id)
      // Who may not know of it is told so before what they typed is looked at.
      await findPlanOrRefuse(db, req.viewer, req.today, id)
      await setPlan(db, id, accept(PlanInput, req.body), by(req), moment(floor, req))
      redirect(res, `/fundings/${id}/progress`, 'progress.plan.done')
    }),
  )

  router.use(reportRoutes(floor))
  return router
}

/** What a plan asks until its funder says otherwise. */
function proposed({ t }: Reading): TemplateQuestion[] {
  return (['moves', 'gate', 'takers', 'documents', 'money', 'words'] as const).map((answeredBy) => ({
    id: '',
    asks: t(`progress.proposed.${answeredBy}`),
    answeredBy,
    isRequired: answeredBy === 'moves' || answeredBy === 'words',
  }))
}
