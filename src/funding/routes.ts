import { type Request, type Response, Router } from 'express'
import { documentsOf } from '../documents/queries.ts'
import { currencies, fundingKinds, moneyStatuses, standingRows } from '../domain/money.ts'
import { capacitiesOf, type Capacity, may, mayRecordMoney } from '../domain/permissions.ts'
import { visibilities } from '../domain/visibility.ts'
import { metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotAllowed, NotFound } from '../platform/http/refusal.ts'
import { findEdition } from '../programmes/queries.ts'
import { changeTerms, fundEdition, fundInitiative } from './commands.ts'
import { findFunding, type FundingFound, ratesOf } from './queries.ts'
import { setRate } from './rates.ts'
import { rowRoutes } from './routes-rows.ts'
import { FundingInput, RateInput, TermsInput } from './schema.ts'
import { mayFundEditions } from './section.ts'
import { deedsOn, scheduleTold, seesSchedule, totalsTold } from './telling.ts'

/** The ledger: between a funder and an initiative, or an edition. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function showNew(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    const isFunder = capacities.includes('funder')
    const permission = mayRecordMoney('requested', isFunder, capacities)
    if (!permission.allowed) throw new NotAllowed(permission.reserved)
    const documents = await documentsOf(db, req.viewer, req.today, initiative.id)
    page(res, 'funding/new', {
      ...returned(readingOf(req, floor), back),
      ...choices(req),
      action: `/initiatives/${initiative.slug}/fundings`,
      crumb: { href: `/initiatives/${initiative.slug}`, label: initiative.title },
      statuses: moneyStatuses.filter((status) => mayRecordMoney(status, isFunder, capacities).allowed),
      documents: documents.map(({ document }) => ({ id: document.id, title: document.title })),
    })
  }
  router.get('/initiatives/:slug/fundings/new', (req, res) => showNew(req, res))
  router.post(
    '/initiatives/:slug/fundings',
    form(showNew, async (req, res) => {
      const { capacities } = await metAt(req, floor)
      const permission = mayRecordMoney('requested', capacities.includes('funder'), capacities)
      if (!permission.allowed) throw new NotAllowed(permission.reserved)
      const input = accept(FundingInput, req.body)
      const id = await fundInitiative(db, String(req.params.slug), input, by(req), moment(floor, req))
      redirect(res, `/fundings/${id}`, 'funding.new.done')
    }),
  )

  async function showNewOnEdition(req: Request, res: Response, back?: Return) {
    const edition = await findEdition(db, req.viewer, String(req.params.slug))
    if (!edition) throw new NotFound()
    if (!mayFundEditions(req.viewer)) throw new NotAllowed(['coordinator'])
    page(res, 'funding/new', {
      ...returned(readingOf(req, floor), back),
      ...choices(req),
      action: `/editions/${edition.slug}/fundings`,
      crumb: { href: `/editions/${edition.slug}`, label: edition.name },
      statuses: moneyStatuses,
      documents: [],
    })
  }
  router.get('/editions/:slug/fundings/new', (req, res) => showNewOnEdition(req, res))
  router.post(
    '/editions/:slug/fundings',
    form(showNewOnEdition, async (req, res) => {
      if (!(await findEdition(db, req.viewer, String(req.params.slug)))) throw new NotFound()
      if (!mayFundEditions(req.viewer)) throw new NotAllowed(['coordinator'])
      const input = accept(FundingInput, req.body)
      const id = await fundEdition(db, String(req.params.slug), input, by(req), moment(floor, req))
      redirect(res, `/fundings/${id}`, 'funding.new.done')
    }),
  )

  router.get('/fundings/:id', async (req, res) => {
    const found = await findFunding(db, req.viewer, req.today, req.params.id)
    page(res, 'funding/show', await shown(req, found))
  })

  async function shown(req: Request, found: FundingFound) {
    const reading = readingOf(req, floor)
    const { funding, rows, subject, capacities } = found
    const documents =
      subject.kind === 'initiative' ? await documentsOf(db, req.viewer, req.today, subject.initiative.id) : []
    const titles = new Map(documents.map(({ document }) => [document.id, document.title]))
    const standing = new Set(standingRows(rows).map(({ id }) => id))
    const numbers = new Map(rows.map((row) => [row.id, row.sequence]))
    const deeds = deedsOn(found, capacities)
    return {
      funding,
      funder: found.funder,
      isOwn: found.isOwn,
      subject,
      totals: totalsTold(found, reading),
      rows: rows.map((row) => ({
        ...row,
        text: reading.format.money(row.cents, funding.currency),
        isStanding: standing.has(row.id),
        amends: row.amendsId && numbers.get(row.amendsId),
        supersedes: row.supersedesId && numbers.get(row.supersedesId),
        document:
          row.documentId && titles.has(row.documentId)
            ? { id: row.documentId, title: titles.get(row.documentId) }
            : undefined,
        mayChange: standing.has(row.id) && deeds.statuses.includes(row.status),
      })),
      schedule: seesSchedule(found, req.viewer, capacities) ? scheduleTold(found, reading, req.today) : undefined,
      ...deeds,
      today: req.today,
    }
  }

  async function showTerms(req: Request, res: Response, back?: Return) {
    const found = await findFunding(db, req.viewer, req.today, String(req.params.id))
    if (!deedsOn(found, found.capacities).mayTend) throw new NotAllowed(['funder', 'coordinator'])
    page(res, 'funding/terms', {
      ...returned(readingOf(req, floor), back),
      ...choices(req),
      funding: found.funding,
      subject: found.subject,
    })
  }
  router.get('/fundings/:id/edit', (req, res) => showTerms(req, res))
  router.post(
    '/fundings/:id',
    form(showTerms, async (req, res) => {
      const id = String(req.params.id)
      await findFunding(db, req.viewer, req.today, id)
      await changeTerms(db, id, accept(TermsInput, req.body), by(req), moment(floor, req))
      redirect(res, `/fundings/${id}`, 'funding.terms.done')
    }),
  )

  async function showRates(req: Request, res: Response, back?: Return) {
    granted(may('money.rate', mine(req)))
    page(res, 'funding/rates', {
      ...returned(readingOf(req, floor), back),
      // As it was published: a number would be rounded.
      rates: (await ratesOf(db)).map((one) => ({
        ...one,
        rate: req.locale.startsWith('fr') ? one.rate.replace('.', ',') : one.rate,
      })),
      currencies,
      today: req.today,
    })
  }
  router.get('/settings/rates', (req, res) => showRates(req, res))
  router.post(
    '/settings/rates',
    form(showRates, async (req, res) => {
      granted(may('money.rate', mine(req)))
      await setRate(db, accept(RateInput, req.body), by(req), moment(floor, req))
      redirect(res, '/settings/rates', 'funding.rates.done')
    }),
  )

  router.use(rowRoutes(floor))
  return router
}

const mine = (req: Request): Capacity[] => capacitiesOf(req.viewer.networkRole)

const choices = (req: Request) => ({ kinds: fundingKinds, currencies, levels: visibilities, today: req.today })
