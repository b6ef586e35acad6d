import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { findVersion, isFree, type VersionRefs } from './queries.ts'
import { VersionCorrection, VersionInput } from './schema.ts'
import { addVersion, correctVersion, removeVersion, standOf } from './versioning.ts'

/** Versions of the solution: added, corrected, and taken back as long as nothing points to them. */
export function versionRoutes(floor: Floor, refs: VersionRefs): Router {
  const router = Router()
  const { db, page } = floor

  async function tendedAt(req: Request) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('pilot.tend', capacities))
    return initiative
  }

  async function showNew(req: Request, res: Response, back?: Return) {
    const initiative = await tendedAt(req)
    page(res, 'pilots/version', { ...returned(readingOf(req, floor), back), initiative, today: req.today })
  }
  router.get('/initiatives/:slug/versions/new', (req, res) => showNew(req, res))
  router.post(
    '/initiatives/:slug/versions',
    form(showNew, async (req, res) => {
      const slug = String(req.params.slug)
      await addVersion(db, slug, accept(VersionInput, req.body), by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}#pilots`, 'pilots.version.done')
    }),
  )

  async function showEdit(req: Request, res: Response, back?: Return) {
    const initiative = await tendedAt(req)
    const version = await findVersion(db, initiative.id, String(req.params.id))
    const reading = readingOf(req, floor)
    page(res, 'pilots/version-edit', {
      ...returned(reading, back),
      both: back?.stale?.differences.map(({ field, mine, theirs }) => {
        const said = (value: string) => (field === 'since' ? reading.format.day(value) : value)
        return { label: reading.t(`pilots.version.field.${field}`), mine: said(mine), theirs: said(theirs) }
      }),
      initiative,
      one: version,
      stand: standOf(version),
      isFree: await isFree(db, version.id, refs),
      today: req.today,
    })
  }
  router.get('/initiatives/:slug/versions/:id/edit', (req, res) => showEdit(req, res))
  router.post(
    '/initiatives/:slug/versions/:id',
    form(showEdit, async (req, res) => {
      const { slug, id } = req.params as { slug: string; id: string }
      await correctVersion(db, slug, id, accept(VersionCorrection, req.body), by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}#pilots`, 'pilots.version.corrected')
    }),
  )

  router.get('/initiatives/:slug/versions/:id/withdrawal', async (req, res) => {
    const initiative = await tendedAt(req)
    const version = await findVersion(db, initiative.id, req.params.id)
    if (!(await isFree(db, version.id, refs))) throw new Refusal(409, 'version_referred_to')
    page(res, 'pilots/version-withdraw', { initiative, one: version })
  })
  router.post('/initiatives/:slug/versions/:id/withdrawal', async (req, res) => {
    const { slug, id } = req.params
    await removeVersion(db, slug, id, by(req), moment(floor, req), refs)
    redirect(res, `/initiatives/${slug}#pilots`, 'pilots.version.withdrawn')
  })
  return router
}
