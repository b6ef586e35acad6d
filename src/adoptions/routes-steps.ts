import { type Request, type Response, Router } from 'express'
import { adoptionStatuses, statusesOf } from '../domain/adoptions.ts'
import { asked, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { evidenceAmong } from './evidence.ts'
import { findAdoption, stepsOf } from './queries.ts'
import { StepInput } from './schema.ts'
import { addStep } from './stepping.ts'
import { mayTendAdoption } from './taker.ts'
import { lineOf } from './telling.ts'

/** What became of an adoption: steps are added and corrected, never edited. */
export function stepRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function tended(req: Request) {
    const found = await findAdoption(db, req.viewer, req.today, String(req.params.id))
    granted(mayTendAdoption(found.isOwn, found.capacities))
    return found
  }

  async function showStep(req: Request, res: Response, back?: Return) {
    const found = await tended(req)
    const { adoption, initiative } = found
    const [documents, steps] = await Promise.all([
      evidenceAmong(db, req.viewer, req.today, initiative.id),
      stepsOf(db, adoption.id),
    ])
    const wrong = req.params.step ? steps.find(({ id }) => id === req.params.step) : undefined
    if (req.params.step && !wrong) throw new NotFound()
    page(res, 'adoptions/step', {
      ...returned(readingOf(req, floor), back),
      url: `/adoptions/${adoption.id}`,
      initiative,
      line: lineOf(found),
      wrong,
      documents: wrong ? withOwn(documents, wrong.documentId) : documents,
      statuses: statusesOf(adoption.takerKind),
      status: wrong?.status ?? adoptionStatuses.find((one) => one === asked(req, 'status')) ?? adoption.status,
      today: req.today,
    })
  }

  router.get('/adoptions/:id/steps/new', (req, res) => showStep(req, res))
  router.post(
    '/adoptions/:id/steps',
    form(showStep, async (req, res) => {
      const { adoption } = await tended(req)
      await addStep(db, adoption.id, accept(StepInput, req.body), by(req), moment(floor, req))
      redirect(res, `/adoptions/${adoption.id}`, 'adoptions.step.done')
    }),
  )

  router.get('/adoptions/:id/steps/:step/correction', (req, res) => showStep(req, res))
  router.post(
    '/adoptions/:id/steps/:step/correction',
    form(showStep, async (req, res) => {
      const { adoption } = await tended(req)
      const input = accept(StepInput, req.body)
      await addStep(db, adoption.id, input, by(req), moment(floor, req), String(req.params.step))
      redirect(res, `/adoptions/${adoption.id}`, 'adoptions.step.corrected')
    }),
  )
  return router
}

// A document that the reader may no longer see is kept by a correction, without its title.
function withOwn(documents: { id: string; title: string }[], id: string | null) {
  return id === null || documents.some((one) => one.id === id) ? documents : [...documents, { id, title: '…' }]
}
