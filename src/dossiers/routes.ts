import { type Request, type Response, Router } from 'express'
import { limit, placeOf } from '../accounts/limits.ts'
import { namesOf } from '../accounts/queries.ts'
import { may } from '../domain/permissions.ts'
import { metAt, readingOf, returned } from '../initiatives/reading.ts'
import type { Met } from '../initiatives/queries.ts'
import { bytesIn } from '../operation/said.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { archiveOf } from './archiving.ts'
import { noteLeaving, revokeLink, shareDossier } from './commands.ts'
import { gathered } from './gathering.ts'
import { linksTo, stateOf, whoStillShare } from './queries.ts'
import { linkRoutes } from './routes-link.ts'
import { LinkInput } from './schema.ts'
import { sent } from './sending.ts'
import { linksShowing, type Sight } from './sight.ts'
import { told } from './telling.ts'

/** Everything of an initiative that its reader may see, to take away; and links that let others read it. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, clock, log, page, url } = floor
  // Setting a PDF costs more than a page: those who did not sign in ask for it only so often.
  const fromPlace = limit(30, 15)

  const sightAt = (req: Request, { capacities }: Met): Sight => ({ viewer: req.viewer, capacities })

  async function show(req: Request, res: Response, back?: Return) {
    const met = await metAt(req, floor)
    const reading = readingOf(req, floor)
    const mayShare = may('dossier.share', met.capacities).allowed
    const [dossier, links] = await Promise.all([
      gathered(floor, { initiative: met.initiative, sight: sightAt(req, met) }, reading),
      mayShare ? linksTo(db, met.initiative.id) : [],
    ])
    const ids = links.map(({ byAccountId }) => byAccountId)
    const [makers, sharing] = await Promise.all([
      namesOf(db, [...new Set(ids.flatMap((id) => id ?? []))]),
      links.length > 0 ? whoStillShare(db, met.initiative.id, ids, req.today) : new Set<string | null>(),
    ])
    page(res, 'dossiers/dossier', {
      ...returned(reading, back),
      initiative: met.initiative,
      told: told(dossier, reading, {
        madeFor: madeFor(met, reading),
        hrefOf: ({ id }) => `/documents/${id}`,
      }),
      size: bytesIn(
        reading.t,
        reading.format,
        dossier.papers.reduce((sum, { state, size }) => sum + (state === 'file' ? size : 0), 0),
      ),
      mayShare,
      shown: linksShowing(met.initiative.visibility),
      links: links.map((link) => ({
        ...link,
        maker: (link.byAccountId && makers.get(link.byAccountId)) || '',
        state: stateOf(link, clock.now(), sharing),
      })),
    })
  }

  router.get('/initiatives/:slug/dossier', (req, res) => show(req, res))

  router.get('/initiatives/:slug/dossier.zip', async (req, res) => {
    const met = await metAt(req, floor)
    if (!req.viewer.accountId) await fromPlace.spend(res, placeOf(req))
    const reading = readingOf(req, floor)
    const dossier = await gathered(floor, { initiative: met.initiative, sight: sightAt(req, met) }, reading, true)
    const asked = { reading, locale: req.locale, madeFor: madeFor(met, reading), at: clock.now() }
    const file = { name: `${met.initiative.slug}.zip`, type: 'application/zip' }
    const entered = async () => {
      await noteLeaving(db, req.viewer, asked.at, { slug: met.initiative.slug, as: met.capacities[0] })
      return archiveOf(floor, dossier, asked)
    }
    await sent({ req, res }, file, entered, report(req))
  })

  router.post(
    '/initiatives/:slug/dossier/links',
    form(show, async (req, res) => {
      const slug = String(req.params.slug)
      const input = accept(LinkInput, req.body)
      const token = await shareDossier(db, slug, input, by(req), moment(floor, req))
      const { initiative } = await metAt(req, floor)
      page(res, 'dossiers/link-made', { initiative, address: `${url}/d/${token}`, ...input })
    }),
  )
  router.post('/initiatives/:slug/dossier/links/:id/revocation', async (req, res) => {
    const { slug, id } = req.params
    await revokeLink(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}/dossier`, 'dossiers.links.revoked')
  })

  const report = (req: Request) => (error: unknown) => log.error({ request: req.id, err: error }, 'dossier')
  router.use(linkRoutes(floor))
  return router
}

/** « Ce que voit : équipe porteuse », on what is taken away. */
function madeFor({ capacities }: Met, { t, format, today }: ReturnType<typeof readingOf>): string {
  return t('dossiers.sheet.made_for', { capacity: t(`words.capacity.${capacities[0]!}`), day: format.day(today) })
}
