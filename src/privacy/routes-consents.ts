import { Router } from 'express'
import * as z from 'zod'
import { signedInOnly } from '../accounts/entering.ts'
import { purposes } from '../domain/consents.ts'
import { reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { version } from '../platform/http/fields.ts'
import { by, type Floor, moment, redirect } from '../platform/http/floor.ts'
import { choose } from './consenting.ts'
import { namedWithoutConsent } from './consents.ts'

const home = '/settings/privacy/consents'
const ChoiceForm = z.object({ purpose: z.enum(purposes), choice: z.enum(['give', 'withdraw']), textVersion: version })

/** What one agreed to, on one's own page; and for administrators, who is named without having agreed. */
export function consentRoutes(floor: Floor): Router {
  const router = Router()
  const { db } = floor

  router.use('/me/privacy/consents', signedInOnly)
  router.post('/me/privacy/consents', async (req, res) => {
    const { purpose, choice, textVersion } = accept(ChoiceForm, req.body)
    await choose(db, { purpose, textVersion, isGiven: choice === 'give' }, by(req), moment(floor, req))
    redirect(res, '/me/privacy', `privacy.consents.done.${choice}`)
  })

  router.use(home, reservedFor('privacy.manage'))
  router.get(home, async (_req, res) => floor.page(res, 'privacy/named', { ...(await namedWithoutConsent(db)) }))
  return router
}
