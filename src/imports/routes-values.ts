import { type Request, type Response, Router } from 'express'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, redirect, type Return } from '../platform/http/floor.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { answer, saveMapping } from './commands.ts'
import { hasValuesToMap, valueFields } from './fields.ts'
import { gridOf } from './grid.ts'
import { lacksOf, type Mapping, withAnswer } from './mapping.ts'
import { nextStep, openedFor, problemsOf, stepsOf, untouched } from './pages.ts'
import { previewed } from './previewing.ts'
import { pagerFor, PER_PAGE } from './results.ts'
import { MappingForm, RowsQuery, ValuesForm } from './schema.ts'
import { distinctValues, MOST_VALUES } from './suggesting.ts'
import { meanings } from './vocabulary.ts'

/** The last steps of an import before it runs: what values mean, and what it would do. */
export function valueRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock } = floor

  const valuesPage = async (req: Request, res: Response, { values, issues, stale }: Return) => {
    const { it, workbook } = await openedFor(floor, req)
    if (it.state !== 'uploaded') return redirect(res, `/imports/${it.id}`)
    const grid = gridOf(workbook, it.mapping)
    const asked = valueFields.filter((field) => hasValuesToMap(field, it.mapping))
    floor.page(res, 'imports/values', {
      it,
      steps: stepsOf(it, 'values'),
      fields: asked.map((field) => {
        const counts = distinctValues(grid, it.mapping, field)
        return {
          field,
          column: grid.names[it.mapping.columns.indexOf(field)],
          more: Math.max(0, counts.size - MOST_VALUES),
          values: Object.entries(it.mapping.values[field] ?? {}).map(([value, code]) => ({
            value,
            code,
            count: counts.get(value) ?? 0,
          })),
          meanings: meanings[field],
        }
      }),
      isStale: stale !== undefined,
      values: stale ? {} : values,
      problems: problemsOf(req, issues),
    })
  }
  router.get('/imports/:id/values', (req, res) => valuesPage(req, res, untouched))
  router.post(
    '/imports/:id/values',
    form(valuesPage, async (req, res) => {
      const { it } = await openedFor(floor, req)
      const { version, ...chosen } = accept(ValuesForm, req.body)
      const values: Mapping['values'] = {}
      for (const field of valueFields) {
        const known = Object.keys(it.mapping.values[field] ?? {})
        if (known.length > 0)
          values[field] = Object.fromEntries(known.map((value, index) => [value, chosen[field][index] ?? '']))
      }
      const answered = withAnswer({ ...it.mapping, values }, 'values')
      await answer(db, it, version, answered, by(req))
      redirect(res, `/imports/${it.id}/${nextStep(answered)}`)
    }),
  )

  const previewPage = async (req: Request, res: Response, { values, issues }: Return) => {
    const { it, workbook } = await openedFor(floor, req)
    if (it.state !== 'uploaded') return redirect(res, `/imports/${it.id}`)
    if (lacksOf(it.mapping).length > 0) return redirect(res, `/imports/${it.id}/columns`)
    const { outcome, page } = RowsQuery.parse(req.query)
    const { counts, rows } = await previewed(db, workbook, it.mapping, req.today)
    const chosen = outcome ? rows.filter((row) => row.outcome === outcome) : rows
    floor.page(res, 'imports/preview', {
      it,
      steps: stepsOf(it, 'preview'),
      counts,
      total: rows.length,
      outcome,
      rows: chosen.slice((page - 1) * PER_PAGE, page * PER_PAGE),
      pager: pagerFor(`/imports/${it.id}/preview`, { outcome, page }, chosen.length),
      values,
      problems: problemsOf(req, issues),
    })
  }
  router.get('/imports/:id/preview', (req, res) => previewPage(req, res, untouched))
  router.post(
    '/imports/:id/mappings',
    form(previewPage, async (req, res) => {
      const { it, workbook } = await openedFor(floor, req)
      if (lacksOf(it.mapping).length > 0) throw new InvalidInput([{ field: 'name', key: 'not_ready' }])
      const { name } = accept(MappingForm, req.body)
      await saveMapping(db, name, workbook, it.mapping, by(req), clock.now())
      redirect(res, `/imports/${it.id}/preview`, 'imports.done.mapping_saved', { name })
    }),
  )
  return router
}
