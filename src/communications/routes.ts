import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, Router } from 'express'
import { type Capacity, capacitiesOf, may } from '../domain/permissions.ts'
import { accept } from '../platform/http/accept.ts'
import type { Floor } from '../platform/http/floor.ts'
import { wordsFor } from '../platform/http/pages.ts'
import { NotAllowed, NotFound } from '../platform/http/refusal.ts'
import { slugOf } from '../platform/slug.ts'
import { delimitedText, forFrenchExcel } from '../platform/writing/delimited.ts'
import { kindsRegistered, PAGE, registered, registeredPages } from './queries.ts'
import { RegisterQuery } from './schema.ts'
import { communicated } from './steps.ts'
import { columnsOf, rowOf } from './writing.ts'

/** The register of communications, for those who answer for it. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, clock, log, page } = floor

  router.get('/communications', async (req, res) => {
    seeing(req)
    const query = { ...accept(RegisterQuery, req.query), timeZone: floor.network.get().timeZone }
    const [rows, kinds] = await Promise.all([registered(db, query), kindsRegistered(db)])
    const shown = rows.slice(0, PAGE)
    page(res, 'communications/register', {
      rows: shown,
      kinds,
      asked: query,
      next: rows.length > PAGE ? shown.at(-1)!.row.id : undefined,
      csv: `/communications.csv?${searchOf(query)}`,
    })
  })

  router.get('/communications.csv', async (req, res) => {
    const as = seeing(req)
    const { timeZone } = floor.network.get()
    const query = { ...accept(RegisterQuery, req.query), timeZone }
    const words = wordsFor(req, timeZone)
    res.set('Content-Type', 'text/csv; charset=utf-8')
    res.set('Cache-Control', 'private, no-store')
    res.attachment(`${slugOf(words.t('communications.title'))}-${req.today}.csv`)
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    await db.commit((tx) => [
      communicated(tx, req.viewer, clock.now(), {
        what: 'communications',
        format: 'csv',
        filter: searchOf(query),
        holdsPersons: true,
        as,
      }),
    ])
    const pages = async function* () {
      for await (const rows of registeredPages(db, query)) yield rows.map((row) => rowOf(row, words, timeZone))
    }
    try {
      await pipeline(Readable.from(delimitedText(columnsOf(words), pages(), forFrenchExcel)), res)
    } catch (error) {
      res.destroy()
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') log.error({ err: error }, 'register')
    }
  })
  return router
}

/** In which capacity somebody reads the register. For visitors it does not exist. Throws NotFound, NotAllowed. */
function seeing({ viewer }: Request): Capacity {
  if (!viewer.networkRole) throw new NotFound()
  const permission = may('register.see', capacitiesOf(viewer.networkRole))
  if (!permission.allowed) throw new NotAllowed(permission.reserved)
  return permission.as
}

function searchOf({ what, from, until }: RegisterQuery): string {
  return new URLSearchParams(
    Object.entries({ what, from, until }).filter((pair): pair is [string, string] => Boolean(pair[1])),
  ).toString()
}
