import { type Request, type Response, Router } from 'express'
import { forgetSession } from '../accounts/cookies.ts'
import { signedInOnly } from '../accounts/entering.ts'
import { limit } from '../accounts/limits.ts'
import { findAccount } from '../accounts/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return } from '../platform/http/floor.ts'
import { problemsIn, wordsFor } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { ownConsents } from './consents.ts'
import { leftWithoutLead } from './erasing-found.ts'
import { eraseSelf } from './erasing.ts'
import { handed, keptShown, summaryOf } from './handing.ts'
import { OwnErasure } from './schema-persons.ts'
import { findSubject, type Subject } from './subject.ts'

/** What is kept of whoever is signed in: to be seen, taken away, and erased. */
export function personRoutes(floor: Floor): Router {
  const { db } = floor
  const router = Router()
  const tries = limit(10, 15)

  router.use('/me/privacy', signedInOnly)
  router.use('/me/privacy.json', signedInOnly)

  router.get('/me/privacy', async (req, res) => {
    const subject = await self(req)
    const [kept, consents] = await Promise.all([summaryOf(floor, req, subject), ownConsents(db, subject.id)])
    floor.page(res, 'privacy/mine', { kept, consents, subject })
  })

  router.get('/me/privacy/all', async (req, res) => {
    const subject = await self(req)
    const back = '/me/privacy'
    floor.page(res, 'privacy/all', { parts: await keptShown(floor, req, subject), subject, back })
  })

  router.get('/me/privacy.json', async (req, res) => handed(floor, req, res, await self(req)))

  router.get('/me/privacy/erasure', (req, res) => showErasure(req, res))

  router.post(
    '/me/privacy/erasure',
    form(showErasure, async (req, res) => {
      const { accountId } = req.viewer
      await tries.spend(res, accountId ?? '')
      await eraseSelf(db, accept(OwnErasure, req.body), by(req), moment(floor, req))
      forgetSession(res, floor)
      res.redirect(303, '/goodbye')
    }),
  )

  router.get('/goodbye', (_req, res) => floor.page(res, 'privacy/goodbye'))

  async function showErasure(req: Request, res: Response, back?: Return) {
    const subject = await self(req)
    const account = await findAccount(db, subject.id)
    const { t } = wordsFor(req, floor.network.get().timeZone)
    floor.page(res, 'privacy/erasure', {
      subject,
      kept: await summaryOf(floor, req, subject),
      leads: await leftWithoutLead(db, subject, req.viewer, req.today),
      hasPassword: Boolean(account?.passwordHash),
      values: back?.values,
      problems: back?.stale ? { form: [t('accounts.stale')] } : back && problemsIn(t, back.issues),
    })
  }

  async function self({ viewer: { accountId } }: Request): Promise<Subject> {
    const subject = accountId ? await findSubject(db, 'account', accountId) : undefined
    if (!subject) throw new NotFound()
    return subject
  }

  return router
}
