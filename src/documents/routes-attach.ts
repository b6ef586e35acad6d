import { type Request, type Response, Router } from 'express'
import { documentKinds, usualKind } from '../domain/documents.ts'
import { stages } from '../domain/lifecycle.ts'
import { may, mayAttest } from '../domain/permissions.ts'
import { rolesNamedBy, sheetOf } from '../initiatives/queries.ts'
import { asked, metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { gatesInForce, territoryLabel } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, redirect, type Return } from '../platform/http/floor.ts'
import { attachersOn } from './attachers.ts'
import { attach } from './commands.ts'
import { choices, criteriaFor, criterionIn, uploaderFor } from './forms.ts'
import { lineOf } from './lines.ts'
import { documentsOf } from './queries.ts'
import { doneBefore, orDoneBefore, takenIn, tooLargeReturned } from './receiving.ts'
import { AttachInput } from './schema.ts'

/** All documents of an initiative, and the form that attaches some. */
export function attachRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page, storage } = floor

  router.get('/initiatives/:slug/documents', async (req, res) => {
    const { initiative, capacities } = await metAt(req, floor)
    const reading = readingOf(req, floor)
    const all = await documentsOf(db, req.viewer, req.today, initiative.id)
    const mayAttach = may('document.attach', capacities).allowed
    const groups = [...stages, null].map((stage) => ({
      stage,
      lines: all.filter(({ document }) => document.stage === stage).map((row) => lineOf(row, reading)),
    }))
    page(res, 'documents/list', { initiative, groups: groups.filter(({ lines }) => lines.length > 0), mayAttach })
  })

  async function showAttach(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('document.attach', capacities))
    const reading = readingOf(req, floor)
    const code = criterionIn(asked(req, 'code') || back?.values.code)
    if (code) granted(mayAttest(code, capacities))
    const kind = documentKinds.find((one) => one === asked(req, 'kind')) ?? (code ? usualKind(code) : undefined)
    const [options, gates, sheet, attachers, uploader] = await Promise.all([
      choices(db, reading),
      gatesInForce(db),
      sheetOf(db, initiative.id),
      attachersOn(db, req.viewer, req.today, initiative.id),
      uploaderFor(req, floor, reading, back),
    ])
    const criteria = criteriaFor(gates, initiative.stage, capacities, reading)
    page(res, 'documents/new', {
      ...returned(reading, back),
      initiative,
      options,
      uploader,
      attachers: attachers.map(({ id, name, role }) => ({
        value: id,
        label: `${name} (${reading.t(`words.role.${role}`)})`,
      })),
      criteria,
      code,
      wanted: [...criteria.present, ...criteria.others].find(({ value }) => value === code)?.label,
      document: {
        kind,
        stage: initiative.stage,
        language: reading.language,
        visibility: initiative.visibility,
        namedRoles: rolesNamedBy(initiative),
        themes: sheet.themes.map(({ id }) => id),
        territory: sheet.territories.length === 1 ? sheet.territories.map(territoryLabel).join('') : '',
      },
    })
  }

  router.get('/initiatives/:slug/documents/new', (req, res) => showAttach(req, res))
  router.post(
    '/initiatives/:slug/documents',
    tooLargeReturned(
      floor,
      showAttach,
      form(showAttach, async (req, res) => {
        const { initiative, capacities } = await metAt(req, floor)
        granted(may('document.attach', capacities))
        await takenIn(req, floor)
        const before = await doneBefore(db, req)
        if (before) return redirect(res, before)
        const input = accept(AttachInput, req.body)
        const deed = attach(db, storage, initiative.slug, input, by(req), moment(floor, req))
        const made = await orDoneBefore(db, req, deed)
        if (typeof made === 'string') return redirect(res, made)
        const home = `/initiatives/${initiative.slug}`
        const [code] = input.criteria
        const count = { count: String(made.length) }
        // Whoever came from what is missing goes back there, and sees it met.
        if (code) return redirect(res, `${home}#gate`, 'documents.attach.done_showing', { code })
        if (made.length === 1) return redirect(res, `/documents/${made[0]!}`, 'documents.attach.done_single')
        redirect(res, `${home}/documents`, 'documents.attach.done_several', count)
      }),
    ),
  )
  return router
}
