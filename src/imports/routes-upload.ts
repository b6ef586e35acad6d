import { type Request, type Response, Router } from 'express'
import { findDone } from '../activity/queries.ts'
import { Duplicate } from '../platform/db/database.ts'
import { by, type Floor, form, redirect, type Return } from '../platform/http/floor.ts'
import { InvalidInput, Refusal } from '../platform/http/refusal.ts'
import { received } from '../platform/http/upload.ts'
import { UnreadableFile } from '../platform/reading/open.ts'
import { LIMITS } from '../platform/reading/workbook.ts'
import { discard, receive } from './commands.ts'
import { opened } from './opened.ts'
import { problemsOf, untouched } from './pages.ts'
import { findOrRefuse } from './queries.ts'

/** `/imports/new`, `POST /imports`: a file comes in, is read, and is kept if it could be; refused with the reason otherwise. */
export function uploadRoutes(floor: Floor): Router {
  const router = Router()
  const { db, storage, clock } = floor

  const uploadPage = (req: Request, res: Response, { issues }: Return) =>
    floor.page(res, 'imports/new', { limit: LIMITS.bytes, problems: problemsOf(req, issues) })

  router.get('/imports/new', (req, res) => uploadPage(req, res, untouched))
  router.post('/imports', async (req, res, next) => {
    try {
      await form(uploadPage, upload)(req, res, next)
    } catch (error) {
      if (!(error instanceof Refusal) || error.key !== 'file_too_large') throw error
      res.status(413)
      uploadPage(req, res, { values: {}, issues: [{ field: 'file', key: 'file_too_large', params: inMegabytes }] })
    }
  })
  router.post('/imports/:id/discard', async (req, res) => {
    const it = await findOrRefuse(db, req.viewer, req.params.id)
    await discard(db, it, by(req), clock.now())
    redirect(res, '/imports', 'imports.done.discarded')
  })

  async function upload(req: Request, res: Response) {
    const { file } = await received(req, storage, { maxBytes: LIMITS.bytes })
    if (!file) throw new InvalidInput([{ field: 'file', key: 'file_missing' }])
    try {
      const workbook = await opened(storage, { file: file.stored, fileName: file.name })
      const { id } = await receive(db, { name: file.name, stored: file.stored, workbook }, by(req), clock.now())
      redirect(res, `/imports/${id}/sheet`)
    } catch (error) {
      // The same form sent twice leads where the first of them led.
      const done = error instanceof Duplicate && (await findDone(db, by(req).once ?? ''))
      if (done) return redirect(res, `/imports/${done.subjectId}/sheet`)
      throw error instanceof UnreadableFile ? refusalFor(error) : error
    }
  }
  return router
}

const inMegabytes = { megabytes: LIMITS.bytes / 1024 / 1024 }

function refusalFor({ key, line }: UnreadableFile): InvalidInput {
  return new InvalidInput([{ field: 'file', key: `unreadable:${key}`, params: { line, ...inMegabytes } }])
}
