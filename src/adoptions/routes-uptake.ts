import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, Router } from 'express'
import { communicated } from '../communications/steps.ts'
import { adoptionStatuses } from '../domain/adoptions.ts'
import { writings } from '../exports/formats.ts'
import { metAt, readingOf } from '../initiatives/reading.ts'
import { themesInUse } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import type { Floor } from '../platform/http/floor.ts'
import { slugOf } from '../platform/slug.ts'
import { columnsOf, rowOf } from './writing.ts'
import { adoptionsOf } from './queries.ts'
import { ExportQuery, UptakeQuery } from './schema.ts'
import { lineOf } from './telling.ts'
import { adoptedInitiatives, behind } from './uptake-lists.ts'
import { gridsOf, shades } from './tiles.ts'
import { uptakeOf } from './uptake.ts'

/** Uptake by territory, network-wide: a grid of regions, its table, and the adoptions behind one of them. */
export function uptakeRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page, clock, log } = floor

  router.get('/uptake', async (req, res) => {
    const { viewer, today } = req
    const asked = accept(UptakeQuery, req.query)
    const { language } = readingOf(req, floor)
    const [themes, adopted] = await Promise.all([themesInUse(db), adoptedInitiatives(db, viewer, today)])
    const initiative = adopted.find(({ slug }) => slug === asked.initiative)
    // An initiative that has none, or that the reader may not see, has nothing to count.
    const isUnknown = asked.initiative !== '' && !initiative
    const filter = {
      initiativeId: isUnknown ? '-' : initiative?.id,
      theme: asked.theme || undefined,
      status: asked.status || undefined,
    }
    const [uptake, listed] = await Promise.all([
      uptakeOf(db, viewer, today, filter),
      asked.region ? behind(db, viewer, today, filter, asked.region) : undefined,
    ])
    page(res, 'adoptions/uptake', {
      uptake,
      ...gridsOf(uptake),
      shades,
      filter: asked,
      initiative,
      choices: {
        themes: themes.map(({ slug, fr, en }) => ({ value: slug, label: language === 'en' ? (en ?? fr) : fr })),
        statuses: adoptionStatuses,
        initiatives: adopted.map(({ slug, title }) => ({ value: slug, label: title })),
      },
      behind: listed && {
        name: listed.name,
        many: listed.many,
        lines: listed.rows.map(({ title, ...one }) => ({ ...lineOf(one), title })),
      },
      hrefOf: (region: string) => hrefOf(req, region),
    })
  })

  const hrefOf = ({ query }: Request, region: string) => {
    const kept = Object.entries(query).filter(
      (pair): pair is [string, string] =>
        typeof pair[1] === 'string' && pair[1] !== '' && ['theme', 'status', 'initiative'].includes(pair[0]),
    )
    return `/uptake?${new URLSearchParams([...kept, ['region', region]]).toString()}#behind`
  }

  router.get('/initiatives/:slug/adoptions/export', async (req, res) => {
    const { initiative } = await metAt(req, floor)
    const { format } = accept(ExportQuery, req.query)
    const reading = readingOf(req, floor)
    const all = await adoptionsOf(db, req.viewer, req.today, initiative.id)
    const about = { name: reading.t('adoptions.list.title'), day: req.today }
    const pages = async function* () {
      yield all.map((one) => rowOf(one, reading))
    }
    const { type, extension } = writings[format]
    res.set('Content-Type', type)
    res.set('Cache-Control', 'private, no-store')
    res.attachment(`${slugOf(about.name)}-${initiative.slug}-${req.today}.${extension}`)
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    await db.commit((tx) => [
      communicated(tx, req.viewer, clock.now(), {
        what: 'adoptions',
        format,
        filter: `initiative=${initiative.slug}`,
        holdsPersons: all.some(({ isPerson, taker }) => isPerson && taker !== undefined),
        rows: all.length,
      }),
    ])
    try {
      await pipeline(Readable.from(writings[format].written(columnsOf(reading), pages(), about)), res)
    } catch (error) {
      res.destroy()
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE')
        log.error({ err: error }, 'adoptions export')
    }
  })
  return router
}
