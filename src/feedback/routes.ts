import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { pilotMet } from '../pilots/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { bothOf, formShown, questionRows, typeChoices } from './forms.ts'
import { writeForm } from './inviting.ts'
import { formOf } from './queries.ts'
import { givingRoutes } from './routes-giving.ts'
import { linkRoutes } from './routes-links.ts'
import { FormInput } from './schema.ts'

/** What a pilot asks its takers, the ways to it, and what is said with an account. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function showForm(req: Request, res: Response, back?: Return) {
    const met = await pilotMet(req, floor)
    granted(may('feedback.invite', met.capacities))
    const reading = readingOf(req, floor)
    const written = await formOf(db, met.pilot.id)
    const asksMore = req.method === 'POST' && (req.body as Record<string, unknown>).act === 'more'
    page(res, 'feedback/form', {
      ...returned(reading, back),
      ...met,
      both: bothOf(back, reading),
      form: formShown(written),
      rows: questionRows(written?.questions ?? [], back?.values, asksMore),
      types: typeChoices(reading),
    })
  }
  router.get('/pilots/:id/form', (req, res) => showForm(req, res))
  router.post(
    '/pilots/:id/form',
    form(showForm, async (req, res) => {
      const values = req.body as Record<string, unknown>
      // Without a script, further questions are fields of a page that is shown anew; nothing is saved yet.
      if (values.act === 'more') return showForm(req, res, { values, issues: [] })
      const id = String(req.params.id)
      await writeForm(db, id, accept(FormInput, values), by(req), moment(floor, req))
      redirect(res, `/pilots/${id}/links`, 'feedback.form.done')
    }),
  )

  router.use(linkRoutes(floor))
  router.use(givingRoutes(floor))
  return router
}
