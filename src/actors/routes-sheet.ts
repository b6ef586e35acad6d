import { type Request, type RequestHandler, type Response, Router } from 'express'
import { capacitiesOf, may } from '../domain/permissions.ts'
import { accept } from '../platform/http/accept.ts'
import type { Reader } from '../platform/db/database.ts'
import { by, type Floor, form, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { mayEdit, seesContacts } from './access.ts'
import { beginMembership, endMembership } from './belonging.ts'
import { identifierSchemes } from './identifiers.ts'
import { linkedOrganisation } from './linked.ts'
import { giveIdentifier, withdrawIdentifier } from './identifying.ts'
import { mergeActor } from './merging.ts'
import { type Actor, findActor, findActorById, type Roles } from './queries.ts'
import { EndForm, IdentifierForm, MembershipForm, MergeForm } from './schema.ts'
import { sheetOf } from './sheet.ts'

/** `/actors/:slug`: the page of an actor, and the small forms on it. */
export function sheetRoutes(floor: Floor, roles: Roles): Router {
  const router = Router()
  const { db, clock } = floor

  const sheetPage = async (req: Request, res: Response, back: Return) =>
    showSheet(req, res, await findActorOrRefuse(db, req), back)

  const showSheet = async (req: Request, res: Response, actor: Actor, back: Return) => {
    const main = await floor.main(req, 'actors/show-main', () => sheetFor(req, actor, back), String(actor.version))
    // Search engines are visitors.
    const isVisitor = req.viewer.networkRole === undefined
    const jsonLd = isVisitor ? await linkedOrganisation(db, actor, floor.url) : undefined
    floor.page(res, 'actors/show', { actor, main, jsonLd })
  }

  const sheetFor = async (req: Request, actor: Actor, { values, issues, stale }: Return) => {
    const { viewer, today } = req
    const [sheet, held, adopts] = await Promise.all([
      sheetOf(db, actor, viewer),
      roles.of?.(db, actor.id, viewer, today) ?? [],
      roles.adopts?.(db, actor, viewer, today),
    ])
    const mayCoordinate = may('actor.edit', capacitiesOf(viewer.networkRole)).allowed
    return {
      ...sheet,
      actor,
      contacts: seesContacts(viewer, actor.id) ? { email: actor.email, phone: actor.phone } : undefined,
      held,
      adopts,
      showsRoles: roles.of !== undefined,
      today,
      ownIds: viewer.actorIds,
      mayEdit: mayEdit(viewer, actor.id).allowed,
      mayMerge: mayCoordinate && roles.moved !== undefined,
      schemes: identifierSchemes,
      // Which of the small forms comes back with what was typed: `memberships`, `memberships/…/end`, `merge` …
      form: req.path.split('/').slice(3).join('/'),
      isStale: stale !== undefined,
      values,
      problems: problemsIn(translate(req.locale), issues),
    }
  }

  router.get('/actors/:slug', async (req, res) => {
    const { slug } = req.params
    const actor = await floor.kept(req, ['actor', slug], () => findActor(db, req.viewer, slug))
    if (!actor) throw new NotFound()
    if (actor.mergedIntoId) return res.redirect(301, `/a/${actor.mergedIntoId}`)
    return showSheet(req, res, actor, { values: {}, issues: [] })
  })

  const onSheet = (handle: (req: Request, actor: Actor) => Promise<string>, anchor: string): RequestHandler =>
    form(sheetPage, async (req, res) => {
      const actor = await findActorOrRefuse(db, req)
      const done = await handle(req, actor)
      redirect(res, `/actors/${actor.slug}#${anchor}`, `actors.done.${done}`)
    })

  router.post(
    '/actors/:slug/memberships',
    onSheet(async (req, actor) => {
      await beginMembership(db, actor, accept(MembershipForm, req.body), by(req), clock.now())
      return 'membership_begun'
    }, 'people'),
  )
  router.post(
    '/actors/:slug/memberships/:id/end',
    onSheet(async (req, actor) => {
      const { until } = accept(EndForm, req.body)
      await endMembership(db, actor, req.params.id as string, until, by(req), clock.now())
      return 'membership_ended'
    }, 'people'),
  )
  router.post(
    '/actors/:slug/identifiers',
    onSheet(async (req, actor) => {
      await giveIdentifier(db, actor, accept(IdentifierForm, req.body), by(req), clock.now())
      return 'identifier_given'
    }, 'identifiers'),
  )
  router.post(
    '/actors/:slug/identifiers/:id/withdrawal',
    onSheet(async (req, actor) => {
      await withdrawIdentifier(db, actor, req.params.id as string, by(req), clock.now())
      return 'identifier_withdrawn'
    }, 'identifiers'),
  )
  router.post(
    '/actors/:slug/merge',
    form(sheetPage, async (req, res) => {
      const actor = await findActorOrRefuse(db, req)
      if (!roles.moved) throw new NotFound()
      const kept = await mergeActor(db, actor, accept(MergeForm, req.body), roles.moved, by(req), clock.now())
      redirect(res, `/actors/${kept.slug}`, 'actors.done.merged', { name: actor.name })
    }),
  )
  return router
}

/** The actor that an address names; one that was merged is found under the address of the one that was kept. */
export async function findActorOrRefuse(db: Reader, { viewer, params }: Request): Promise<Actor> {
  const actor = await findActor(db, viewer, params.slug as string)
  const kept = actor?.mergedIntoId ? await findActorById(db, viewer, actor.mergedIntoId) : actor
  if (!kept) throw new NotFound()
  return kept
}
