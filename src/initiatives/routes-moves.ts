import { type Request, type Response, Router } from 'express'
import { roomFor, standing } from '../domain/history.ts'
import { asks, endingKinds, type Move, type Possibility, possible, stages, statuses } from '../domain/lifecycle.ts'
import { may, mayAttest, mayMove } from '../domain/permissions.ts'
import { canBeAttested, criterionCodes, type CriterionCode } from '../domain/gates.ts'
import { gatesInForce } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { attest, mayWithdraw, withdraw } from './attesting.ts'
import { backfill, correct, withdrawPlan } from './corrections.ts'
import { assessmentOf } from './evidence.ts'
import { evidenceFor } from './gathering.ts'
import { gatePanel, labelOf } from './gate-panel.ts'
import { move } from './moves.ts'
import { attestationsOf, expectedMovesOf, type Initiative, movesOf, passage } from './queries.ts'
import { asked, metAt, readingOf, returned } from './reading.ts'
import type { Papers, Proof } from './sections.ts'
import { AttestInput, BackfillInput, CorrectionInput, MoveInput } from './schema.ts'
import { planText, textOf } from './timeline.ts'
import { granted } from './writing.ts'

/** Moves, what is expected, corrections, and the statements that open gates. */
export function moveRoutes(floor: Floor, { proofs = noProofs }: Papers): Router {
  const router = Router()
  const { db, page } = floor

  async function showMove(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    const reading = readingOf(req, floor)
    const known = possible(initiative)
    const chosen = back ? moveIn(known, back.values) : known.find((one) => leadsTo(one, initiative, asked(req, 'to')))
    if (chosen && !back) granted(mayMove(chosen.move.type, capacities))
    const evidence = (await evidenceFor(db, [initiative], req.today)).get(initiative.id)!
    const proven = await proofs(db, req.viewer, req.today, initiative.id)
    const assessment = assessmentOf(await gatesInForce(db), initiative, evidence)
    const isGated = chosen?.move.type === 'advance' || chosen?.move.type === 'sustain'

    page(res, 'initiatives/move', {
      ...returned(reading, back),
      initiative,
      chosen,
      asked: chosen ? asks[chosen.move.type] : [],
      choices: known
        .filter((one) => mayMove(one.move.type, capacities).allowed)
        .map((one) => ({
          href: `?to=${one.next.status === initiative.status ? one.next.stage : one.next.status}`,
          ...one,
        })),
      assessment,
      gate: isGated
        ? { ...gatePanel(initiative.slug, assessment, capacities, reading, proven), actions: [] }
        : undefined,
      mayWaive: isGated && !assessment.open && may('gate.waive', capacities).allowed,
      endingKinds: endingKinds.filter((kind) => kind !== 'merged'),
      today: req.today,
    })
  }

  router.get('/initiatives/:slug/moves/new', (req, res) => showMove(req, res))
  router.post(
    '/initiatives/:slug/moves',
    form(showMove, async (req, res) => {
      const slug = String(req.params.slug)
      const input = accept(MoveInput, req.body)
      const outcome = await move(db, slug, input, by(req), moment(floor, req))
      const { t, format } = readingOf(req, floor)
      const place = safeBack(req) ?? `/initiatives/${slug}`
      if ('plannedOn' in outcome)
        redirect(res, place, 'initiatives.move.planned', { day: format.day(outcome.plannedOn) })
      else redirect(res, place, 'initiatives.move.done', { what: t(`words.event.${input.event}`).toLowerCase() })
    }),
  )

  router.get('/initiatives/:slug/plans/:id', async (req, res) => {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('move.correct', capacities))
    const plan = (await expectedMovesOf(db, initiative.id)).find(({ id }) => id === req.params.id)
    if (!plan) throw new NotFound()
    page(res, 'initiatives/plan', { initiative, plan, what: planText(plan, readingOf(req, floor)) })
  })
  router.post('/initiatives/:slug/plans/:id/withdrawal', async (req, res) => {
    const { slug, id } = req.params
    await withdrawPlan(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}`, 'initiatives.plan.withdrawn')
  })

  async function showCorrection(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('move.correct', capacities))
    const history = (await movesOf(db, initiative.id)).map(passage)
    const wrong = standing(history).find(({ id }) => id === req.params.id)
    if (!wrong) throw new NotFound()
    const reading = readingOf(req, floor)
    page(res, 'initiatives/correct', {
      ...returned(reading, back),
      initiative,
      wrong: wrong.row,
      what: textOf(wrong.row, reading),
      room: { before: req.today, ...roomFor(history, wrong.id) },
    })
  }

  router.get('/initiatives/:slug/moves/:id/corrections/new', (req, res) => showCorrection(req, res))
  router.post(
    '/initiatives/:slug/moves/:id/corrections',
    form(showCorrection, async (req, res) => {
      const { slug, id } = req.params as { slug: string; id: string }
      await correct(db, slug, id, accept(CorrectionInput, req.body), by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}`, 'initiatives.correct.done')
    }),
  )

  async function showBackfill(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('move.backfill', capacities))
    const history = (await movesOf(db, initiative.id)).map(passage)
    const began = standing(history)[0]
    page(res, 'initiatives/backfill', {
      ...returned(readingOf(req, floor), back),
      initiative,
      stages,
      began: began?.row,
    })
  }

  router.get('/initiatives/:slug/history/new', (req, res) => showBackfill(req, res))
  router.post(
    '/initiatives/:slug/history',
    form(showBackfill, async (req, res) => {
      const slug = String(req.params.slug)
      await backfill(db, slug, accept(BackfillInput, req.body), by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}`, 'initiatives.backfill.done')
    }),
  )

  async function showAttest(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    const code = criterionIn(back?.values.code ?? req.query.code)
    granted(mayAttest(code, capacities))
    const reading = readingOf(req, floor)
    const gate = (await gatesInForce(db))[initiative.stage]
    const renamed = gate.criteria.find((one) => one.code === code)
    page(res, 'initiatives/attest', {
      ...returned(reading, back),
      initiative,
      code,
      criterionLabel: labelOf(renamed ?? { code }, reading),
      today: req.today,
    })
  }

  router.get('/initiatives/:slug/attestations/new', (req, res) => showAttest(req, res))
  router.post(
    '/initiatives/:slug/attestations',
    form(showAttest, async (req, res) => {
      const slug = String(req.params.slug)
      const input = accept(AttestInput, req.body)
      await attest(db, slug, input, by(req), moment(floor, req))
      redirect(res, `/initiatives/${slug}`, 'initiatives.attest.done', { code: input.code })
    }),
  )

  router.get('/initiatives/:slug/attestations/:id/withdrawal', async (req, res) => {
    const { initiative, capacities } = await metAt(req, floor)
    const statement = (await attestationsOf(db, initiative.id)).find(
      ({ id, withdrawnAt }) => id === req.params.id && !withdrawnAt,
    )
    if (!statement) throw new NotFound()
    granted(mayWithdraw(statement, req.viewer, capacities))
    page(res, 'initiatives/withdraw', { initiative, statement })
  })
  router.post('/initiatives/:slug/attestations/:id/withdrawal', async (req, res) => {
    const { slug, id } = req.params
    await withdraw(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}`, 'initiatives.attest.withdrawn')
  })
  return router
}

const noProofs = () => Promise.resolve(new Map<string, Proof>())

// A card's menu says where to: a stage, or a status.
function leadsTo({ next }: Possibility, initiative: Initiative, to: string): boolean {
  if ((stages as readonly string[]).includes(to)) return next.stage === to && next.status === initiative.status
  return (statuses as readonly string[]).includes(to) && next.status === to && next.status !== initiative.status
}

function moveIn(known: readonly Possibility[], { event, to }: Record<string, unknown>): Possibility | undefined {
  return known.find(({ move }: { move: Move }) => move.type === event && (!('to' in move) || move.to === to))
}

function criterionIn(code: unknown): CriterionCode {
  const known = criterionCodes.find((one) => one === code)
  if (!known || !canBeAttested(known)) throw new NotFound()
  return known
}

// A move begun on the board ends on the board, at the same filter.
function safeBack(req: Request): string | undefined {
  const back: unknown = (req.body as Record<string, unknown>).back
  return typeof back === 'string' && /^\/(\?[^\\]*)?$/.test(back) ? back : undefined
}
