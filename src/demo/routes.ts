import { Router } from 'express'
import { foundingLink } from '../invitations/founding.ts'
import { reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, redirect } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { demoAtAGlance } from './queries.ts'
import { EmptyingForm } from './schema.ts'

/** Where the administrator of a demo empties it, to begin a network of their own. */
export function routes(floor: Floor): Router {
  const { db, clock, network, url } = floor
  const router = Router()

  router.use('/settings/demo', reservedFor('network.manage'), (_req, _res, next) => {
    if (!network.get().isDemo) throw new NotFound()
    next()
  })

  const show: Parameters<typeof form>[0] = async (req, res, { values, issues }) => {
    const problems = problemsIn(translate(req.locale), issues)
    floor.page(res, 'demo/empty', { values, problems, glance: await demoAtAGlance(db), name: network.get().name })
  }
  router.get('/settings/demo', (req, res) => show(req, res, { values: {}, issues: [] }))
  router.post(
    '/settings/demo',
    form(show, async (req, res) => {
      const { emptyDemo } = await import('./commands.ts')
      await emptyDemo(db, accept(EmptyingForm, req.body), by(req), clock.now())
      await network.refresh()
      const link = await foundingLink(db, url, clock.now())
      // Nobody may sign in any more: whoever emptied it founds the network, and the terminal keeps the link.
      process.stdout.write(`\n  First administrator / première administration (48 h):\n  ${link}\n\n`)
      redirect(res, new URL(link).pathname, 'demo.done.emptied')
    }),
  )
  return router
}
