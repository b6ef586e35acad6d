import { type Request, type Response, Router } from 'express'
import { textOf } from '../domain/consents.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, redirect, type Return } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { rememberChoice } from './cookies.ts'
import { deviceOf } from './devices.ts'
import { own, signedInOnly } from './entering.ts'
import { limit } from './limits.ts'
import { PASSWORD_MIN } from './passwords.ts'
import { changePassword, editProfile } from './profile.ts'
import { findAccount, sessionsOf } from './queries.ts'
import { PasswordChange, Profile } from './schema.ts'
import { revokeOtherSessions, revokeSession } from './sessions.ts'

/** The page about one's own account. `/me` itself belongs to the initiatives. */
export function accountRoutes(floor: Floor): Router {
  const { db, clock } = floor
  const router = Router()
  const passwordTries = limit(10, 15)

  router.use('/me/account', signedInOnly)

  router.get('/me/account', (req, res) => show(req, res))

  router.post(
    '/me/account',
    form(show, async (req, res) => {
      const profile = accept(Profile, req.body)
      await editProfile(db, profile, by(req), moment(floor, req))
      rememberChoice(res, floor, 'locale', profile.locale)
      redirect(res, '/me/account', 'accounts.done.saved')
    }),
  )

  router.post(
    '/me/account/password',
    form(show, async (req, res) => {
      const input = accept(PasswordChange, req.body)
      const { accountId, sessionId } = own(req, by(req))
      await passwordTries.spend(res, accountId)
      await changePassword(db, { ...input, sessionId }, by(req), req.locale, clock.now())
      redirect(res, '/me/account', 'accounts.done.password_changed')
    }),
  )

  router.post('/me/account/sessions/:id/end', async (req: Request<{ id: string }>, res) => {
    await revokeSession(db, req.params, by(req), clock.now())
    redirect(res, '/me/account', 'accounts.done.session_ended')
  })

  router.post('/me/account/sessions/end-others', async (req, res) => {
    await revokeOtherSessions(db, { kept: own(req, by(req)).sessionId }, by(req), clock.now())
    redirect(res, '/me/account', 'accounts.done.other_sessions_ended')
  })

  async function show(req: Request, res: Response, back?: Return) {
    const { accountId, sessionId } = own(req, by(req))
    const account = await findAccount(db, accountId)
    if (!account) throw new NotFound()
    const { name, email, locale, mailOnMoves, version, isDemo } = account
    const t = translate(req.locale)
    const problems = back && problemsIn(t, back.issues)
    const open = await sessionsOf(db, accountId, clock.now())
    floor.page(res, 'accounts/account', {
      account: { name, email, locale: locale ?? req.locale, mailOnMoves, version, isDemo },
      hasPassword: account.passwordHash !== null,
      hasSecondFactor: account.totpConfirmedAt !== null,
      passwordMin: PASSWORD_MIN,
      mailText: textOf('moves_by_mail'),
      sessions: open.map((one) => ({ ...one, ...deviceOf(one.userAgent), isThis: one.id === sessionId })),
      values: back?.values,
      problems: back?.stale ? { form: [t('accounts.stale')] } : problems,
    })
  }

  return router
}
