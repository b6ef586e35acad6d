import { type Request, type Response, Router } from 'express'
import { documentsOf } from '../documents/queries.ts'
import { standingRows } from '../domain/money.ts'
import { visibilities } from '../domain/visibility.ts'
import { asked, readingOf, returned } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotAllowed, NotFound } from '../platform/http/refusal.ts'
import { recordMoney } from './commands.ts'
import { findFunding, type FundingFound } from './queries.ts'
import { AmendmentInput, InstalmentInput, RowCorrectionInput, RowInput } from './schema.ts'
import { addInstalment, withdrawInstalment } from './scheduling.ts'
import { deedsOn, scheduleTold, seesSchedule } from './telling.ts'

/** Rows of a ledger, amendments and corrections of them, and the schedule of payments. */
export function rowRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor
  const foundAt = (req: Request) => findFunding(db, req.viewer, req.today, String(req.params.id))
  const home = (req: Request) => `/fundings/${String(req.params.id)}`

  async function documentsIn({ subject }: FundingFound, req: Request) {
    if (subject.kind === 'edition') return []
    const all = await documentsOf(db, req.viewer, req.today, subject.initiative.id)
    return all.map(({ document }) => ({ id: document.id, title: document.title }))
  }

  async function showRow(req: Request, res: Response, back?: Return) {
    const found = await foundAt(req)
    const { statuses } = deedsOn(found, found.capacities)
    if (statuses.length === 0) throw new NotAllowed(['funder', 'coordinator'])
    const reading = readingOf(req, floor)
    page(res, 'funding/row', {
      ...returned(reading, back),
      funding: found.funding,
      subject: found.subject,
      statuses,
      status: statuses.find((one) => one === asked(req, 'status')),
      instalment: asked(req, 'instalment'),
      levels: visibilities.slice(visibilities.indexOf(found.funding.visibility)),
      documents: await documentsIn(found, req),
      instalments: seesSchedule(found, req.viewer, found.capacities) ? scheduleTold(found, reading, req.today) : [],
      today: req.today,
    })
  }
  router.get('/fundings/:id/rows/new', (req, res) => showRow(req, res))
  router.post(
    '/fundings/:id/rows',
    form(showRow, async (req, res) => {
      const found = await foundAt(req)
      if (deedsOn(found, found.capacities).statuses.length === 0) throw new NotAllowed(['funder', 'coordinator'])
      const { amount, rowVisibility, instalment, ...row } = accept(RowInput, req.body)
      const wanted = { ...row, ...amount, visibility: rowVisibility, instalmentId: instalment || null }
      await recordMoney(db, found.funding.id, wanted, by(req), moment(floor, req))
      redirect(res, home(req), 'funding.row.done')
    }),
  )

  /** The row that an address names, as long as it stands and the reader may add to it. */
  async function rowAt(req: Request) {
    const found = await foundAt(req)
    const row = found.rows.find(({ id }) => id === req.params.row)
    if (!row) throw new NotFound()
    if (!deedsOn(found, found.capacities).statuses.includes(row.status)) throw new NotAllowed(['funder', 'coordinator'])
    if (!standingRows(found.rows).some(({ id }) => id === row.id)) throw new NotFound()
    return { found, row }
  }
  const showOther = (view: string) => async (req: Request, res: Response, back?: Return) => {
    const { found, row } = await rowAt(req)
    page(res, view, {
      ...returned(readingOf(req, floor), back),
      funding: found.funding,
      subject: found.subject,
      row,
      documents: await documentsIn(found, req),
      today: req.today,
    })
  }
  const [showAmendment, showCorrection] = [showOther('funding/amend'), showOther('funding/correct')]

  router.get('/fundings/:id/rows/:row/amendment', (req, res) => showAmendment(req, res))
  router.post(
    '/fundings/:id/rows/:row/amendment',
    form(showAmendment, async (req, res) => {
      const { found, row } = await rowAt(req)
      const { amount, ...input } = accept(AmendmentInput, req.body)
      // An amendment of an amendment adds to what both of them amend.
      const amendsId = row.amendsId ?? row.id
      const { status, visibility } = row
      await recordMoney(
        db,
        found.funding.id,
        { ...input, ...amount, note: '', status, visibility, amendsId },
        by(req),
        moment(floor, req),
      )
      redirect(res, home(req), 'funding.amend.done')
    }),
  )

  router.get('/fundings/:id/rows/:row/correction', (req, res) => showCorrection(req, res))
  router.post(
    '/fundings/:id/rows/:row/correction',
    form(showCorrection, async (req, res) => {
      const { found, row } = await rowAt(req)
      const { amount, ...input } = accept(RowCorrectionInput, req.body)
      const { status, note, visibility, amendsId, instalmentId, documentId } = row
      await recordMoney(
        db,
        found.funding.id,
        {
          ...input,
          ...amount,
          status,
          note,
          visibility,
          amendsId,
          instalmentId,
          document: documentId ?? '',
          supersedesId: row.id,
        },
        by(req),
        moment(floor, req),
      )
      redirect(res, home(req), 'funding.correct.done')
    }),
  )

  async function showInstalment(req: Request, res: Response, back?: Return) {
    const found = await foundAt(req)
    if (!deedsOn(found, found.capacities).mayTend) throw new NotAllowed(['funder', 'coordinator'])
    page(res, 'funding/instalment', {
      ...returned(readingOf(req, floor), back),
      funding: found.funding,
      subject: found.subject,
      today: req.today,
    })
  }
  router.get('/fundings/:id/instalments/new', (req, res) => showInstalment(req, res))
  router.post(
    '/fundings/:id/instalments',
    form(showInstalment, async (req, res) => {
      const found = await foundAt(req)
      if (!deedsOn(found, found.capacities).mayTend) throw new NotAllowed(['funder', 'coordinator'])
      await addInstalment(db, found.funding.id, accept(InstalmentInput, req.body), by(req), moment(floor, req))
      redirect(res, home(req), 'funding.instalment.done')
    }),
  )
  router.post('/fundings/:id/instalments/:instalment/withdrawal', async (req, res) => {
    const { funding } = await foundAt(req)
    await withdrawInstalment(db, funding.id, req.params.instalment, by(req), moment(floor, req))
    redirect(res, home(req), 'funding.instalment.withdrawn')
  })
  return router
}
