import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, Router } from 'express'
import { documentKinds, documentLanguages, licences, transferTags } from '../domain/documents.ts'
import { stages } from '../domain/lifecycle.ts'
import { isCoordinator } from '../domain/viewer.ts'
import { filterChoices } from '../initiatives/board-page.ts'
import { readingOf } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import type { Floor } from '../platform/http/floor.ts'
import { noteOn } from '../platform/http/search-words.ts'
import { slugOf } from '../platform/slug.ts'
import { cited, writings } from './citations.ts'
import { describedTo } from './described.ts'
import { atom } from './feed.ts'
import { found, type Look } from './listing.ts'
import { frontOf, resultsPage } from './pages.ts'
import { shelved } from './queries.ts'
import { collectionRoutes } from './routes-collections.ts'
import { placeRoutes } from './routes-place.ts'
import { ExportQuery, LibraryQuery } from './schema.ts'

const IN_FEED = 50
/** Documents that are read at once for a file. */
const AT_ONCE = 200
const MOST = 100_000

/** `/library`, what it lists as a feed and as references, and the catalogue that coordinators keep. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, url, clock, log } = floor

  router.get('/library', async (req, res) => {
    const look = lookOf(req)
    const reading = readingOf(req, floor)
    const filterInAddress = filterIn(req)
    const isFiltered = filterInAddress.some(([name]) => name !== 'sort')
    const [results, choices, front] = await Promise.all([
      resultsPage(db, look),
      filterChoices(db, reading),
      isFiltered || look.filter.page > 1 ? undefined : frontOf(db, look),
    ])
    floor.page(res, 'library/library', {
      ...results,
      front,
      choices: { ...choices, kinds: documentKinds, stages, licences, languages: documentLanguages, tags: transferTags },
      filter: look.filter,
      page: look.filter.page,
      isFiltered,
      note: noteOn(req.query.q),
      feed: `/library.atom${searchOf(filterInAddress)}`,
      exports: Object.keys(writings).map((format) => ({
        format,
        href: `/library/export${searchOf([['format', format], ...filterInAddress])}`,
      })),
      today: req.today,
      mayKeep: isCoordinator(req.viewer),
    })
  })

  router.get('/library.atom', async (req, res) => {
    const look = lookOf(req)
    const reading = readingOf(req, floor)
    const { name } = floor.network.get()
    const { ids } = await found(db, { ...look, filter: { ...look.filter, sort: 'recent' } }, IN_FEED)
    const rows = await shelved(db, req.viewer, req.today, ids)
    const described = describedTo(reading, name)
    const search = searchOf(filterIn(req).filter(([one]) => one !== 'sort'))
    res.set('Content-Type', 'application/atom+xml; charset=utf-8')
    res.set('Cache-Control', 'private, no-cache')
    res.send(
      await atom(
        rows.map((row) => ({
          ...described(row),
          changedAt: row.document.changedAt,
          createdAt: row.document.createdAt,
        })),
        {
          title: reading.t('library.feed.title', { network: name }),
          url,
          feed: `/library.atom${search}`,
          list: `/library${search}`,
          language: req.locale,
          updated: rows
            .map((row) => row.document.changedAt)
            .reduce((a, b) => (a > b ? a : b), rows[0]?.document.changedAt ?? clock.now()),
        },
      ),
    )
  })

  router.get('/library/export', async (req, res) => {
    const { format } = accept(ExportQuery, req.query)
    const look = lookOf(req)
    const reading = readingOf(req, floor)
    const described = describedTo(reading, floor.network.get().name)
    // Read first: a database that does not answer is said on a page.
    const { ids } = await found(db, look, MOST)
    const pages = async function* () {
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const some = await shelved(db, req.viewer, req.today, ids.slice(from, from + AT_ONCE))
        yield some.map((row) => ({ ...described(row), documentKind: row.document.kind }))
      }
    }
    res.set('Content-Type', writings[format].type)
    res.set('Cache-Control', 'private, no-store')
    res.attachment(`${slugOf(reading.t('library.file'))}-${req.today}.${writings[format].extension}`)
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    try {
      await pipeline(Readable.from(cited(pages(), format, url)), res)
    } catch (error) {
      // Broken off, so that nobody takes it for a whole one.
      res.destroy()
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
        log.error({ request: req.id, err: error }, 'library export')
      }
    }
  })

  router.use(placeRoutes(floor))
  router.use(collectionRoutes(floor))
  return router
}

function lookOf(req: Request): Look {
  return { viewer: req.viewer, today: req.today, filter: accept(LibraryQuery, req.query) }
}

/** The filter as it stands in the address, without the page of it that is shown and the format that is asked for. */
function filterIn({ query }: Request): [string, string][] {
  const known = new Set(Object.keys(LibraryQuery.shape))
  return Object.entries(query).filter(
    (pair): pair is [string, string] =>
      typeof pair[1] === 'string' && pair[1] !== '' && pair[0] !== 'page' && known.has(pair[0]),
  )
}

function searchOf(pairs: [string, string][]): string {
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : ''
}
