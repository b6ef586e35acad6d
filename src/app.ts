import compression from 'compression'
import cookieParser from 'cookie-parser'
import express, { type Express, type Router } from 'express'
import { routes as accounts } from './accounts/routes.ts'
import { signedIn } from './accounts/session.ts'
import { replayed } from './activity/replayed.ts'
import { actsFor } from './actors/queries.ts'
import { routes as actors } from './actors/routes.ts'
import { routes as demo } from './demo/routes.ts'
import { routes as exports } from './exports/routes.ts'
import { routes as help } from './help/routes.ts'
import { routes as imports } from './imports/routes.ts'
import { rolesOfActors } from './initiatives/roles-of-actors.ts'
import { waiting } from './initiatives/routes-spotted.ts'
import { routes as initiatives } from './initiatives/routes.ts'
import { routes as invitations } from './invitations/routes.ts'
import { networkNow } from './network/now.ts'
import { routes as network } from './network/routes.ts'
import { assets } from './platform/http/assets.ts'
import { errors, notFound } from './platform/http/errors.ts'
import type { Floor } from './platform/http/floor.ts'
import { health } from './platform/http/health.ts'
import { withoutNul } from './platform/http/nul.ts'
import { pages } from './platform/http/pages.ts'
import { requests } from './platform/http/requests.ts'
import { headers, sameSite } from './platform/http/security.ts'
import { surroundings } from './platform/http/surroundings.ts'

// The house: one line per room.
const rooms: ((floor: Floor) => Router)[] = [
  accounts,
  network,
  (floor) => actors(floor, rolesOfActors),
  imports,
  exports,
  help,
  initiatives,
  invitations,
  demo,
]

/** The column that every request goes down. `root` is the folder that holds views, public and node_modules; views are read again on each page while they are being written. */
export async function createApp(
  base: Omit<Floor, 'page' | 'network'>,
  root: string,
  rereadsViews = false,
): Promise<Express> {
  const network = await networkNow(base.db)
  const view = pages(root, network.get, rereadsViews)
  const floor: Floor = { ...base, network, page: (res, name, data = {}) => view.render(res.req, res, name, data) }

  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('trust proxy', 'loopback, uniquelocal')
  app.set('query parser', 'simple')

  app.use(requests(floor.log))
  app.use(headers(floor.secure))
  app.use(health(floor))
  app.use('/assets', assets(root))
  app.use(compression({ level: 4 }))
  app.use(cookieParser())
  app.use(surroundings(floor))
  app.use(sameSite(floor.url))
  app.use(express.urlencoded({ extended: false, limit: '300kb', parameterLimit: 2000 }))
  app.use(withoutNul)
  app.use(signedIn(floor, actsFor))
  app.use(replayed(floor))
  app.use(waiting(floor))
  for (const routes of rooms) app.use(routes(floor))
  app.use(notFound)
  app.use(errors(floor))
  return app
}
