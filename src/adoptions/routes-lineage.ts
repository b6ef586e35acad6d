import { Router } from 'express'
import { capacitiesOf, may } from '../domain/permissions.ts'
import { spreadOf } from '../domain/adoptions.ts'
import { metOrRedirected } from '../initiatives/reading.ts'
import type { Floor } from '../platform/http/floor.ts'
import { drawingOf } from './lineage-drawing.ts'
import { countsOf, everyone, familyOf, generationsIn } from './lineage-family.ts'
import { integratedIn, LARGEST, relativesOf } from './lineage-queries.ts'

/** The family of an initiative: what it came of, what came of it, and how far all of them spread. */
export function lineageRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  router.get('/initiatives/:slug/lineage', async (req, res) => {
    const met = await metOrRedirected(req, res, floor)
    if (!met) return
    const { viewer, today } = req
    const { initiative } = met
    const relatives = await relativesOf(db, viewer, today, initiative.id)
    const shown = relatives.slice(0, LARGEST)
    const family = familyOf(shown, initiative.id) ?? { relative: { ...initiative, places: [] }, offspring: [] }
    const all = everyone(family)
    const adopted = await integratedIn(
      db,
      viewer,
      today,
      all.map(({ id }) => id),
    )
    page(res, 'adoptions/lineage', {
      initiative,
      family,
      many: all.length,
      isCut: relatives.length > LARGEST,
      drawing: all.length > 1 ? drawingOf(family) : undefined,
      generations: generationsIn(family),
      counts: countsOf(family, initiative.id),
      spread: spreadOf(adopted),
      begin: may('initiative.start', capacitiesOf(viewer.networkRole)).allowed
        ? `/initiatives/new?parent=${initiative.slug}`
        : undefined,
    })
  })
  return router
}
