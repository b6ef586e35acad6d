import { type Request, type Response, Router } from 'express'
import { networkRoles } from '../domain/permissions.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, redirect, type Return } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { askForSignInLink, endSession, signInWithLink, signInWithPassword } from './commands.ts'
import { forgetSession } from './cookies.ts'
import { afterSignIn, browserOf, enter } from './entering.ts'
import { SIGN_IN_MINUTES } from './letters.ts'
import { limit, placeOf } from './limits.ts'
import { localPath } from './local-path.ts'
import { DEMO_PASSWORD } from './passwords.ts'
import { demoAccounts, findToken, isUsable } from './queries.ts'
import { LinkRequest, SignIn } from './schema.ts'
import { LinkSpent } from './steps.ts'

export function signInRoutes(floor: Floor): Router {
  const { db, clock, url } = floor
  const router = Router()
  // The narrow limits are for one place and one address together: nobody locks out somebody else.
  // A whole meeting may sign in from one place. No limit stands before a link that was received.
  const [fromPlace, forAccount, here] = [limit(100, 15), limit(300, 60), limit(8, 15)]
  const [linksFromPlace, linksForAddress, linksHere] = [limit(100, 60), limit(60, 60), limit(6, 60)]

  router.get('/sign-in', async (req, res) => {
    if (req.viewer.accountId) return res.redirect(303, localPath(req.query.then))
    await show(req, res)
  })

  router.post(
    '/session',
    form(show, async (req, res) => {
      const input = accept(SignIn, req.body)
      const pair = `${placeOf(req)} ${input.email}`
      await fromPlace.spend(res, placeOf(req))
      await forAccount.spend(res, input.email)
      await here.spend(res, pair)
      const signedIn = await signInWithPassword(db, input, browserOf(req), by(req), clock.now())
      await here.forgive(pair)
      enter(floor, res, signedIn)
      redirect(res, afterSignIn(signedIn, input.landing))
    }),
  )

  router.post(
    '/sign-in/links',
    form(show, async (req, res) => {
      const { address, landing } = accept(LinkRequest, req.body)
      await linksFromPlace.spend(res, placeOf(req))
      await linksForAddress.spend(res, address)
      await linksHere.spend(res, `${placeOf(req)} ${address}`)
      await askForSignInLink(db, { email: address, landing }, { locale: req.locale, url }, clock.now())
      redirect(res, '/sign-in/sent')
    }),
  )

  router.get('/sign-in/sent', (_req, res) => floor.page(res, 'accounts/link-sent', { minutes: SIGN_IN_MINUTES }))

  // Reading the page uses nothing up: mail scanners open links before people do.
  router.get('/sign-in/:token', async (req, res) => {
    const { token } = req.params
    const link = await findToken(db, token, 'sign_in')
    if (!isUsable(link, clock.now())) return spent(res)
    floor.page(res, 'accounts/link', { token })
  })

  router.post('/sign-in/:token', async (req: Request<{ token: string }>, res) => {
    try {
      const signedIn = await signInWithLink(db, req.params, browserOf(req), by(req), clock.now())
      enter(floor, res, signedIn)
      redirect(res, afterSignIn(signedIn, localPath(signedIn.landing)))
    } catch (error) {
      if (!(error instanceof LinkSpent)) throw error
      spent(res)
    }
  })

  router.post('/session/end', async (req, res) => {
    if (req.session) await endSession(db, req.session, by(req), clock.now())
    forgetSession(res, floor)
    redirect(res, '/', 'accounts.done.signed_out')
  })

  async function show(req: Request, res: Response, back?: Return) {
    const t = translate(req.locale)
    const { isDemo } = floor.network.get()
    const offered = isDemo ? await demoAccounts(db) : []
    floor.page(res, 'accounts/sign-in', {
      landing: localPath(back?.values.landing ?? req.query.then),
      values: back?.values,
      problems: back && problemsIn(t, back.issues),
      demoPassword: DEMO_PASSWORD,
      demoRoles: networkRoles
        .map((role) => ({ role, people: offered.filter(({ networkRole }) => networkRole === role) }))
        .filter(({ people }) => people.length > 0),
    })
  }

  function spent(res: Response) {
    floor.page(res.status(404), 'accounts/link-spent', { minutes: SIGN_IN_MINUTES })
  }

  return router
}
