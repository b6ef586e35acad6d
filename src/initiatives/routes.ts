import { type Request, Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { noteOn } from '../platform/http/search-words.ts'
import { boardPage, columnPart, filterChoices, listPage } from './board-page.ts'
import { isPlain, type Look } from './board.ts'
import { nearestWords } from './finding.ts'
import { findPresentSlug } from './lineage.ts'
import { lookOf, readingOf } from './reading.ts'
import { countingRoutes } from './routes-counting.ts'
import { mineRoutes } from './routes-mine.ts'
import { moveRoutes } from './routes-moves.ts'
import { roleRoutes } from './routes-roles.ts'
import { sheetRoutes } from './routes-sheet.ts'
import type { MakeSection, MakeWaiting, Papers } from './sections.ts'
import { spottedRoutes } from './routes-spotted.ts'

/**
 * `sections`: what rooms that know initiatives add to the page of one; `papers`: what is to be known of documents;
 * `mine`: what rooms add to the page of what waits for somebody.
 */
export function routes(
  floor: Floor,
  sections: readonly MakeSection[] = [],
  papers: Papers = {},
  mine: readonly MakeWaiting[] = [],
): Router {
  const router = Router()
  const { db, page } = floor

  router.get('/', async (req, res) => {
    const since = floor.clock.now().getTime()
    const look = lookOf(req, floor)
    const reading = readingOf(req, floor)
    const link = linkFrom(req)
    const { filter } = look
    const isPart = req.get('HX-Request') === 'true' && filter.view === 'board' && filter.after !== undefined
    if (isPart && filter.stage) {
      return page(res, 'parts/cards', await columnPart(db, look, filter.stage, reading, link))
    }
    const main = await floor.main(req, 'initiatives/board-main', async () => {
      const [shown, choices] = await Promise.all([
        filter.view === 'board' ? boardPage(db, look, reading, link) : listPage(db, look, reading, link),
        filterChoices(db, reading),
      ])
      const isFruitless = filter.q !== '' && shown.total === 0 && shown.ended.length === 0
      return {
        ...shown,
        note: noteOn(req.query.q),
        nearest: isFruitless ? await nearestWords(db, req.viewer, req.today, filter.q) : undefined,
        choices,
        filter,
        introduction: floor.network.get().introduction,
        isFiltered: Object.entries(req.query).some(
          ([name, value]) => value !== '' && name !== 'view' && name !== 'sort',
        ),
        today: req.today,
      }
    })
    const live = `/live?on=${isAsItOpens(look) ? 'board' : 'list'}&since=${since}`
    page(res, 'initiatives/board', { main, live })
  })

  router.get('/i/:id', async (req, res) => {
    const slug = await findPresentSlug(db, req.viewer, req.today, { id: req.params.id })
    if (!slug) throw new NotFound()
    res.redirect(303, `/initiatives/${slug}`)
  })
  router.get('/initiatives', (_req, res) => res.redirect(301, '/'))

  router.use(spottedRoutes(floor))
  router.use(mineRoutes(floor, mine))
  router.use(sheetRoutes(floor, sections, papers))
  router.use(countingRoutes(floor))
  router.use(moveRoutes(floor, papers))
  router.use(roleRoutes(floor, papers))
  return router
}

// Cards can be put where they go without asking: nothing is filtered, and the latest change is on top.
function isAsItOpens(look: Look): boolean {
  const { view, sort, status } = look.filter
  return isPlain(look) && view === 'board' && sort === 'recent' && (status ?? 'active') === 'active'
}

function linkFrom(req: Request) {
  return (changes: Record<string, string | undefined>) => {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...req.query, ...changes })) {
      if (typeof value === 'string' && value !== '') query.set(name, value)
    }
    const search = query.toString()
    return search ? `/?${search}` : '/'
  }
}
