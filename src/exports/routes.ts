import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { stages } from '../domain/lifecycle.ts'
import { type Look, statusOf } from '../initiatives/board.ts'
import { portfolioOf } from '../initiatives/portfolio.ts'
import { lookOf, readingOf } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { communicated } from '../communications/steps.ts'
import { type Floor, form, type Return } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { handFor, namedFile } from './hand.ts'
import { columnsOf, rowsOf } from './columns.ts'
import { formats, writings } from './formats.ts'
import { gathered, statusesOf } from './gathering.ts'
import { exportedPages } from './queries.ts'
import { ExportQuery, purposes, shapes } from './schema.ts'

/** `/exports/new?…`, `/exports/initiatives?…`: what the board's own filter shows, as a file. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, clock, log } = floor

  const choicePage = async (req: Request, res: Response, { issues }: Return) => {
    const look = wholeLook(req, floor)
    const tally = await (await portfolioOf(db, look)).tally()
    const counted = (which: 'shown' | 'all') =>
      statusesOf(look, which).reduce(
        (sum, status) => sum + stages.reduce((all, stage) => all + (isIn(look, stage) ? tally[status][stage] : 0), 0),
        0,
      )
    floor.page(res, 'exports/new', {
      filter: filterIn(req),
      board: `/${searchOf(filterIn(req))}`,
      status: statusOf(look.filter),
      many: { shown: counted('shown'), all: counted('all') },
      formats,
      shapes,
      purposes,
      values: { purpose: req.query.purpose, purposeWords: req.query.purposeWords },
      chosen: { format: 'xlsx', shape: 'initiatives', statuses: 'shown', ...chosenIn(req) },
      problems: problemsIn(readingOf(req, floor).t, issues),
    })
  }
  const untouched = { values: {}, issues: [] }
  router.get('/exports/new', (req, res) => choicePage(req, res, untouched))
  router.get(
    '/exports/initiatives',
    form(choicePage, async (req, res) => {
      const { format, shape, statuses, purpose, purposeWords } = accept(ExportQuery, req.query)
      const look = wholeLook(req, floor)
      const reading = readingOf(req, floor)
      // Read first: a database that does not answer is said on a page.
      const ids = await gathered(db.apart, look, statuses)
      const hand = handFor(reading, floor.network.get().timeZone)
      const pages = async function* () {
        for await (const some of exportedPages(db, look, ids, reading.language, shape)) yield rowsOf(shape, some, hand)
      }
      const about = { name: reading.t('exports.sheet'), day: look.today }
      const file = writings[format].written(columnsOf(shape, hand), pages(), about)
      res.set('Content-Type', writings[format].type)
      res.set('Cache-Control', 'private, no-store')
      res.attachment(namedFile(reading, shape, look.today, writings[format].extension))
      if (req.method === 'HEAD') {
        res.end()
        return
      }
      const why = purpose ? reading.t(`communications.purpose.${purpose}`) : ''
      await db.commit((tx) => [
        communicated(tx, req.viewer, clock.now(), {
          what: 'initiatives',
          format,
          filter: new URLSearchParams([...filterIn(req), ['shape', shape], ['statuses', statuses]]).toString(),
          purpose: [why, purposeWords].filter(Boolean).join(' : '),
          // Visitors too read the names of those who agreed to it.
          holdsPersons: true,
          rows: ids.length,
        }),
      ])
      await sent(file, res, (error) => log.error({ request: req.id, err: error }, 'export'))
    }),
  )
  return router
}

/** Everything that the list of this address shows, wherever in it the reader is. */
function wholeLook(req: Request, floor: Floor): Look {
  const look = lookOf(req, floor)
  return { ...look, filter: { ...look.filter, after: undefined } }
}

const isIn = ({ filter }: Look, stage: string) => filter.stage === undefined || filter.stage === stage

/** The board's filter as it stands in the address, without what is asked of the export itself. */
function filterIn({ query }: Request): [string, string][] {
  const own = ['format', 'shape', 'statuses', 'after', 'purpose', 'purposeWords']
  return Object.entries(query).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '' && !own.includes(pair[0]),
  )
}

function chosenIn({ query }: Request): Partial<Record<'format' | 'shape' | 'statuses', string>> {
  const known: Record<string, readonly string[]> = { format: formats, shape: shapes, statuses: ['shown', 'all'] }
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, values]) =>
      values.filter((value) => value === query[name]).map((value) => [name, value]),
    ),
  )
}

function searchOf(pairs: [string, string][]): string {
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : ''
}

/**
 * As fast as it is taken, and no faster; somebody who goes away stops the reading. A file that cannot be finished is
 * broken off, so that nobody takes it for a whole one.
 */
async function sent(file: AsyncIterable<unknown>, res: Response, report: (error: unknown) => void): Promise<void> {
  try {
    await pipeline(Readable.from(file, { objectMode: true, highWaterMark: 1 }), res)
  } catch (error) {
    res.destroy()
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') report(error)
  }
}
