import { Router } from 'express'
import { canBeAttested, canBeProven, type Gate, suppliersOf } from '../domain/gates.ts'
import { endingKinds, stages, statuses } from '../domain/lifecycle.ts'
import { roles } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import { findNetwork, gatesInForce } from '../network/queries.ts'
import type { Floor } from '../platform/http/floor.ts'
import { languageOf } from '../platform/i18n/locales.ts'
import { moveRules } from './moves.ts'

/** A part of the page of privacy that another room shows: how long it keeps what. */
export type PrivacyPart = () => Promise<{ view: string; data: object }>

/** What a reader needs to know of Sillon, of this network, and of what becomes of what they write. Open to everybody. */
export function routes(floor: Floor, privacyParts: readonly PrivacyPart[] = []): Router {
  const router = Router()

  router.get('/help', async (req, res) => {
    const gates = await gatesInForce(floor.db)
    floor.page(res, 'help/help', {
      stages,
      statuses,
      endingKinds,
      roles,
      visibilities,
      moves: moveRules(),
      gates: stages.map((stage) => asked(gates[stage])),
      diagram: `/help/lifecycle.${languageOf(req.locale)}.svg`,
    })
  })

  router.get('/help/accessibility', (_req, res) => floor.page(res, 'help/accessibility'))
  router.get('/help/source', (_req, res) => floor.page(res, 'help/source', { sourceUrl: floor.sourceUrl }))

  router.get('/privacy', async (_req, res) => {
    const [{ privacyOfficer }, ...parts] = await Promise.all([
      findNetwork(floor.db),
      ...privacyParts.map((part) => part()),
    ])
    floor.page(res, 'help/privacy', { privacyOfficer, parts })
  })

  return router
}

/** A gate as the network set it: the criteria it asks for, who can supply each, and whether somebody has to state it. */
function asked({ stage, mode, criteria }: Gate) {
  return {
    stage,
    mode,
    criteria: criteria
      .filter(({ on }) => on)
      .map((one) => ({
        ...one,
        suppliers: suppliersOf(one.code),
        isAttested: canBeAttested(one.code),
        isProven: canBeProven(one.code),
      })),
  }
}
