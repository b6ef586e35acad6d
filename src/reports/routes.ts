import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { behind } from '../figures/slices.ts'
import { asked, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { beginReport } from './commands.ts'
import { partOfContent } from './freezing.ts'
import { actorsReportedFor, capacitiesAnywhere, draftsFor, findDraft, publishedFor, versionsOf } from './queries.ts'
import { readersOf } from './readers.ts'
import { addressesOf, askedFor, toldFor } from './reading.ts'
import { draftRoutes } from './routes-draft.ts'
import { versionRoutes } from './routes-version.ts'
import { NewReportInput, SliceQuery, templates } from './schema.ts'
import { sightsFor } from './sight.ts'

/** Reports: those that somebody writes and those that they may read. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  router.get('/reports', async (req, res) => {
    const [drafts, published, capacities] = await Promise.all([
      draftsFor(db, req.viewer),
      publishedFor(db, req.viewer),
      capacitiesAnywhere(db, req.viewer, req.today),
    ])
    page(res, 'reports/list', { drafts, published, mayMake: may('report.make', capacities).allowed })
  })

  async function showNew(req: Request, res: Response, back?: Return) {
    granted(may('report.make', await capacitiesAnywhere(db, req.viewer, req.today)))
    const own = await actorsReportedFor(db, req.viewer)
    page(res, 'reports/new', {
      ...returned(readingOf(req, floor), back),
      templates,
      sights: sightsFor(req.viewer),
      own,
      filter: {
        stage: asked(req, 'stage'),
        status: asked(req, 'status'),
        theme: asked(req, 'theme'),
        territory: asked(req, 'territory'),
      },
    })
  }
  router.get('/reports/new', (req, res) => showNew(req, res))
  router.post(
    '/reports',
    form(showNew, async (req, res) => {
      const slug = await beginReport(db, accept(NewReportInput, req.body), by(req), moment(floor, req))
      redirect(res, `/reports/${slug}/edit`, 'reports.new.done')
    }),
  )

  router.get('/reports/:slug', async (req, res) => {
    const { slug } = req.params
    const draft = await findDraft(db, req.viewer, slug).catch((error: unknown) => {
      if (!(error instanceof NotFound)) throw error
    })
    // Whoever may not open the draft is led to what was published of it, if there is anything for them.
    if (!draft) return redirect(res, await newestPublished(req))
    const [content, versions] = await Promise.all([
      partOfContent(floor, draft, moment(floor, req), 'shown'),
      versionsOf(db, req.viewer, draft.id),
    ])
    page(res, 'reports/live', {
      report: draft,
      versions,
      readers: await readersOf(floor, readingOf(req, floor), draft),
      asked: askedFor(req, floor, content),
      told: toldFor(req, floor, content, addressesOf(slug)),
    })
  })

  router.get('/reports/:slug/initiatives', async (req, res) => {
    const draft = await findDraft(db, req.viewer, req.params.slug)
    const { slice } = accept(SliceQuery, req.query)
    const all = await partOfContent(floor, draft, moment(floor, req), { slice })
    page(res, 'reports/behind', {
      report: draft,
      back: `/reports/${draft.slug}`,
      asOf: draft.query.asOf,
      ...(await behind(db, req.viewer, req.today, slice, all)),
    })
  })

  async function newestPublished(req: Request): Promise<string> {
    const slug = String(req.params.slug)
    const version = (await publishedFor(db, req.viewer)).find((one) => one.slug === slug)
    if (!version) throw new NotFound()
    return `/reports/${slug}/versions/${version.number}`
  }

  router.use(draftRoutes(floor))
  router.use(versionRoutes(floor))
  return router
}
