import { type Request, type Response, Router } from 'express'
import * as z from 'zod'
import { territoryKinds } from '../domain/innovation.ts'
import { accept } from '../platform/http/accept.ts'
import { line } from '../platform/http/fields.ts'
import { by, type Floor, form, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { ancestorsOf, findTerritory, territoryLabel, territorySuggestions } from './queries.ts'
import { TerritoryForm } from './schema.ts'
import { addTerritory, placesIn } from './territories.ts'

const Browse = z.object({ in: line(60).default(''), words: line(200).default('') })
// Whatever a field is called that asks for places, what is typed in it is sent under that name.
const Typed = z.object({ words: line(200).optional(), territory: line(200).optional(), parent: line(200).optional() })

/** `/settings/territories`: the tree, a search, and places added by hand. `/territories/suggestions` serves every form. */
export function territoryRoutes(floor: Floor): Router {
  const { db, clock } = floor
  const router = Router()

  router.get('/territories/suggestions', async (req, res) => {
    const { words, territory, parent } = accept(Typed, req.query)
    const places = await territorySuggestions(db, words ?? territory ?? parent ?? '', 20)
    floor.page(res, 'network/suggestions', {
      places: places.map((place) => ({ ...place, label: territoryLabel(place) })),
    })
  })

  const treePage = async (req: Request, res: Response, { values, issues }: Return) => {
    const { in: code, words } = accept(Browse, req.query)
    const here = code ? await findTerritory(db, code) : undefined
    if (code && !here) throw new NotFound()
    floor.page(res, 'network/territories', {
      here,
      around: here ? await ancestorsOf(db, here) : [],
      found: words ? await territorySuggestions(db, words, 100) : undefined,
      places: words ? [] : await placesIn(db, here),
      words,
      kinds: territoryKinds,
      parent: here && territoryLabel(here),
      values,
      problems: problemsIn(translate(req.locale), issues),
    })
  }
  router.get('/settings/territories', (req, res) => treePage(req, res, { values: {}, issues: [] }))
  router.post(
    '/settings/territories',
    form(treePage, async (req, res) => {
      const input = accept(TerritoryForm, req.body)
      const code = await addTerritory(db, input, by(req), clock.now())
      redirect(res, `/settings/territories?in=${encodeURIComponent(code)}`, 'network.done.territory', {
        name: input.name,
      })
    }),
  )
  return router
}
