import { type Request, type Response, Router } from 'express'
import { by, type Floor, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { resume, run, undo } from './commands.ts'
import { gridOf } from './grid.ts'
import { opened } from './opened.ts'
import { nextStep } from './pages.ts'
import { findOrRefuse, type Import, isUnderWay, rowCounts, rowsOf } from './queries.ts'
import { pagerFor, PER_PAGE, refusedCsv } from './results.ts'
import { type Outcome, outcomes, RowsQuery } from './schema.ts'

const MOST_REFUSED = 200_000

/** An import once it runs: progress, result, what was refused, undo. */
export function runRoutes(floor: Floor): Router {
  const router = Router()
  const { db, storage, clock } = floor
  const find = (req: Request) => findOrRefuse(db, req.viewer, String(req.params.id))
  const isWorking = ({ state }: Import) => state === 'running' || state === 'undoing'

  const resultPage = async (req: Request, res: Response, it: Import, message?: string) => {
    if (isWorking(it)) {
      const isStuck = !(await isUnderWay(db, it.id))
      return floor.page(res, 'imports/running', { it, message, isStuck })
    }
    const { outcome, page } = RowsQuery.parse(req.query)
    const chosen: readonly Outcome[] = outcome ? [outcome] : outcomes
    const counts = await rowCounts(db, it.id)
    const total = chosen.reduce((all, one) => all + (counts[one] ?? 0), 0)
    floor.page(res, 'imports/result', {
      it,
      message,
      counts,
      outcome,
      rows: await rowsOf(db, it.id, chosen, PER_PAGE, (page - 1) * PER_PAGE),
      pager: pagerFor(`/imports/${it.id}`, { outcome, page }, total),
    })
  }

  // Its time was over: the page itself says what that means.
  const forgottenPage = async (req: Request, res: Response, it: Import) => {
    res.status(409)
    await resultPage(req, res, it)
  }

  router.get('/imports/:id', async (req, res) => {
    const it = await find(req)
    if (it.state === 'uploaded') return res.redirect(303, `/imports/${it.id}/${nextStep(it.mapping)}`)
    await resultPage(req, res, it)
  })
  router.get('/imports/:id/progress', async (req, res) => {
    const it = await find(req)
    const home = `/imports/${it.id}`
    if (req.get('HX-Request') !== 'true') return res.redirect(303, home)
    // The page that waits is over: the browser goes to the result.
    if (!isWorking(it)) return res.set('HX-Redirect', home).sendStatus(200)
    floor.page(res, 'imports/progress', { it })
  })
  router.post('/imports/:id/run', async (req, res) => {
    const it = await find(req)
    if (it.state !== 'uploaded' && !it.file) return forgottenPage(req, res, it)
    const begun = await run(db, it, by(req), clock.now())
    if (typeof begun === 'object') return redirect(res, `/imports/${it.id}/${begun.ready}`)
    if (begun === 'begun' || it.state !== 'undone') return redirect(res, `/imports/${it.id}`)
    res.status(409)
    await resultPage(req, res, it, 'undone_already')
  })
  router.post('/imports/:id/resume', async (req, res) => {
    const it = await find(req)
    if (isWorking(it) && !(await isUnderWay(db, it.id))) await resume(db, it, by(req), clock.now())
    redirect(res, `/imports/${it.id}`)
  })
  router.post('/imports/:id/undo', async (req, res) => {
    const it = await find(req)
    if (it.state !== 'uploaded' && !it.file) return forgottenPage(req, res, it)
    const begun = await undo(db, it, by(req), clock.now())
    if (begun === 'begun' || it.state === 'undoing' || it.state === 'done') return redirect(res, `/imports/${it.id}`)
    res.status(409)
    if (it.state === 'uploaded') return floor.page(res, 'imports/nothing', { it })
    await resultPage(req, res, it, it.state === 'running' ? 'still_running' : 'undone_already')
  })
  router.get('/imports/:id/refused.csv', async (req, res) => {
    const it = await find(req)
    if (!it.file) throw new NotFound()
    const rows = await rowsOf(db, it.id, ['refused', 'ignored'], MOST_REFUSED, 0)
    const grid = gridOf(await opened(storage, it), it.mapping)
    const places = new Map(grid.lines.map((line, index) => [line, index]))
    const cellsAt = (line: number) => grid.rows[places.get(line) ?? -1] ?? []
    res.set('Content-Type', 'text/csv; charset=utf-8')
    res.attachment(`refus-${it.fileName.replace(/\.[a-z0-9]{1,5}$/iu, '')}.csv`)
    res.send(
      refusedCsv(
        translate(req.locale),
        rows.map(({ row }) => row),
        grid.names,
        cellsAt,
      ),
    )
  })
  return router
}
