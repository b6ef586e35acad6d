import { type Request, type Response, Router } from 'express'
import { limit, placeOf } from '../accounts/limits.ts'
import { asked } from '../initiatives/reading.ts'
import type { Floor } from '../platform/http/floor.ts'
import type { Outgoing } from './about.ts'
import { handOver } from './handing.ts'
import { draftOutgoing, versionOutgoing } from './outgoing.ts'
import { findDraft, findVersion } from './queries.ts'

/** `/reports/:slug/file.xlsx`, `/reports/:slug/versions/1/file.pdf` …: what a page shows, to take away. */
export function fileRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock } = floor
  // Setting a PDF costs more than a page: those who did not sign in ask for it only so often.
  const fromPlace = limit(60, 15)

  async function handed(req: Request, res: Response, outgoing: Outgoing, filter: string) {
    if (!req.viewer.accountId) await fromPlace.spend(res, placeOf(req))
    const format = String(req.params.format)
    await handOver(db, { req, res, at: clock.now() }, outgoing, { format, table: asked(req, 'table'), filter })
  }

  router.get('/reports/:slug/file.:format', async (req, res) => {
    const report = await findDraft(db, req.viewer, req.params.slug)
    await handed(req, res, await draftOutgoing(floor, req, report), `report=${report.slug}`)
  })
  router.get('/reports/:slug/versions/:number/file.:format', async (req, res) => {
    const { slug, number } = req.params
    const { report, version } = await findVersion(db, req.viewer, slug, Number(number) || 0)
    const filter = `report=${report.slug}&version=${version.number}`
    await handed(req, res, await versionOutgoing(floor, req, report, version), filter)
  })
  return router
}
