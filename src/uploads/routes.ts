import { type ErrorRequestHandler, type Request, Router } from 'express'
import { cleanName } from '../platform/http/upload.ts'
import { Unavailable } from '../platform/db/database.ts'
import type { Floor } from '../platform/http/floor.ts'
import { NotFound, Refusal } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { mayBegin, ownerOf } from './beginning.ts'
import { finish } from './finishing.ts'
import { findPartial } from './partial.ts'
import { findUpload } from './queries.ts'
import { taken } from './steps.ts'
import { receiver } from './receiver.ts'

/** Files sent piece by piece (tus 1.0, https://tus.io/protocols/resumable-upload): cut off, they go on where they were. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, dataFolder } = floor
  const tus = receiver(floor)

  /** What is known of a file of this reader's: sent whole, or begun. Finishes one that is whole and was not noted. */
  async function met(req: Request) {
    const [owner, id] = [ownerOf(req), String(req.params.id)]
    const partial = await findPartial(dataFolder, id)
    if (partial && partial.owner !== owner) throw new NotFound()
    if (partial && partial.offset === partial.size) await finish(floor, id)
    const whole = await findUpload(db, owner, id)
    if (whole) return { id, whole, name: whole.fileName, size: whole.size, offset: whole.size }
    if (!partial || partial.offset === partial.size) throw new NotFound()
    return { id, name: partial.fileName, size: partial.size, offset: partial.offset }
  }

  const beginning = alone()
  router.post('/uploads', async (req, res) => {
    // One after the other: twenty that begin at the same instant are counted too.
    await beginning(async () => {
      // Its first bytes come by a request of their own: nobody waits here for a slow line.
      delete req.headers['content-type']
      await mayBegin(req, floor)
      await tus.begin(req, res, {
        owner: ownerOf(req),
        filename: nameIn(req),
        begunAt: floor.clock.now().toISOString(),
      })
    })
  })

  router.head('/uploads/:id', async (req, res) => {
    const { offset, size } = await met(req)
    res.set({ 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(offset), 'Upload-Length': String(size) }).end()
  })
  router.get('/uploads/:id', async (req, res) => {
    const { id, name, size, offset, whole } = await met(req)
    res.json({ id, name, size, offset, done: whole !== undefined })
  })
  router.patch('/uploads/:id', async (req, res) => {
    const { whole, size } = await met(req)
    if (whole)
      res
        .set({ 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(size) })
        .status(204)
        .end()
    else await tus.go(req, res)
  })
  router.delete('/uploads/:id', async (req, res) => {
    const { id, whole } = await met(req)
    if (!whole) {
      await tus.go(req, res)
      return
    }
    await db.commit((tx) => [taken(tx, [id])])
    res.set('Tus-Resumable', '1.0.0').status(204).end()
  })

  router.use('/uploads', refusedInWords(floor))
  return router
}

/** What the client calls the file: one entry of `Upload-Metadata`, and all that is believed of it. */
function nameIn(req: Request): string {
  const entries = (req.get('Upload-Metadata') ?? '').split(',').map((entry) => entry.trim().split(' '))
  const [, encoded = ''] = entries.find(([key]) => key === 'filename') ?? []
  return cleanName(Buffer.from(encoded, 'base64').toString('utf8'))
}

/** Who sends by a program reads JSON: the refusal's key, and its sentence. */
function refusedInWords({ db }: Floor): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const failed = db.unavailable(error) ?? error
    const refusal = failed instanceof Unavailable ? new Refusal(503, `database_${failed.reason}`) : failed
    if (!(refusal instanceof Refusal) || res.headersSent) return next(error)
    const t = translate(req.locale)
    const { reserved, ...details } = refusal.details
    const message = reserved ? t('refusals.uploads_of_members') : t(`refusals.${refusal.key}`, details)
    res.status(refusal.status).json({ error: refusal.key, message })
  }
}

/** Runs one after the other what it is given. */
function alone() {
  let last: Promise<unknown> = Promise.resolve()
  return (act: () => Promise<void>) => {
    const next = last.then(act, act)
    last = next
    return next
  }
}
