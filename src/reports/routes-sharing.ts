import { type Request, type Response, Router } from 'express'
import { namesOf } from '../accounts/queries.ts'
import { stillHere } from '../actors/standing.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { tended } from './commands.ts'
import { linksTo, mayLeave, revokeReportLink, shareVersion, stateOf } from './linking.ts'
import { findDraft, versionsOf } from './queries.ts'
import { linkRoutes } from './routes-link.ts'
import { mailingRoutes } from './routes-mailings.ts'
import { LinkInput } from './schema-sharing.ts'

/** `/reports/:slug/links`: who may read a version without an account, until when, and whether they came. */
export function sharingRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock, page, url } = floor

  async function show(req: Request, res: Response, back?: Return) {
    const report = await findDraft(db, req.viewer, String(req.params.slug))
    tended(report, req.viewer)
    const [versions, links] = await Promise.all([versionsOf(db, req.viewer, report.id), linksTo(db, report.id)])
    const ids = links.map(({ link }) => link.byAccountId)
    const [names, makers] = await Promise.all([
      namesOf(db, [...new Set(ids.flatMap((id) => id ?? []))]),
      stillHere(db, ids, req.today),
    ])
    page(res, 'reports/links', {
      ...returned(readingOf(req, floor), back),
      report,
      versions: versions.filter(mayLeave),
      links: links.map(({ link, version }) => ({
        ...link,
        number: version.number,
        maker: (link.byAccountId && names.get(link.byAccountId)) || '',
        state: stateOf({ link, version, report }, clock.now(), makers),
      })),
    })
  }

  router.get('/reports/:slug/links', (req, res) => show(req, res))
  router.post(
    '/reports/:slug/links',
    form(show, async (req, res) => {
      const slug = String(req.params.slug)
      const input = accept(LinkInput, req.body)
      const token = await shareVersion(db, slug, input, by(req), moment(floor, req))
      const report = await findDraft(db, req.viewer, slug)
      page(res, 'reports/link-made', { report, address: `${url}/r/${token}`, ...input })
    }),
  )
  router.post('/reports/:slug/links/:id/revocation', async (req, res) => {
    const { slug, id } = req.params
    await revokeReportLink(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/reports/${slug}/links`, 'sharing.links.done')
  })

  router.use(mailingRoutes(floor))
  router.use(linkRoutes(floor))
  return router
}
