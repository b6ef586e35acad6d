import { type Request, type Response, Router } from 'express'
import { readingOf, returned } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, redirect, type Return } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { uploaderFor } from './forms.ts'
import { documentPage } from './page.ts'
import { findDocumentOrRefuse } from './queries.ts'
import { doneBefore, orDoneBefore, takenIn, tooLargeReturned } from './receiving.ts'
import { replace } from './replacing.ts'
import { VersionInput } from './schema.ts'
import { tending } from './tending.ts'

/** The page of a document, its versions, and the form that replaces it by a new one. */
export function documentRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page, storage } = floor
  const publisher = () => ({ name: floor.network.get().name, url: floor.url })
  const metIn = (req: Request) => findDocumentOrRefuse(db, req.viewer, req.today, String(req.params.id))

  router.get('/documents/:id', async (req, res) => {
    page(res, 'documents/show', await documentPage(db, await metIn(req), readingOf(req, floor), publisher()))
  })

  async function showReplace(req: Request, res: Response, back?: Return) {
    const { document, version, initiative, capacities } = await metIn(req)
    tending(document, req.viewer, capacities)
    const reading = readingOf(req, floor)
    page(res, 'documents/replace', {
      ...returned(reading, back),
      document,
      version,
      initiative,
      uploader: await uploaderFor(req, floor, reading, back),
    })
  }

  router.get('/documents/:id/versions/new', (req, res) => showReplace(req, res))
  router.get('/documents/:id/versions/:number', async (req, res) => {
    const number = Number(req.params.number)
    if (!Number.isSafeInteger(number)) throw new NotFound()
    page(res, 'documents/show', await documentPage(db, await metIn(req), readingOf(req, floor), publisher(), number))
  })
  router.post(
    '/documents/:id/versions',
    tooLargeReturned(
      floor,
      showReplace,
      form(showReplace, async (req, res) => {
        const { document, capacities } = await metIn(req)
        tending(document, req.viewer, capacities)
        await takenIn(req, floor)
        const before = await doneBefore(db, req)
        if (before) return redirect(res, before)
        const input = accept(VersionInput, req.body)
        const deed = replace(db, storage, document.id, input, by(req), moment(floor, req))
        const made = await orDoneBefore(db, req, deed)
        if (typeof made === 'string') return redirect(res, made)
        redirect(res, `/documents/${document.id}`, 'documents.replace.done', { n: String(made.number) })
      }),
    ),
  )
  return router
}
