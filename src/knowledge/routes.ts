import { type Request, type Response, Router } from 'express'
import { knowledgeKinds } from '../domain/documents.ts'
import { may } from '../domain/permissions.ts'
import { sectors } from '../domain/roles.ts'
import { asked, metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { contribute, withdrawContribution } from './commands.ts'
import { documentsSeen, findContribution } from './queries.ts'
import { ContributionInput } from './schema.ts'
import { mayWithdraw } from './withdrawing.ts'

/** Knowledge brought to an initiative: recorded, and taken back. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function showNew(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('knowledge.record', capacities))
    page(res, 'knowledge/new', {
      ...returned(readingOf(req, floor), back),
      initiative,
      kinds: knowledgeKinds,
      kind: knowledgeKinds.find((one) => one === asked(req, 'kind')),
      sectors,
      documents: await documentsSeen(db, req.viewer, req.today, initiative.id),
      today: req.today,
    })
  }

  router.get('/initiatives/:slug/contributions/new', (req, res) => showNew(req, res))
  router.post(
    '/initiatives/:slug/contributions',
    form(showNew, async (req, res) => {
      const slug = String(req.params.slug)
      await contribute(db, slug, accept(ContributionInput, req.body), by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}#knowledge`, 'knowledge.new.done')
    }),
  )

  router.get('/initiatives/:slug/contributions/:id/withdrawal', async (req, res) => {
    const { initiative, capacities } = await metAt(req, floor)
    const contribution = await findContribution(db, initiative.id, req.params.id)
    if (!contribution) throw new NotFound()
    granted(mayWithdraw(contribution, req.viewer, capacities))
    page(res, 'knowledge/withdraw', { initiative, contribution })
  })
  router.post('/initiatives/:slug/contributions/:id/withdrawal', async (req, res) => {
    const { slug, id } = req.params
    await withdrawContribution(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}#knowledge`, 'knowledge.withdraw.done')
  })
  return router
}
