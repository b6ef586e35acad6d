import { type Request, type Response, Router } from 'express'
import { transferTags } from '../domain/documents.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { placeDocument } from './commands.ts'
import { placed } from './queries.ts'
import { PlaceForm } from './schema.ts'

/** `/library/documents/:id`: the place of a document in the catalogue. */
export function placeRoutes(floor: Floor): Router {
  const router = Router()
  const { db } = floor

  const placePage = async (req: Request, res: Response, back?: Return) => {
    const found = await placed(db, req.viewer, req.today, String(req.params.id))
    floor.page(res, 'library/place', { ...found, transferTags, ...returned(readingOf(req, floor), back) })
  }
  router.get('/library/documents/:id', reservedFor('document.feature'), (req, res) => placePage(req, res))
  router.post(
    '/library/documents/:id',
    reservedFor('document.feature'),
    form(placePage, async (req, res) => {
      const id = String(req.params.id)
      await placeDocument(db, id, accept(PlaceForm, req.body), by(req), moment(floor, req))
      redirect(res, `/documents/${id}`, 'library.done.placed')
    }),
  )
  return router
}
