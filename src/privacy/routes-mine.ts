import { Router } from 'express'
import { own, signedInOnly } from '../accounts/entering.ts'
import { by, type Floor } from '../platform/http/floor.ts'
import { ownConsents } from './consents.ts'

/** One's own page of privacy. */
export function mineRoutes(floor: Floor): Router {
  const router = Router()
  router.use('/me/privacy', signedInOnly)
  router.get('/me/privacy', async (req, res) => {
    const { accountId } = own(req, by(req))
    floor.page(res, 'privacy/mine', { consents: await ownConsents(floor.db, accountId) })
  })
  return router
}
