import { type Request, type Response, Router } from 'express'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, redirect, type Return } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { codeImage } from './codes.ts'
import { enter, own, signedInOnly } from './entering.ts'
import { limit } from './limits.ts'
import { localPath } from './local-path.ts'
import { findAccount, unusedRecoveryCodes } from './queries.ts'
import { Code } from './schema.ts'
import {
  confirmSecondFactor,
  endSecondFactor,
  proveSession,
  renewRecoveryCodes,
  startSecondFactor,
} from './second-factor.ts'

export function secondFactorRoutes(floor: Floor): Router {
  const { db, clock } = floor
  const router = Router()
  const tries = limit(10, 15)

  router.get('/session/second-factor', (req, res) => {
    if (!req.session) return res.redirect(303, '/sign-in')
    if (req.session.isProven) return res.redirect(303, localPath(req.query.then))
    ask(req, res)
  })

  router.post(
    '/session/second-factor',
    form(ask, async (req, res) => {
      if (!req.session || req.session.isProven) return redirect(res, '/sign-in')
      const { code, landing } = accept(Code, req.body)
      const { id: sessionId, accountId } = req.session
      await tries.spend(res, accountId)
      const proven = await proveSession(db, { sessionId, accountId, code }, by(req), clock.now())
      await tries.forgive(accountId)
      enter(floor, res, proven)
      redirect(res, landing)
    }),
  )

  router.use('/me/second-factor', signedInOnly)

  router.get('/me/second-factor', (req, res) => show(req, res))

  // Its own address, since the page may hold nothing inline. Shown until a first code was given, never after.
  router.get('/me/second-factor/code.svg', async (req, res) => {
    const account = await findAccount(db, own(req, by(req)).accountId)
    if (!account?.totpSecret || account.totpConfirmedAt) throw new NotFound()
    const { name } = floor.network.get()
    res.type('svg').send(await codeImage(account.totpSecret, { email: account.email, network: name }))
  })

  router.post('/me/second-factor', async (req, res) => {
    await startSecondFactor(db, by(req), clock.now())
    redirect(res, '/me/second-factor')
  })

  // The codes are shown in the answer itself: they are kept nowhere, so no other page could show them.
  router.post(
    '/me/second-factor/confirmation',
    form(show, async (req, res) => {
      const { code } = accept(Code, req.body)
      const { accountId, sessionId } = own(req, by(req))
      await tries.spend(res, accountId)
      const codes = await confirmSecondFactor(db, { code, sessionId }, by(req), clock.now())
      floor.page(res, 'accounts/recovery-codes', { codes })
    }),
  )

  router.post(
    '/me/second-factor/recovery-codes',
    form(show, async (req, res) => {
      const { code } = accept(Code, req.body)
      await tries.spend(res, own(req, by(req)).accountId)
      const codes = await renewRecoveryCodes(db, { code }, by(req), clock.now())
      floor.page(res, 'accounts/recovery-codes', { codes })
    }),
  )

  router.post(
    '/me/second-factor/end',
    form(show, async (req, res) => {
      const { code } = accept(Code, req.body)
      await tries.spend(res, own(req, by(req)).accountId)
      await endSecondFactor(db, { code }, by(req), clock.now())
      redirect(res, '/me/account', 'accounts.done.second_factor_ended')
    }),
  )

  function ask(req: Request, res: Response, back?: Return) {
    const landing = localPath(back?.values.landing ?? req.query.then)
    floor.page(res, 'accounts/second-factor-asked', { landing, problems: problemsOf(req, back) })
  }

  async function show(req: Request, res: Response, back?: Return) {
    const { accountId } = own(req, by(req))
    const account = await findAccount(db, accountId)
    floor.page(res, 'accounts/second-factor', {
      isOn: Boolean(account?.totpConfirmedAt),
      secret: account?.totpConfirmedAt ? undefined : account?.totpSecret?.match(/.{1,4}/g)?.join(' '),
      codesLeft: await unusedRecoveryCodes(db, accountId),
      refused: req.path.split('/').at(-1),
      problems: problemsOf(req, back),
    })
  }

  return router
}

const problemsOf = (req: Request, back?: Return) => back && problemsIn(translate(req.locale), back.issues)
