import { heldBack } from '../documents/serving.ts'
import { type Request, type Response, Router } from 'express'
import { limit, placeOf } from '../accounts/limits.ts'
import { hashOf } from '../accounts/secrets.ts'
import { readingOf } from '../initiatives/reading.ts'
import type { Reading } from '../initiatives/cards.ts'
import { type Floor, moment } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { archiveOf } from './archiving.ts'
import { noteLeaving, noteOpening } from './commands.ts'
import { gathered } from './gathering.ts'
import { findDocumentIn, findOpenLink } from './queries.ts'
import { sent } from './sending.ts'
import { told } from './telling.ts'

type Opened = NonNullable<Awaited<ReturnType<typeof findOpenLink>>>

/** `/d/:token`: a dossier as a link shows it, to whoever holds the link. */
export function linkRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock, storage, log, page } = floor
  // No limit stands before a link that opens; but what opens nothing is tried only so often, as a sign-in is.
  const guesses = limit(100, 15)
  const archives = limit(30, 15)
  const documents = limit(600, 15)

  router.use('/d', (_req, res, next) => {
    res.set('X-Robots-Tag', 'noindex, nofollow, noarchive')
    res.set('Referrer-Policy', 'no-referrer')
    next()
  })

  async function openedBy(req: Request, res: Response): Promise<Opened> {
    const opened = await findOpenLink(db, hashOf(String(req.params.token)), moment(floor, req))
    if (!opened) await guesses.spend(res, placeOf(req))
    if (!opened) throw new NotFound()
    return opened
  }

  router.get('/d/:token', async (req, res) => {
    const opened = await openedBy(req, res)
    await documents.spend(res, placeOf(req))
    const reading = readingOf(req, floor)
    const dossier = await gathered(floor, opened, reading)
    if (req.method !== 'HEAD') await noteOpening(db, opened.link.id, 'page', clock.now())
    const base = `/d/${req.params.token}`
    page(res, 'dossiers/shared', {
      told: told(dossier, reading, {
        madeFor: madeFor(opened, reading),
        hrefOf: ({ id }) => `${base}/documents/${id}`,
      }),
      archive: `${base}/dossier.zip`,
      until: opened.link.expiresAt,
    })
  })

  router.get('/d/:token/dossier.zip', async (req, res) => {
    const opened = await openedBy(req, res)
    await archives.spend(res, placeOf(req))
    const reading = readingOf(req, floor)
    const dossier = await gathered(floor, opened, reading, true)
    const asked = { reading, locale: req.locale, madeFor: madeFor(opened, reading), at: clock.now() }
    const file = { name: `${opened.initiative.slug}.zip`, type: 'application/zip' }
    const noted = async () => {
      await noteOpening(db, opened.link.id, 'zip', asked.at)
      await noteLeaving(db, req.viewer, asked.at, { slug: opened.initiative.slug, recipients: opened.link.label })
      return archiveOf(floor, dossier, asked)
    }
    await sent({ req, res }, file, noted, report(req))
  })

  router.get('/d/:token/documents/:id', async (req, res) => {
    const { sight, link, initiative } = await openedBy(req, res)
    const held = await findDocumentIn(db, sight, req.today, initiative.id, req.params.id)
    const size =
      held?.file && !heldBack(held, floor.scanner !== undefined) ? await storage.sizeOf(held.file) : undefined
    if (!held?.file || size === undefined) throw new NotFound()
    await documents.spend(res, placeOf(req))
    const { file, fileName, title } = held
    const noted = async () => {
      await noteOpening(db, link.id, 'document', clock.now())
      return storage.stream(file)
    }
    // Whatever it is, a browser keeps it and opens none of it here.
    res.set('Content-Security-Policy', "default-src 'none'; sandbox")
    const about = { name: fileName || title, type: 'application/octet-stream', size }
    await sent({ req, res }, about, noted, report(req))
  })

  const report = (req: Request) => (error: unknown) => log.error({ request: req.id, err: error }, 'dossier by a link')
  return router
}

function madeFor({ link }: Opened, { t, format, today }: Reading): string {
  return t('dossiers.sheet.made_for_link', { shows: t(`dossiers.shows.${link.shows}`), day: format.day(today) })
}
