import { type Request, type Response, Router } from 'express'
import { may, capacitiesOf } from '../domain/permissions.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import {
  addCollection,
  addDocument,
  editCollection,
  orderCollections,
  orderDocuments,
  removeCollection,
  takeDocumentOut,
} from './commands.ts'
import { introductionHtml, introductionText } from '../platform/writing/prose.ts'
import { found, LIBRARY_AS_IT_IS } from './listing.ts'
import { rowsOf } from './pages.ts'
import { collectionOrRefuse, collectionsSeen, shelved } from './queries.ts'
import { AddForm, CollectionEditForm, CollectionForm, OrderForm, SearchToAdd } from './schema.ts'

const PROPOSED = 10
const reserved = reservedFor('collection.edit')
const mayKeep = ({ viewer }: Request) => may('collection.edit', capacitiesOf(viewer.networkRole)).allowed

/** `/collections`: shelves of the catalogue, read by whoever may see what is on them, kept by coordinators. */
export function collectionRoutes(floor: Floor): Router {
  const router = Router()
  const { db } = floor

  router.get('/collections', async (req, res) => {
    const seen = await collectionsSeen(db, req.viewer, req.today)
    const collections = seen.map(({ collection, many }) => ({
      ...collection,
      many,
      text: introductionText(collection.introduction),
    }))
    floor.page(res, 'library/collections', { collections, mayKeep: mayKeep(req) })
  })

  const newPage = (req: Request, res: Response, back?: Return) =>
    floor.page(res, 'library/collection-edit', returned(readingOf(req, floor), back))
  router.get('/collections/new', reserved, (req, res) => newPage(req, res))
  router.post(
    '/collections',
    reserved,
    form(newPage, async (req, res) => {
      const slug = await addCollection(db, accept(CollectionForm, req.body), by(req), moment(floor, req))
      redirect(res, `/collections/${slug}`, 'library.done.added')
    }),
  )
  router.post('/collections/order', reserved, async (req, res) => {
    await orderCollections(db, accept(OrderForm, req.body), by(req), moment(floor, req))
    redirect(res, '/collections', 'library.done.ordered')
  })

  const collectionPage = async (req: Request, res: Response, back?: Return) => {
    const { viewer, today } = req
    const { collection, ids } = await collectionOrRefuse(db, viewer, today, String(req.params.slug))
    const { q } = accept(SearchToAdd, req.query)
    const isKeeper = mayKeep(req)
    const [rows, proposed] = await Promise.all([
      shelved(db, viewer, today, ids),
      isKeeper && q ? found(db, { viewer, today, filter: { ...LIBRARY_AS_IT_IS, q } }, PROPOSED) : undefined,
    ])
    const others = await shelved(db, viewer, today, proposed?.ids.filter((id) => !ids.includes(id)) ?? [])
    floor.page(res, 'library/collection', {
      collection,
      introduction: introductionHtml(collection.introduction),
      rows: await rowsOf(db, rows, ''),
      mayKeep: isKeeper,
      proposed: proposed && (await rowsOf(db, others, q)),
      words: q,
      ...returned(readingOf(req, floor), back),
    })
  }
  router.get('/collections/:slug', (req, res) => collectionPage(req, res))

  const editPage = async (req: Request, res: Response, back?: Return) => {
    const { collection } = await collectionOrRefuse(db, req.viewer, req.today, String(req.params.slug))
    const { t } = readingOf(req, floor)
    const page = `/collections/${collection.slug}`
    const sides = ['title', 'introduction'].map((name) => ({ name, label: t(`library.collection.${name}`) }))
    floor.page(res, 'library/collection-edit', {
      collection,
      conflict: conflictOf(back, sides, page, page),
      ...returned(readingOf(req, floor), back),
    })
  }
  router.get('/collections/:slug/edit', reserved, (req, res) => editPage(req, res))
  router.post(
    '/collections/:slug',
    reserved,
    form(editPage, async (req, res) => {
      const slug = String(req.params.slug)
      await editCollection(db, slug, accept(CollectionEditForm, req.body), by(req), moment(floor, req))
      redirect(res, `/collections/${slug}`, 'library.done.edited')
    }),
  )
  router.post('/collections/:slug/removal', reserved, async (req, res) => {
    await removeCollection(db, String(req.params.slug), by(req), moment(floor, req))
    redirect(res, '/collections', 'library.done.removed')
  })
  router.post('/collections/:slug/order', reserved, async (req, res) => {
    const slug = String(req.params.slug)
    await orderDocuments(db, slug, accept(OrderForm, req.body), by(req), moment(floor, req))
    redirect(res, `/collections/${slug}`, 'library.done.ordered')
  })
  router.post(
    '/collections/:slug/documents',
    reserved,
    form(collectionPage, async (req, res) => {
      const slug = String(req.params.slug)
      await addDocument(db, slug, accept(AddForm, req.body).document, by(req), moment(floor, req))
      redirect(res, `/collections/${slug}`, 'library.done.filled')
    }),
  )
  router.post('/collections/:slug/documents/:id/removal', reserved, async (req, res) => {
    const slug = String(req.params.slug)
    await takeDocumentOut(db, slug, String(req.params.id), by(req), moment(floor, req))
    redirect(res, `/collections/${slug}`, 'library.done.thinned')
  })
  return router
}
