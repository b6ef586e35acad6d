import { type Request, type Response, Router } from 'express'
import { mayAssess, mayDecide } from '../domain/permissions.ts'
import { qualificationOutcomes, scores } from '../domain/qualification.ts'
import { asked, metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { assess, decide, flatFound, remark } from './commands.ts'
import { gridPage, overviewPage, qualificationMet, submittedBy, versionMet } from './page.ts'
import { gridRoutes } from './routes-grids.ts'
import { assessmentForm, DecisionForm, RemarkForm } from './schema.ts'
import { ownAmong } from './sight.ts'
import { criterionTold, decisionTold, namesFor } from './telling.ts'
import { nameOf } from './words.ts'

/** Grids, and what people find and decide of an initiative with them. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor
  router.use(gridRoutes(floor))

  const signed = (req: Request) => {
    const { accountId } = req.viewer
    if (accountId === null) throw new NotFound()
    return { ...by(req), accountId }
  }
  const base = (req: Request) => `/initiatives/${String(req.params.slug)}/qualification/${String(req.params.grid)}`
  const ofGrid = (req: Request) => [String(req.params.slug), String(req.params.grid)] as const

  router.get('/initiatives/:slug/qualification', async (req, res) => {
    page(res, 'qualification/overview', await overviewPage(db, await metAt(req, floor), readingOf(req, floor)))
  })

  async function showGrid(req: Request, res: Response, back?: Return) {
    const met = await metAt(req, floor)
    const reading = readingOf(req, floor)
    const number = back ? numberIn(back.values.number) : numberIn(asked(req, 'version'))
    const shown = await gridPage(db, met, ofGrid(req)[1], number, reading)
    page(res, 'qualification/grid', { ...returned(reading, back), ...shown })
  }
  router.get('/initiatives/:slug/qualification/:grid', (req, res) => showGrid(req, res))

  async function showAssessment(req: Request, res: Response, back?: Return) {
    const met = await metAt(req, floor)
    granted(mayAssess(met.capacities))
    const reading = readingOf(req, floor)
    const known = await qualificationMet(db, met)
    const number = back ? numberIn(back.values.number) : numberIn(asked(req, 'version'))
    const { grid, version } = versionMet(known, met, ofGrid(req)[1], number)
    const own = ownAmong(known.assessments, req.viewer, version.id)
    if (grid.last.archivedAt && !own) throw new NotFound()
    const { t } = reading
    const answer = (score: string) =>
      score === '' ? '' : t(score === 'unsaid' ? 'qualification.unsaid' : `words.score.${score}`)
    const sides = version.criteria.flatMap((criterion) => {
      const { code, label } = criterionTold(criterion, reading)
      return [
        { name: `score_${code}`, label, text: answer },
        { name: `words_${code}`, label: t('qualification.form.words_on', { label }) },
      ]
    })
    const conflict = conflictOf(back, sides, `${base(req)}/assessment`, base(req))
    page(res, 'qualification/assess', {
      ...returned(reading, back),
      conflict: conflict && {
        ...conflict,
        hidden: { number: String(version.number), deed: String(back?.values.deed ?? 'submit') },
      },
      initiative: met.initiative,
      grid: { slug: grid.slug, kind: version.kind, name: nameOf(version, reading), number: version.number },
      criteria: version.criteria.map((one) => criterionTold(one, reading)),
      scores,
      own,
      found: flatFound(own?.scores ?? {}),
    })
  }
  router.get('/initiatives/:slug/qualification/:grid/assessment', (req, res) => showAssessment(req, res))
  router.post(
    '/initiatives/:slug/qualification/:grid/assessment',
    form(showAssessment, async (req, res) => {
      const met = await metAt(req, floor)
      granted(mayAssess(met.capacities))
      const { number } = accept(RemarkForm.pick({ number: true }), req.body)
      const { version } = versionMet(await qualificationMet(db, met), met, ofGrid(req)[1], number)
      const input = accept(assessmentForm(version.criteria), req.body)
      await assess(db, ...ofGrid(req), input, signed(req), moment(floor, req))
      const done = input.deed === 'draft' ? 'qualification.done.draft' : 'qualification.done.submitted'
      redirect(res, `${base(req)}?version=${number}`, done)
    }),
  )

  router.post(
    '/initiatives/:slug/qualification/:grid/remarks',
    form(showGrid, async (req, res) => {
      const input = accept(RemarkForm, req.body)
      await remark(db, ...ofGrid(req), input, signed(req), moment(floor, req))
      redirect(res, `${base(req)}?version=${input.number}#discussion`, 'qualification.done.remark')
    }),
  )

  async function showDecision(req: Request, res: Response, back?: Return) {
    const met = await metAt(req, floor)
    granted(mayDecide(met.capacities))
    const reading = readingOf(req, floor)
    const known = await qualificationMet(db, met)
    const number = back ? numberIn(back.values.number) : numberIn(asked(req, 'version'))
    const { grid, version } = versionMet(known, met, ofGrid(req)[1], number)
    const standing = known.standing.get(grid.slug)
    const names = await namesFor(db, [standing?.decision.byAccountId ?? null], reading)
    const { initiative, capacities } = met
    page(res, 'qualification/decide', {
      ...returned(reading, back),
      initiative,
      grid: { slug: grid.slug, name: nameOf(version, reading), number: version.number },
      assessed: submittedBy(known.assessments, version.id).length,
      standing:
        standing &&
        decisionTold(
          standing,
          known.versions.get(standing.decision.gridId),
          { initiativeId: initiative.id, capacities, names },
          reading,
        ),
      outcomes: qualificationOutcomes.filter(
        (outcome) => outcome !== 'withdrawn' || standing?.decision.outcome === 'granted',
      ),
      today: req.today,
    })
  }
  router.get('/initiatives/:slug/qualification/:grid/decisions/new', (req, res) => showDecision(req, res))
  router.post(
    '/initiatives/:slug/qualification/:grid/decisions',
    form(showDecision, async (req, res) => {
      const met = await metAt(req, floor)
      granted(mayDecide(met.capacities))
      await decide(db, ...ofGrid(req), accept(DecisionForm, req.body), by(req), moment(floor, req))
      redirect(res, base(req), 'qualification.done.decided')
    }),
  )
  return router
}

/** The number of a version that an address or a form names; undefined for none. */
function numberIn(value: unknown): number | undefined {
  return typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : undefined
}
