import { Router } from 'express'
import { reservedFor } from '../network/access.ts'
import { findNetwork } from '../network/queries.ts'
import type { Floor } from '../platform/http/floor.ts'
import { namedWithoutConsent } from './consents.ts'
import { incidentsAtAGlance } from './incidents-queries.ts'
import { purgeLog } from './retention.ts'

/** Where an administrator finds all that concerns personal data. */
export function hubRoutes({ db, page }: Floor): Router {
  const router = Router()
  router.get('/settings/privacy', reservedFor('privacy.manage'), async (_req, res) => {
    const [{ privacyOfficer }, incidents, [purge], named] = await Promise.all([
      findNetwork(db),
      incidentsAtAGlance(db),
      purgeLog(db, undefined, 1),
      namedWithoutConsent(db),
    ])
    page(res, 'privacy/hub', { privacyOfficer, incidents, purge, named: named.many })
  })
  return router
}
