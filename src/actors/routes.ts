import { Router } from 'express'
import { actorKinds, roles as allRoles, sectors } from '../domain/roles.ts'
import { may, capacitiesOf } from '../domain/permissions.ts'
import { findTerritory, territoryOptions } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import type { Floor } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { actorsListed, actorsLike, PER_PAGE } from './listing.ts'
import { actorsByIds, actorSuggestions, type Actor, type Roles } from './queries.ts'
import { formRoutes } from './routes-forms.ts'
import { sheetRoutes } from './routes-sheet.ts'
import { ListQuery } from './schema.ts'

/** `/actors` and what is below it. `roles` is what a later room knows of the roles that actors hold. */
export function routes(floor: Floor, roles: Roles = {}): Router {
  const router = Router()
  const { db } = floor

  router.get('/actors', async ({ query, viewer, today }, res) => {
    const filter = accept(ListQuery, query)
    const territory = filter.territory ? await findTerritory(db, filter.territory) : undefined
    const [{ rows, total }, places] = await Promise.all([
      actorsListed(db, { ...filter, territory }, filter.page, viewer, today, roles),
      territoryOptions(db),
    ])
    floor.page(res, 'actors/list', {
      rows,
      total,
      from: (filter.page - 1) * PER_PAGE + 1,
      page: filter.page,
      isLast: filter.page * PER_PAGE >= total,
      filter,
      places: places.filter(({ kind }) => kind !== 'country'),
      kinds: actorKinds,
      sectors,
      // A filter that nobody can answer is not offered.
      roles: roles.holding ? allRoles : [],
      mayAdd: may('actor.add', capacitiesOf(viewer.networkRole)).allowed,
    })
  })

  // While the name of a new actor is being typed: those it may already be.
  router.get('/actors/suggestions', async ({ query, viewer }, res) => {
    if (!viewer.networkRole) throw new NotFound()
    const name = wordsOf(query.name)
    floor.page(res, 'actors/alike', { alike: await actorsLike(db, viewer, name) })
  })

  // For a field in which an actor is named: what its datalist holds.
  router.get('/actors/options', async ({ query, viewer }, res) => {
    const kinds = actorKinds.filter((kind) => query.kind === undefined || query.kind === kind)
    const words = wordsOf(query.words ?? query.person ?? query.into ?? query.actor ?? query.organisation)
    floor.page(res, 'actors/options', { options: named(await actorSuggestions(db, viewer, words, 20, kinds)) })
  })

  // The address that never changes.
  router.get('/a/:id', async ({ params, viewer }, res) => {
    const [actor] = await actorsByIds(db, viewer, [params.id])
    const [kept] = actor?.mergedIntoId ? await actorsByIds(db, viewer, [actor.mergedIntoId]) : [actor]
    if (!kept) throw new NotFound()
    res.redirect(301, `/actors/${kept.slug}`)
  })

  router.use(formRoutes(floor))
  router.use(sheetRoutes(floor, roles))
  return router
}

function wordsOf(typed: unknown): string {
  return typeof typed === 'string' ? typed.slice(0, 200) : ''
}

/** What stands for each actor in a field: its name, or the end of its address when another has the same name. */
function named(found: Actor[]) {
  return found.map((actor) => {
    const isOnly = found.filter(({ searchText }) => searchText === actor.searchText).length === 1
    return { ...actor, value: isOnly ? actor.name : actor.slug }
  })
}
