import { type Request, type Response, Router } from 'express'
import { criteriaOf, type Gate, gateModes } from '../domain/gates.ts'
import { type Stage, stages } from '../domain/lifecycle.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { changeGate, flat, gateHistory } from './gates.ts'
import { gatesInForce } from './queries.ts'
import { gateForm } from './schema.ts'

/** `/settings/gates`: the four gates and their versions; one form for each gate. */
export function gateRoutes(floor: Floor): Router {
  const { db, clock } = floor
  const router = Router()

  router.get('/settings/gates', async (_req, res) => {
    const [gates, history] = await Promise.all([gatesInForce(db), gateHistory(db)])
    floor.page(res, 'network/gates', { gates: stages.map((stage) => gates[stage]), history })
  })

  const gatePage = async (req: Request, res: Response, back: Return) => {
    const gate = (await gatesInForce(db))[stageOf(req)]
    const isTyped = Object.keys(back.values).length > 0
    floor.page(res, 'network/gate', {
      gate,
      values: isTyped ? withBoxes(gate, back.values) : flat(gate),
      usual: usualWordings(gate.stage),
      modes: gateModes,
      problems: problemsIn(translate(req.locale), back.issues),
      conflict: conflictOf(back, sidesOf(gate, req.locale), `/settings/gates/${gate.stage}`, '/settings/gates'),
    })
  }
  router.get('/settings/gates/:stage', (req, res) => gatePage(req, res, { values: {}, issues: [] }))
  router.post(
    '/settings/gates/:stage',
    form(gatePage, async (req, res) => {
      const stage = stageOf(req)
      const isNew = await changeGate(db, stage, accept(gateForm(stage), req.body), by(req), clock.now())
      redirect(res, '/settings/gates', isNew ? 'network.done.gate' : 'network.done.same')
    }),
  )
  return router
}

function stageOf(req: Request): Stage {
  const stage = stages.find((one) => one === req.params.stage)
  if (!stage) throw new NotFound()
  return stage
}

// A box that was cleared is not sent at all: that is how it was left.
function withBoxes(gate: Gate, typed: Record<string, unknown>): Record<string, unknown> {
  const boxes = gate.criteria.map(({ code }) => [`${code}_on`, typed[`${code}_on`] ?? ''])
  return { ...typed, ...(Object.fromEntries(boxes) as Record<string, unknown>) }
}

/** The wording of each criterion before anybody renamed it, in both languages. */
function usualWordings(stage: Stage) {
  const [fr, en] = [translate('fr-CA'), translate('en')]
  const usual = criteriaOf(stage).map((code) => [
    code,
    { fr: fr(`words.criterion.${code}`), en: en(`words.criterion.${code}`) },
  ])
  return Object.fromEntries(usual) as Record<string, { fr: string; en: string }>
}

function sidesOf(gate: Gate, locale: Locale) {
  const t = translate(locale)
  const onOff = (value: string) => t(value ? 'network.gates.is_on' : 'network.gates.is_off')
  return [
    { name: 'mode', label: t('network.gates.mode'), text: (mode: string) => t(`words.gate_mode.${mode}`) },
    ...gate.criteria.flatMap(({ code }) => [
      { name: `${code}_on`, label: t('network.gates.asked', { code }), text: onOff },
      { name: `${code}_fr`, label: t('network.gates.fr', { code }) },
      { name: `${code}_en`, label: t('network.gates.en', { code }) },
    ]),
  ]
}
