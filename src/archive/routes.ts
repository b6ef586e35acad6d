import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type Request, Router } from 'express'
import { reservedFor } from '../network/access.ts'
import { by, type Floor, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { removed } from './backups.ts'
import { askArchive, noteDownload, noteRemoval } from './commands.ts'
import { archivesFolder, backupsIn, lastAsked, placeOf } from './queries.ts'

/** Where an administrator takes the whole network away, to keep it or to move it. */
export function routes(floor: Floor): Router {
  const { db, clock, dataFolder } = floor
  const router = Router()
  const folder = archivesFolder(dataFolder)
  const asked = async ({ viewer }: Request) => (viewer.accountId ? lastAsked(db, viewer.accountId) : undefined)

  router.use('/settings/archive', reservedFor('network.manage'))
  router.get('/settings/archive', async (req, res) => {
    const [last, archives] = await Promise.all([asked(req), backupsIn(folder)])
    floor.page(res, 'archive/archive', { asked: last, archives })
  })
  router.post('/settings/archive', async (req, res) => {
    await askArchive(db, by(req), clock.now())
    redirect(res, '/settings/archive')
  })
  router.get('/settings/archive/progress', async (req, res) => {
    if (req.get('HX-Request') !== 'true') return res.redirect(303, '/settings/archive')
    const last = await asked(req)
    // The page that waits is over: the browser goes to the result.
    if (!last?.isWorking) return res.set('HX-Redirect', '/settings/archive').sendStatus(200)
    floor.page(res, 'archive/progress', { asked: last })
  })
  router.get('/settings/archive/:file', async (req, res) => {
    const { file } = req.params
    const path = placeOf(dataFolder, file)
    const opened = path ? await open(path).catch(notThere) : undefined
    if (!opened) throw new NotFound()
    try {
      const { size } = await opened.stat()
      if (req.method === 'GET') await noteDownload(db, file, by(req), clock.now())
      res.set({ 'Content-Type': 'application/gzip', 'Content-Length': String(size) })
      res.attachment(file)
      res.type('application/gzip')
      if (req.method === 'HEAD') res.end()
      else await pipeline(createReadStream('', { fd: opened, autoClose: false }), res).catch(leftEarly)
    } finally {
      await opened.close()
    }
  })
  router.post('/settings/archive/:file/removal', async (req, res) => {
    const { file } = req.params
    const archives = await backupsIn(folder)
    if (!archives.some((one) => one.file === file)) throw new NotFound()
    await noteRemoval(db, file, by(req), clock.now())
    await removed(folder, file)
    redirect(res, '/settings/archive', 'archive.done.removed')
  })
  return router
}

function notThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}

/** Whoever closes the page before the end is answered no more. */
function leftEarly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
}
