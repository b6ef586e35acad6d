import { type Request, type Response, Router } from 'express'
import { rememberSession } from '../accounts/cookies.ts'
import { PASSWORD_MIN } from '../accounts/passwords.ts'
import { LinkSpent } from '../accounts/steps.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, redirect, type Return } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { acceptInvitation, type Browser, declineInvitation } from './commands.ts'
import { expireInvitations } from './expiring.ts'
import { foundingOrRefuse, foundNetwork } from './founding.ts'
import { findOffer, type Offer, stillStands } from './queries.ts'
import { Acceptance, Founding } from './schema.ts'

export function routes(floor: Floor): Router {
  const { db, clock } = floor
  const router = Router()

  // Reading the page uses nothing up: mail scanners open links before people do.
  router.get('/invitations/:token', (req, res) => show(req, res))

  router.post(
    '/invitations/:token',
    form(show, async (req, res) => {
      const input = { ...accept(Acceptance, req.body), token: tokenIn(req) }
      const when = moment(floor, req)
      const accepted = await acceptInvitation(db, input, browserOf(req), by(req), when).catch(expired)
      if (!accepted) return show(req, res)
      if (accepted.session) rememberSession(res, floor, accepted.session)
      redirect(res, accepted.initiativeId ? `/i/${accepted.initiativeId}` : '/', 'invitations.done.accepted')
    }),
  )

  router.post('/invitations/:token/decline', async (req, res) => {
    await declineInvitation(db, { token: tokenIn(req) }, by(req), moment(floor, req))
    redirect(res, '/', 'invitations.done.declined')
  })

  router.get('/first-administrator/:token', (req, res) => found(req, res))

  router.post(
    '/first-administrator/:token',
    form(found, async (req, res) => {
      const input = { ...accept(Founding, req.body), token: tokenIn(req) }
      const session = await foundNetwork(db, input, browserOf(req), by(req), clock.now())
      await floor.network.refresh()
      rememberSession(res, floor, session)
      redirect(res, '/', 'invitations.done.founded')
    }),
  )

  async function show(req: Request, res: Response, back?: Return) {
    const now = clock.now()
    const offer = await findOffer(db, tokenIn(req))
    const { participation, inviter } = offer ?? {}
    if (!offer || !stillStands(offer, now)) {
      if (offer && offer.token.usedAt === null && offer.token.expiresAt <= now) await expireInvitations(db, now)
      return floor.page(res.status(404), 'invitations/spent', { inviter: inviter?.name })
    }
    floor.page(res, 'invitations/invitation', {
      token: tokenIn(req),
      email: offer.token.email,
      inviter: inviter?.name,
      role: participation?.role,
      title: participation?.title,
      networkRole: offer.token.grants.networkRole,
      organisation: offer.actor && offer.actor.kind !== 'person' ? offer.actor.name : undefined,
      whose: whoseIs(offer, req),
      name: offer.actor?.kind === 'person' ? offer.actor.name : '',
      passwordMin: PASSWORD_MIN,
      values: back?.values,
      problems: back && problemsIn(translate(req.locale), back.issues),
    })
  }

  async function found(req: Request, res: Response, back?: Return) {
    await foundingOrRefuse(db, tokenIn(req), clock.now())
    const problems = back && problemsIn(translate(req.locale), back.issues)
    const network = floor.network.get().name
    floor.page(res, 'invitations/founding', {
      token: tokenIn(req),
      suggested: network === 'Sillon' ? '' : network,
      passwordMin: PASSWORD_MIN,
      values: back?.values,
      problems,
    })
  }

  return router
}

const tokenIn = (req: Request) => String(req.params.token)

function browserOf(req: Request): Browser {
  return { locale: req.locale, userAgent: req.get('User-Agent') ?? '' }
}

/** Who may accept: `new` opens an account, `mine` is signed in, the others are told which account it takes. */
function whoseIs({ account }: Offer, { viewer }: Request): 'new' | 'mine' | 'other' | 'sign_in' {
  if (!viewer.accountId) return account ? 'sign_in' : 'new'
  return account?.id === viewer.accountId ? 'mine' : 'other'
}

// A link that was used meanwhile: its page says so.
function expired(error: unknown): undefined {
  if (error instanceof LinkSpent) return undefined
  throw error
}
