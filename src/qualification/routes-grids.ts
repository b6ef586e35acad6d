import { type Request, type Response, Router } from 'express'
import { capacitiesOf, may } from '../domain/permissions.ts'
import { weights } from '../domain/qualification.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { reservedFor } from '../network/access.ts'
import { namesOf } from '../accounts/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { addGrid, archiveGrid, changeGrid, flat, restoreGrid } from './grids.ts'
import { allGrids, gridOrRefuse } from './queries.ts'
import { gridForm, NewGridForm } from './schema.ts'
import { criterionTold } from './telling.ts'
import { nameOf } from './words.ts'

/** Rows for criteria that are not there yet, at the end of the form. */
const NEW = ['new-1', 'new-2', 'new-3']

/** `/grids`: by what initiatives are qualified, for everybody to read; coordinators change them. */
export function gridRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor
  const reserved = reservedFor('grid.edit')
  const mayEdit = (req: Request) => may('grid.edit', capacitiesOf(req.viewer.networkRole)).allowed

  router.get('/grids', async (req, res) => {
    const reading = readingOf(req, floor)
    const grids = (await allGrids(db)).map(({ slug, last }) => ({
      slug,
      kind: last.kind,
      number: last.number,
      name: nameOf(last, reading),
      isArchived: last.archivedAt !== null,
      criteria: last.criteria.map((one) => criterionTold(one, reading)),
    }))
    page(res, 'qualification/grids', {
      grids: mayEdit(req) ? grids : grids.filter(({ isArchived }) => !isArchived),
      mayEdit: mayEdit(req),
    })
  })

  const showNew = (req: Request, res: Response, back?: Return) =>
    page(res, 'qualification/grid-new', returned(readingOf(req, floor), back))
  router.get('/grids/new', reserved, (req, res) => showNew(req, res))
  router.post(
    '/grids',
    reserved,
    form(showNew, async (req, res) => {
      const slug = await addGrid(db, accept(NewGridForm, req.body), by(req), moment(floor, req))
      redirect(res, `/grids/${slug}/edit`, 'qualification.done.grid_added')
    }),
  )

  router.get('/grids/:slug', async (req, res) => {
    const reading = readingOf(req, floor)
    const { slug, versions, last } = await gridOrRefuse(db, req.params.slug)
    const names = mayEdit(req)
      ? await namesOf(
          db,
          versions.flatMap(({ byAccountId }) => byAccountId ?? []),
        )
      : new Map<string, string>()
    page(res, 'qualification/grid-sheet', {
      grid: { slug, kind: last.kind, name: nameOf(last, reading), isArchived: last.archivedAt !== null },
      versions: versions
        .map((one) => ({
          number: one.number,
          name: nameOf(one, reading),
          at: one.createdAt.getTime() === 0 ? undefined : one.createdAt,
          who: names.get(one.byAccountId ?? '') ?? '',
          criteria: one.criteria.map((criterion) => criterionTold(criterion, reading)),
        }))
        .toReversed(),
      mayEdit: mayEdit(req),
    })
  })

  async function showEdit(req: Request, res: Response, back?: Return) {
    const { slug, last } = await gridOrRefuse(db, String(req.params.slug))
    if (last.archivedAt) throw new NotFound()
    const reading = readingOf(req, floor)
    const { t } = reading
    const codes = codesIn(last.criteria, back?.values)
    const at = `/grids/${slug}`
    const isTyped = back !== undefined
    const sides = codes.flatMap((code) => [
      { name: `fr_${code}`, label: t('qualification.grid.in_french') },
      { name: `en_${code}`, label: t('qualification.grid.in_english') },
      { name: `weight_${code}`, label: t('qualification.grid.weight') },
      {
        name: `priority_${code}`,
        label: t('qualification.grid.priority'),
        text: (value: string) => t(value ? 'qualification.grid.is_priority' : 'qualification.grid.is_not_priority'),
      },
    ])
    page(res, 'qualification/grid-edit', {
      ...returned(reading, back),
      grid: { slug, kind: last.kind, name: nameOf(last, reading), number: last.number },
      codes,
      isNew: NEW,
      typed: isTyped ? back.values : flat(last),
      weights,
      conflict: conflictOf(
        back,
        [
          { name: 'nameFr', label: t('qualification.grid.name_fr') },
          { name: 'nameEn', label: t('qualification.grid.name_en') },
          ...sides,
        ],
        at,
        at,
      ),
    })
  }
  router.get('/grids/:slug/edit', reserved, (req, res) => showEdit(req, res))
  router.post(
    '/grids/:slug',
    reserved,
    form(showEdit, async (req, res) => {
      const slug = String(req.params.slug)
      const { last } = await gridOrRefuse(db, slug)
      const typed = (req.body ?? {}) as Record<string, unknown>
      const input = accept(gridForm(codesIn(last.criteria, typed)), typed)
      const isNew = await changeGrid(db, slug, input, by(req), moment(floor, req))
      redirect(res, `/grids/${slug}`, isNew ? 'qualification.done.grid' : 'qualification.done.same')
    }),
  )

  router.post('/grids/:slug/archival', reserved, async (req, res) => {
    await archiveGrid(db, req.params.slug as string, by(req), moment(floor, req))
    redirect(res, '/grids', 'qualification.done.archived')
  })
  router.post('/grids/:slug/restoration', reserved, async (req, res) => {
    await restoreGrid(db, req.params.slug as string, by(req), moment(floor, req))
    redirect(res, '/grids', 'qualification.done.restored')
  })
  return router
}

// Those of the grid as it stands, those that a form still holds, and rows for new ones.
function codesIn(criteria: readonly { code: string }[], typed: Record<string, unknown> = {}): string[] {
  const known = criteria.map(({ code }) => code)
  const sent = Object.keys(typed).flatMap((name) => /^fr_([a-z0-9-]{1,40})$/.exec(name)?.[1] ?? [])
  return [...new Set([...known, ...sent.filter((code) => !NEW.includes(code)), ...NEW])].slice(0, 60)
}
