import { type Request, type Response, Router } from 'express'
import { by, type Floor, form, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { received } from '../platform/http/upload.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { readFile, UnreadableFile } from '../platform/reading/open.ts'
import { importTerritories } from './territory-import.ts'
import { type Plan, planOf, type RefusedCell } from './territory-rows.ts'

const MAX_BYTES = 5_000_000
const SHOWN_REFUSALS = 200

/** `/settings/territories/import`: places from a file. A file with unusable rows adds nothing, unless told to leave them out. */
export function territoryImportRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock } = floor
  // What was refused goes with the answer, not into the form.
  const refusals = new WeakMap<Request, RefusedCell[]>()

  const importPage = (req: Request, res: Response, { values, issues }: Return) => {
    const refused = refusals.get(req) ?? []
    floor.page(res, 'network/territory-import', {
      refused: refused.slice(0, SHOWN_REFUSALS),
      refusedRows: new Set(refused.map(({ line }) => line)).size,
      moreRefused: Math.max(0, refused.length - SHOWN_REFUSALS),
      limit: MAX_BYTES,
      values,
      problems: problemsIn(translate(req.locale), issues),
    })
  }
  router.get('/settings/territories/import', (req, res) => importPage(req, res, { values: {}, issues: [] }))
  router.post(
    '/settings/territories/import',
    form(importPage, async (req, res) => {
      const { fields, places, refused } = await planIn(floor, req)
      if (refused.length > 0 && fields.without !== 'on') {
        refusals.set(req, refused)
        throw new InvalidInput([{ field: 'file', key: 'rows_refused' }])
      }
      const { added, renamed, kept } = await importTerritories(db, places, by(req), clock.now())
      redirect(res, '/settings/territories', 'network.done.territories', {
        added: String(added),
        renamed: String(renamed),
        kept: String(kept),
      })
    }),
  )
  return router
}

async function planIn({ storage }: Floor, req: Request): Promise<Plan & { fields: Record<string, unknown> }> {
  const { fields, file } = await received(req, storage, { maxBytes: MAX_BYTES })
  if (!file) throw new InvalidInput([{ field: 'file', key: 'required' }])
  try {
    const { sheets } = await readFile(await storage.read(file.stored), file.name)
    const plan = planOf(sheets[0]?.rows ?? [], sheets[0]?.lines ?? [])
    const columns = plan.missing.join(', ')
    if (columns) throw new InvalidInput([{ field: 'file', key: 'columns_missing', params: { columns } }])
    return { ...plan, fields }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new InvalidInput([{ field: 'file', key: 'file_unreadable' }])
  }
}
