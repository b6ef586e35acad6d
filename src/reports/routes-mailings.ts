import { type Request, type Response, Router } from 'express'
import { readingOf, returned } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { tended } from './commands.ts'
import { mayLeave } from './linking.ts'
import { mailingsOf, sendingsOf, sendNow, setMailing, stopMailing } from './mailings.ts'
import { findDraft } from './queries.ts'
import { frequencies, MailingInput } from './schema-sharing.ts'

/** `/reports/:slug/mailings`: to whom a report is sent by itself, and when. */
export function mailingRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor
  const slugIn = (req: Request) => String(req.params.slug)

  async function show(req: Request, res: Response, back?: Return) {
    const report = await findDraft(db, req.viewer, slugIn(req))
    tended(report, req.viewer)
    const [mailings, sendings] = await Promise.all([mailingsOf(db, report.id), sendingsOf(db, report.id)])
    const byMailing = Map.groupBy(sendings, ({ mailingId }) => mailingId)
    page(res, 'reports/mailings', {
      ...returned(readingOf(req, floor), back),
      report,
      mayLeave: mayLeave(report),
      frequencies,
      mailings: mailings.map((mailing) => ({ ...mailing, sendings: byMailing.get(mailing.id) ?? [] })),
    })
  }

  router.get('/reports/:slug/mailings', (req, res) => show(req, res))
  router.post(
    '/reports/:slug/mailings',
    form(show, async (req, res) => {
      await setMailing(db, slugIn(req), accept(MailingInput, req.body), by(req), moment(floor, req))
      redirect(res, `/reports/${slugIn(req)}/mailings`, 'sharing.mailing.set')
    }),
  )
  router.post('/reports/:slug/mailings/:id/stop', async (req, res) => {
    const { slug, id } = req.params
    await stopMailing(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/reports/${slug}/mailings`, 'sharing.mailing.stopped')
  })
  router.post('/reports/:slug/mailings/:id/now', async (req, res) => {
    const { slug, id } = req.params
    const isQueued = await sendNow(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/reports/${slug}/mailings`, isQueued ? 'sharing.mailing.leaving' : 'sharing.mailing.left_today')
  })
  return router
}
