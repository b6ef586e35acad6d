import { Router } from 'express'
import { stages } from '../domain/lifecycle.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { locales } from '../platform/i18n/locales.ts'
import { reservedFor } from './access.ts'
import { changeNetwork, changeThresholds } from './commands.ts'
import { gateRoutes } from './routes-gates.ts'
import { findNetwork, gatesInForce, settingsAtAGlance } from './queries.ts'
import { NetworkForm, ThresholdsForm } from './schema.ts'
import { territoryRoutes } from './routes-territories.ts'
import { territoryImportRoutes } from './routes-territory-import.ts'
import { themeRoutes } from './routes-themes.ts'

export function routes(floor: Floor): Router {
  const router = Router()
  const { db, clock, network } = floor

  router.use('/settings', reservedFor('settings.edit'))

  router.get('/settings', async (_req, res) => {
    const [glance, gates] = await Promise.all([settingsAtAGlance(db), gatesInForce(db)])
    floor.page(res, 'network/settings', { glance, gates: Object.values(gates), now: network.get() })
  })

  const networkPage: Parameters<typeof form>[0] = async (req, res, back) => {
    const t = translate(req.locale)
    const current = await findNetwork(db)
    const labels = ['name', 'introduction', 'timeZone', 'locale', 'privacyOfficer']
    const sides = labels.map((name) => ({ name, label: t(`network.fields.${name}`) }))
    floor.page(res, 'network/network', {
      ...shown(req.locale, back, current),
      zones: zonesWith(current.timeZone),
      locales,
      conflict: conflictOf(back, sides, '/settings/network', '/settings'),
    })
  }
  router.use('/settings/network', reservedFor('network.manage'))
  router.get('/settings/network', (req, res) => networkPage(req, res, untouched))
  router.post(
    '/settings/network',
    form(networkPage, async (req, res) => {
      await changeNetwork(db, accept(NetworkForm, req.body), by(req), clock.now())
      await network.refresh()
      redirect(res, '/settings', 'network.done.network')
    }),
  )

  const thresholdsPage: Parameters<typeof form>[0] = async (req, res, back) => {
    const t = translate(req.locale)
    const current = await findNetwork(db)
    const names = stages.flatMap((stage) => (['late', 'stuck'] as const).map((level) => ({ stage, level })))
    const sides = names.map(({ stage, level }) => ({
      name: `${stage}_${level}`,
      label: t('network.thresholds.of', { stage: t(`words.stage.${stage}`), level: t(`network.thresholds.${level}`) }),
    }))
    floor.page(res, 'network/thresholds', {
      ...shown(req.locale, back, current),
      thresholds: current.thresholds,
      stages,
      conflict: conflictOf(back, sides, '/settings/thresholds', '/settings'),
    })
  }
  router.get('/settings/thresholds', (req, res) => thresholdsPage(req, res, untouched))
  router.post(
    '/settings/thresholds',
    form(thresholdsPage, async (req, res) => {
      await changeThresholds(db, accept(ThresholdsForm, req.body), by(req), clock.now())
      await network.refresh()
      redirect(res, '/settings', 'network.done.thresholds')
    }),
  )

  router.use(gateRoutes(floor))
  router.use(themeRoutes(floor))
  router.use(territoryRoutes(floor))
  router.use(territoryImportRoutes(floor))
  return router
}

const untouched: Return = { values: {}, issues: [] }

function shown(locale: Parameters<typeof translate>[0], { values, issues }: Return, current: { version: number }) {
  return { current, values, problems: problemsIn(translate(locale), issues) }
}

/** By continent, with the one in use even if this machine does not know it. */
function zonesWith(current: string) {
  const zones = [...new Set([current, ...Intl.supportedValuesOf('timeZone')])].sort()
  return zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' '), group: zone.split('/')[0] }))
}
