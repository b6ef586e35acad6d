import { type Request, type RequestHandler, type Response, Router } from 'express'
import { consents } from '../domain/innovation.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import { isCoordinator } from '../domain/viewer.ts'
import { territoryLabel, territoryOptions, themesInUse } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, inSight, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { spot } from './commands.ts'
import { inbox } from './inbox.ts'
import { readingOf, returned } from './reading.ts'
import { SpotInput } from './schema.ts'
import { spottedCount } from './tally.ts'
import { granted } from './writing.ts'

/** The inbox of initiatives known from outside: anybody of the network adds, coordinators triage. */
export function spottedRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  router.get('/spotted', async (req, res) => {
    if (!req.viewer.networkRole) throw new NotFound()
    granted(may('spotted.triage', capacitiesOf(req.viewer.networkRole)))
    page(res, 'initiatives/spotted', { inbox: await inbox(db, req.viewer, req.today) })
  })

  async function showNew(req: Request, res: Response, back?: Return) {
    granted(may('initiative.spot', capacitiesOf(req.viewer.networkRole)))
    const reading = readingOf(req, floor)
    const [themes, territories] = await Promise.all([themesInUse(db), territoryOptions(db)])
    page(res, 'initiatives/spot', {
      ...returned(reading, back),
      themes: themes.map(({ id, fr, en }) => ({ value: id, label: reading.language === 'en' ? (en ?? fr) : fr })),
      territoryNames: territories.map(territoryLabel),
      consents,
    })
  }

  router.get('/spotted/new', (req, res) => showNew(req, res))
  router.post(
    '/spotted',
    form(showNew, async (req, res) => {
      const input = accept(SpotInput, req.body)
      const { slug } = await spot(db, input, by(req), moment(floor, req))
      redirect(res, isCoordinator(req.viewer) ? `/initiatives/${slug}` : '/', 'initiatives.spot.done', {
        title: input.title,
      })
    }),
  )
  return router
}

/** How many spotted initiatives wait, for the coordinators' badge on every page. */
export function waiting({ db, kept }: Pick<Floor, 'db' | 'kept'>): RequestHandler {
  return inSight(async (req) =>
    isCoordinator(req.viewer) ? { spotted: await kept(req, ['spotted'], () => spottedCount(db)) } : {},
  )
}
