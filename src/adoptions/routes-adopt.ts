import { type NextFunction, type Request, type Response, Router } from 'express'
import { limit, placeOf } from '../accounts/limits.ts'
import { may } from '../domain/permissions.ts'
import { takerKinds } from '../domain/roles.ts'
import { findPresentSlug } from '../initiatives/lineage.ts'
import { findMet, findOrRefuse } from '../initiatives/queries.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { territoryLabel, territoryOptions } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound, Refusal } from '../platform/http/refusal.ts'
import { askToAdopt } from './adopt-asking.ts'
import { findAdoptPage, isAdoptable } from './adopt-queries.ts'
import { AskForm } from './adopt-schema.ts'
import { ageOf, stampFor, stampIn } from './adopt-stamp.ts'
import { linkedAdoptPage, offered, written } from './adopt-telling.ts'
import { adoptEditRoutes } from './routes-adopt-edit.ts'
import { lineageRoutes } from './routes-lineage.ts'

/** « L'adopter »: what an initiative tells whoever would take it up, and a form for them that needs no account. */
export function adoptRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock, page, network } = floor
  // Every form that is sent counts for the place it comes from; those that are taken, for the initiative.
  const places = limit(20, 60)
  const taken = limit(40, 24 * 60)

  /** The page as this reader may see it; carriers see it before it is open. Throws NotFound. */
  const openAt = (req: Request) => openOf(req, String(req.params.slug))

  async function openOf(req: Request, slug: string) {
    const { initiative, capacities } = await findOrRefuse(db, req.viewer, req.today, slug)
    const mayEdit = may('adopt_page.edit', capacities).allowed
    const text = await findAdoptPage(db, initiative.id)
    const isOpen = text !== undefined && text.isPublished && isAdoptable(initiative)
    if (!text || (!isOpen && !mayEdit)) throw new NotFound()
    return { initiative, text, isOpen, mayEdit }
  }

  async function showPage(req: Request, res: Response, back?: Return) {
    const { initiative, text, isOpen, mayEdit } = await openAt(req)
    const isVisitor = req.viewer.networkRole === undefined
    page(res, 'adoptions/adopt', {
      ...returned(readingOf(req, floor), back),
      ...(await offered(floor, req.today, initiative.id)),
      initiative,
      told: written(text),
      isOpen,
      edit: mayEdit ? `/initiatives/${initiative.slug}/adopt/edit` : undefined,
      takerKinds,
      territoryNames: (await territoryOptions(db)).map(territoryLabel),
      stamp: stampOn(initiative.id, back),
      jsonLd: isOpen && isVisitor ? linkedAdoptPage(initiative, text, floor.url) : undefined,
    })
  }

  // A form that comes back keeps its stamp, so that it counts once and need not wait again.
  function stampOn(about: string, back: Return | undefined): string {
    const sent = back?.values.stamp
    const known = stampIn(floor, sent, about)
    return known && ageOf(known, clock.now()) !== 'too_late' ? String(sent) : stampFor(floor, about, clock.now())
  }

  /** What was typed comes back also when somebody is to wait. */
  const orTooMany = async (req: Request, res: Response, handled: Promise<void>) => {
    try {
      await handled
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 429)) throw error
      res.status(429)
      const issues = [{ field: 'form', key: 'too_many_asked', params: error.details }]
      await showPage(req, res, { values: req.body as Record<string, unknown>, issues })
    }
  }

  // The address of a merged initiative leads to the page of the present one; to its sheet, as long as that has none.
  async function present(req: Request) {
    const slug = String(req.params.slug)
    if (await findMet(db, req.viewer, req.today, slug)) return undefined
    return findPresentSlug(db, req.viewer, req.today, { slug })
  }

  router.get('/initiatives/:slug/adopt', async (req, res) => {
    const slug = await present(req)
    if (!slug) return showPage(req, res)
    const isThere = await openOf(req, slug).catch(orNotFound)
    return isThere ? res.redirect(301, `/initiatives/${slug}/adopt`) : res.redirect(302, `/initiatives/${slug}`)
  })
  router.post(
    '/initiatives/:slug/adopt/requests',
    ofPresent,
    form(showPage, (req, res) => orTooMany(req, res, ask(req, res))),
  )

  async function ask(req: Request, res: Response) {
    const { initiative, isOpen } = await openAt(req)
    if (!isOpen) throw new NotFound()
    await places.spend(res, placeOf(req))
    const house = { db, sender: { url: floor.url, locale: network.get().locale } }
    const spend = () => taken.spend(res, initiative.id)
    const input = accept(AskForm, req.body)
    const stamp = stampIn(floor, input.stamp, initiative.id)
    await askToAdopt(house, initiative, input, stamp, moment(floor, req), spend)
    // To the top, where it is said: without a place of its own the address would keep that of the form.
    redirect(res, `/initiatives/${initiative.slug}/adopt#main`, 'adoptions.adopt.sent')
  }

  // A form that was opened before the merge comes back on the page of the present initiative, with what was typed.
  async function ofPresent(req: Request, _res: Response, next: NextFunction) {
    const slug = await present(req)
    if (slug) req.params.slug = slug
    next()
  }

  router.use(adoptEditRoutes(floor))
  router.use(lineageRoutes(floor))
  return router
}

function orNotFound(error: unknown): undefined {
  if (!(error instanceof NotFound)) throw error
}
