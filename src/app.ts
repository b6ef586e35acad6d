import cookieParser from 'cookie-parser'
import express, { type Express } from 'express'
import { signedIn } from './accounts/session.ts'
import { replayed } from './activity/replayed.ts'
import { actsFor } from './actors/queries.ts'
import { deskInSight } from './desk/routes.ts'
import { waiting } from './initiatives/routes-spotted.ts'
import { openLive } from './live/hub.ts'
import { routes as live } from './live/routes.ts'
import { networkNow } from './network/now.ts'
import type { Handed } from './operation/handed.ts'
import { newMeter } from './operation/meter.ts'
import { metrics } from './operation/metrics.ts'
import { routes as operation } from './operation/routes.ts'
import { sizesOf } from './operation/sizes.ts'
import { untoldIncidents } from './privacy/handed-up.ts'
import { assets } from './platform/http/assets.ts'
import { compressed } from './platform/http/compressed.ts'
import { errors, notFound } from './platform/http/errors.ts'
import type { Floor } from './platform/http/floor.ts'
import { health } from './platform/http/health.ts'
import { withoutNul } from './platform/http/nul.ts'
import { keptWhileUnwritten } from './platform/http/kept.ts'
import { keptRows, mainParts } from './platform/http/main-parts.ts'
import { pages } from './platform/http/pages.ts'
import { requests } from './platform/http/requests.ts'
import { headers, sameSite } from './platform/http/security.ts'
import { prepareSecret } from './platform/sealing.ts'
import { surroundings } from './platform/http/surroundings.ts'
import { rooms } from './rooms.ts'

/** The column that every request goes down. `root` is the folder that holds views, public and node_modules; views are read again on each page while they are being written. `handed` is what the house watches of itself. */
export async function createApp(
  base: Omit<Floor, 'page' | 'main' | 'kept' | 'part' | 'network'>,
  root: string,
  rereadsViews = false,
  handed: Handed = {},
): Promise<Express> {
  prepareSecret(base)
  const network = await networkNow(base.db)
  const view = pages(root, network.get, rereadsViews)
  const keep = keptWhileUnwritten(base.db, rereadsViews ? 0 : undefined)
  const floor: Floor = {
    ...base,
    network,
    page: (res, name, data = {}) => view.render(res.req, res, name, data),
    main: mainParts(keep, network, view),
    kept: keptRows(keep),
    part: view.part,
  }

  const pushed = openLive(floor)
  floor.stopping.addEventListener('abort', () => pushed.stop(), { once: true })
  const watched = {
    live: pushed,
    attention: untoldIncidents(floor.db),
    ...handed,
    meter: newMeter(),
    sizes: sizesOf(floor),
  }

  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('trust proxy', 'loopback, uniquelocal')
  app.set('query parser', 'simple')

  app.use(requests(floor.log, watched.meter.saw))
  app.use(headers(floor.secure))
  app.use(health(floor))
  app.use(metrics(floor, watched))
  app.use('/assets', compressed('well'), assets(root))
  app.use(compressed('quickly'))
  app.use(cookieParser())
  app.use(surroundings(floor))
  app.use(sameSite(floor.url))
  app.use(express.urlencoded({ extended: false, limit: '300kb', parameterLimit: 2000 }))
  app.use(withoutNul)
  app.use(signedIn(floor, actsFor))
  app.use(replayed(floor))
  app.use(waiting(floor))
  app.use(deskInSight(floor))
  app.use(live(floor, pushed))
  for (const routes of rooms) app.use(routes(floor))
  app.use(operation(floor, watched))
  app.use(notFound)
  app.use(errors(floor))
  return app
}
