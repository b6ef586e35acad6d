import { type Request, Router } from 'express'
import * as z from 'zod'
import { isPage, isShownInline, nameAs } from '../platform/files/types.ts'
import { accept } from '../platform/http/accept.ts'
import type { Floor } from '../platform/http/floor.ts'
import { NotFound, Refusal } from '../platform/http/refusal.ts'
import { findServed, heldBack, sent } from './serving.ts'

const Asked = z.object({ version: z.coerce.number().int().min(1).max(1_000_000).optional().catch(-1) })

/** The doors by which files leave the house: the file itself, the small picture of it, and the pictures of its pages. */
export function fileRoutes({ db, storage, scanner }: Floor): Router {
  const router = Router()
  const met = ({ viewer, today, params, query }: Request) => {
    return findServed(db, viewer, today, String(params.id), accept(Asked, query).version)
  }

  router.get('/documents/:id/file', async (req, res) => {
    const found = await met(req)
    const held = heldBack(found, scanner !== undefined)
    if (held) throw new Refusal(held === 'file_not_ready' ? 409 : 403, held)
    const { file: name, size, mediaType, isOpen } = found
    res.attachment(nameAs(found.fileName, mediaType))
    // Pages could act in the name of whoever opens them: they are bytes to keep.
    // Not by `set`, which adds a charset to texts: nobody knows theirs.
    res.setHeader('Content-Type', typeOf(mediaType))
    if (isShownInline(mediaType) && !isPage(mediaType)) {
      res.set('Content-Disposition', String(res.get('Content-Disposition')).replace(/^attachment/, 'inline'))
    }
    await sent(req, res, storage, { name, size, isOpen })
  })
  router.get('/documents/:id/thumbnail', async (req, res) => {
    const { thumbnail, isOpen } = await met(req)
    if (!thumbnail) throw new NotFound()
    res.set('Content-Type', 'image/webp')
    await sent(req, res, storage, { name: thumbnail, isOpen })
  })
  router.get('/documents/:id/preview/:n', async (req, res) => {
    const { previews, isOpen } = await met(req)
    const name = /^[1-9]\d?$/.test(req.params.n) ? previews?.[Number(req.params.n) - 1] : undefined
    if (!name) throw new NotFound()
    res.set('Content-Type', 'image/webp')
    await sent(req, res, storage, { name, isOpen })
  })
  return router
}

function typeOf(mediaType: string): string {
  return isPage(mediaType) || mediaType === '' ? 'application/octet-stream' : mediaType
}
