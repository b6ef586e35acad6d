import { Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { wordsFor } from '../platform/http/pages.ts'
import { accept } from '../platform/http/accept.ts'
import { noteOn } from '../platform/http/search-words.ts'
import { found } from './queries.ts'
import { SearchQuery } from './schema.ts'

/** One field that leads to an initiative, an actor or a page: a page of its own, and the box that any page opens. */
export function routes(floor: Floor): Router {
  const router = Router()
  router.get('/search', async (req, res) => {
    const { q } = accept(SearchQuery, req.query)
    const { t } = wordsFor(req, floor.network.get().timeZone)
    const view = req.get('HX-Request') === 'true' ? 'search/results' : 'search/search'
    floor.page(res, view, {
      words: q,
      note: noteOn(req.query.q),
      ...(await found(floor.db, req.viewer, req.today, q, t)),
    })
  })
  return router
}
