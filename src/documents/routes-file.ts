import { type Request, type Response, Router } from 'express'
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
    const disposition = dispositionOf(res, nameAs(found.fileName, mediaType), mediaType)
    await sent(req, res, storage, { name, size, isOpen, disposition, mediaType: typeOf(mediaType) })
  })
  router.get('/documents/:id/thumbnail', async (req, res) => {
    const { thumbnail, isOpen } = await met(req)
    if (!thumbnail) throw new NotFound()
    await sent(req, res, storage, { name: thumbnail, isOpen, mediaType: 'image/webp' })
  })
  router.get('/documents/:id/preview/:n', async (req, res) => {
    const { previews, isOpen } = await met(req)
    const name = /^[1-9]\d?$/.test(req.params.n) ? previews?.[Number(req.params.n) - 1] : undefined
    if (!name) throw new NotFound()
    await sent(req, res, storage, { name, isOpen, mediaType: 'image/webp' })
  })
  return router
}

/** As RFC 6266 writes names. Pictures, sound and film may be looked at where they are; all else is to be kept. */
function dispositionOf(res: Response, name: string, mediaType: string): string {
  res.attachment(name)
  const written = String(res.get('Content-Disposition'))
  res.removeHeader('Content-Disposition')
  return isShownInline(mediaType) ? written.replace(/^attachment/, 'inline') : written
}

/** Pages could act in the name of whoever opens them: they are bytes to keep. */
function typeOf(mediaType: string): string {
  return isPage(mediaType) || mediaType === '' ? 'application/octet-stream' : mediaType
}
