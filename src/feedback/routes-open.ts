import { type Request, type Response, Router } from 'express'
import { limit, placeOf } from '../accounts/limits.ts'
import { adequacies, isHeard } from '../domain/feedback.ts'
import { takerKinds } from '../domain/roles.ts'
import { visitor } from '../domain/viewer.ts'
import { asked as askedFor, readingOf, returned } from '../initiatives/reading.ts'
import { findPilot } from '../pilots/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { newKey } from '../platform/id.ts'
import { languageOf } from '../platform/i18n/locales.ts'
import { askedIn, wordsOfForm } from './asking.ts'
import { answersSchema, byThemselves } from './form-input.ts'
import { stateOf } from './inviting.ts'
import { deviceIn, newDevice, personKey } from './person.ts'
import { findLink, hasGiven, type LinkMet } from './queries.ts'
import { takeFeedback } from './taking.ts'

/** `/f/:token`: the form of a pilot, for whoever holds the link. It opens nothing else, and says no more than its carriers wrote in it. */
export function openRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock, page } = floor
  // A whole school stands behind one address; who tries addresses by lot does not.
  const forms = limit(1_200, 15)
  const guesses = limit(100, 15)

  router.use('/f', (_req, res, next) => {
    res.set('X-Robots-Tag', 'noindex, nofollow, noarchive')
    res.set('Referrer-Policy', 'no-referrer')
    res.set('Cache-Control', 'private, no-store')
    next()
  })

  async function linkIn(req: Request, res: Response): Promise<LinkMet> {
    const met = await findLink(db, String(req.params.token))
    if (!met) await guesses.spend(res, placeOf(req))
    if (!met) throw new NotFound()
    await forms.spend(res, placeOf(req))
    return met
  }

  /** Why nothing is taken by this link any more, if so. */
  function over({ link, form: written, pilot }: LinkMet, today: string): string | undefined {
    const state = stateOf(link, clock.now())
    if (state !== 'open') return state
    return isHeard(pilot, written.isOpen, today) ? undefined : 'closed'
  }

  const keyOf = ({ pilot, form: written }: LinkMet, device: string | undefined) =>
    device && written.isOncePerPerson ? personKey(pilot.id, { device }) : undefined

  async function show(req: Request, res: Response, back?: Return) {
    const met = await linkIn(req, res)
    const { link, form: written, pilot, initiative } = met
    const ended = over(met, req.today)
    // What was typed is given back, whatever became of the link meanwhile.
    if (ended && !back) {
      res.status(410)
      return page(res, 'feedback/over', { ended })
    }
    const key = keyOf(met, deviceIn(req, floor))
    if (!back && key && (await hasGiven(db, pilot.id, key))) return page(res, 'feedback/given', { token: link.token })
    const reading = readingOf(req, floor)
    const language = languageOf(req.locale)
    // As a visitor sees them: a link opens nothing that is not public.
    const isSeen = (await findPilot(db, visitor, req.today, pilot.id)) !== undefined
    page(res, 'feedback/open', {
      ...returned(reading, back),
      token: link.token,
      takerKind: link.takerKind,
      about: isSeen ? { initiative: initiative.title, pilot: pilot.title } : undefined,
      ...wordsOfForm(written, language),
      asked: askedIn(written, language, reading.t),
      takerKinds,
      adequacies,
    })
  }
  router.get('/f/:token', (req, res) => show(req, res))
  router.post(
    '/f/:token',
    form(show, async (req, res) => {
      const { link, form: written, pilot } = await linkIn(req, res)
      const body = req.body as Record<string, unknown>
      const typed = link.takerKind ? { ...body, takerKind: link.takerKind } : body
      const { takerKind, said } = accept(answersSchema(written, byThemselves), typed)
      const device = deviceIn(req, floor) ?? newDevice(res, floor)
      const when = moment(floor, req)
      await takeFeedback(
        db,
        {
          pilot,
          form: written,
          takerKind,
          said,
          channel: {
            way: 'link',
            linkId: link.id,
            personKey: written.isOncePerPerson ? personKey(pilot.id, { device }) : null,
          },
          onceKey: by(req).once ?? newKey(),
          givenOn: when.today,
          language: languageOf(req.locale),
        },
        when,
      )
      res.redirect(303, `/f/${link.token}/thanks${said.address ? '?told=1' : ''}`)
    }),
  )

  router.get('/f/:token/thanks', async (req, res) => {
    const { link } = await linkIn(req, res)
    page(res, 'feedback/thanks', { token: link.token, isTold: askedFor(req, 'told') === '1' })
  })

  // Somebody else holds the device now: it gets another number.
  router.post('/f/:token/another', async (req, res) => {
    const { link } = await linkIn(req, res)
    newDevice(res, floor)
    res.redirect(303, `/f/${link.token}`)
  })
  return router
}
