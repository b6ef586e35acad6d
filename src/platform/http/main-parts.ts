import type { Database } from '../db/database.ts'
import type { Floor, NetworkNow } from './floor.ts'
import { keptWhileUnwritten } from './kept.ts'
import type { Pages } from './pages.ts'

/**
 * `floor.main`: each reader has their own, by day, language and address. A form that comes back shows what was typed, and
 * is not kept; nor is anything while views are being written.
 */
export function mainParts(
  db: Database,
  network: NetworkNow,
  view: Pick<Pages, 'main'>,
  rereadsViews: boolean,
): Floor['main'] {
  const keep = keptWhileUnwritten(db, rereadsViews ? 0 : undefined)
  return (req, name, data, known = '') => {
    const make = async () => view.main(req, name, await data())
    if (req.method !== 'GET') return make()
    const { accountId, networkRole, actorIds } = req.viewer
    const key = JSON.stringify([
      name,
      [accountId, networkRole, ...actorIds],
      [req.locale, req.today, req.originalUrl],
      network.get(),
      known,
    ])
    return keep(key, make)
  }
}
