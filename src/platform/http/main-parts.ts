import type { Request } from 'express'
import type { Floor, NetworkNow } from './floor.ts'
import type { Keep } from './kept.ts'
import type { Pages } from './pages.ts'

/** `floor.kept`: what a page asks of the database. A deed reads for itself. */
export function keptRows(keep: Keep): Floor['kept'] {
  return (req, key, make) => {
    if (req.revision === undefined) return make()
    return keep(JSON.stringify([...key, ...readerOf(req)]), make, req.revision)
  }
}

/**
 * `floor.main`: each reader has their own, by day, language and address. A form that comes back shows what was typed, and
 * is not kept; nor is anything while views are being written.
 */
export function mainParts(keep: Keep, network: NetworkNow, view: Pick<Pages, 'main'>): Floor['main'] {
  return (req, name, data, known = '') => {
    const make = async () => view.main(req, name, await data())
    if (req.method !== 'GET') return make()
    const key = JSON.stringify([name, ...readerOf(req), req.locale, req.originalUrl, network.get(), known])
    return keep(key, make, req.revision)
  }
}

function readerOf({ viewer, today }: Request) {
  const { accountId, networkRole, actorIds } = viewer
  return [[accountId, networkRole, ...actorIds], today]
}
