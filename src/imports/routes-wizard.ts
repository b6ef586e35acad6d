import { type Request, type Response, Router } from 'express'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, redirect, type Return } from '../platform/http/floor.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { columnNames } from '../platform/reading/header.ts'
import { answer } from './commands.ts'
import { actorFields, fieldGroups } from './fields.ts'
import { gridOf, sheetAt } from './grid.ts'
import { lacksOf, withAnswer } from './mapping.ts'
import { nextStep, openedFor, problemsOf, stepsOf, untouched } from './pages.ts'
import { findSavedMapping, knownSources, savedMappings } from './queries.ts'
import { ApplyForm, ColumnsForm, SheetForm } from './schema.ts'
import { applied, suggestedHeader, withSheet, withValues } from './suggesting.ts'

const SAMPLE_ROWS = 12

/** The steps of an import before its values: which sheet and header, which column holds what. */
export function wizardRoutes(floor: Floor): Router {
  const router = Router()
  const { db } = floor

  const sheetPage = async (req: Request, res: Response, { issues, stale }: Return) => {
    const { it, workbook } = await openedFor(floor, req)
    if (it.state !== 'uploaded') return redirect(res, `/imports/${it.id}`)
    const asked = Number(req.query.sheet ?? it.mapping.sheet)
    const index = workbook.sheets[asked] ? asked : 0
    const sheet = sheetAt(workbook, index)
    const header = index === it.mapping.sheet ? it.mapping.header : suggestedHeader(sheet)
    floor.page(res, 'imports/sheet', {
      it,
      steps: stepsOf(it, 'sheet'),
      sheets: workbook.sheets.map(({ name, rows }) => ({ name, rows: rows.length })),
      sheet: index,
      header,
      letters: columnNames(sheet, -1).map(({ letter }) => letter),
      rows: sheet.rows
        .slice(0, Math.max(SAMPLE_ROWS, (header ?? 0) + 4))
        .map((cells, row) => ({ cells, line: sheet.lines[row] })),
      isStale: stale !== undefined,
      problems: problemsOf(req, issues),
    })
  }
  router.get('/imports/:id/sheet', (req, res) => sheetPage(req, res, untouched))
  router.post(
    '/imports/:id/sheet',
    form(sheetPage, async (req, res) => {
      const { it, workbook } = await openedFor(floor, req)
      const { version, sheet, header = null } = accept(SheetForm, req.body)
      const rows = workbook.sheets[sheet]?.rows.length ?? 0
      if (rows === 0) throw new InvalidInput([{ field: 'sheet', key: 'not_in_list' }])
      if (header !== null && header >= rows - 1) throw new InvalidInput([{ field: 'header', key: 'nothing_below' }])
      const isSame = it.mapping.sheet === sheet && it.mapping.header === header && it.mapping.columns.length > 0
      const chosen = isSame ? it.mapping : withSheet(workbook, { ...it.mapping, sheet, header, answered: [] })
      await answer(db, it, version, withAnswer(chosen, 'sheet'), by(req))
      redirect(res, `/imports/${it.id}/columns`)
    }),
  )

  const columnsPage = async (req: Request, res: Response, { values, issues, stale }: Return) => {
    const { it, workbook } = await openedFor(floor, req)
    if (it.state !== 'uploaded') return redirect(res, `/imports/${it.id}`)
    const grid = gridOf(workbook, it.mapping)
    const [saved, sources] = await Promise.all([savedMappings(db), knownSources(db)])
    floor.page(res, 'imports/columns', {
      it,
      steps: stepsOf(it, 'columns'),
      columns: grid.names.map((name, index) => ({
        name,
        samples: samples(grid.rows, index),
        field: it.mapping.columns[index],
      })),
      rows: grid.rows.length,
      groups: fieldGroups,
      actorFields,
      saved,
      sources,
      isStale: stale !== undefined,
      values: stale ? {} : values,
      problems: problemsOf(req, issues),
    })
  }
  router.get('/imports/:id/columns', (req, res) => columnsPage(req, res, untouched))
  router.post(
    '/imports/:id/columns',
    form(columnsPage, async (req, res) => {
      const { it, workbook } = await openedFor(floor, req)
      const { version, answers } = accept(ColumnsForm, req.body)
      const mapping = { ...it.mapping, ...answers }
      const lacks = lacksOf(mapping)
      if (lacks.length > 0) {
        throw new InvalidInput(lacks.map(({ field, key, of }) => ({ field, key, params: { of } })))
      }
      const answered = withAnswer(withValues(workbook, mapping), 'columns')
      await answer(db, it, version, answered, by(req))
      redirect(res, `/imports/${it.id}/${nextStep(answered)}`)
    }),
  )
  router.post(
    '/imports/:id/mapping',
    form(columnsPage, async (req, res) => {
      const { it, workbook } = await openedFor(floor, req)
      const { version, mapping } = accept(ApplyForm, req.body)
      const saved = await findSavedMapping(db, mapping)
      if (!saved) throw new InvalidInput([{ field: 'mapping', key: 'not_in_list' }])
      await answer(db, it, version, applied(saved, workbook, it.mapping), by(req))
      redirect(res, `/imports/${it.id}/columns`, 'imports.done.applied')
    }),
  )
  return router
}

/** The first things that a column says, so that people recognise it. */
function samples(rows: readonly string[][], column: number): string[] {
  const found = new Set<string>()
  for (const row of rows.slice(0, 500)) {
    const cell = (row[column] ?? '').trim()
    if (cell !== '') found.add(cell.length > 80 ? `${cell.slice(0, 79)}…` : cell)
    if (found.size === 3) break
  }
  return [...found]
}
