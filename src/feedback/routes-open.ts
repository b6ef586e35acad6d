import { type Request, type Response, Router } from 'express'
import { limit, placeOf } from '../accounts/limits.ts'
import { rememberChoice } from '../accounts/cookies.ts'
import { isHeard } from '../domain/feedback.ts'
import { takerKinds } from '../domain/roles.ts'
import { asked, readingOf, returned } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, moment, type Return } from '../platform/http/floor.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { languageOf } from '../platform/i18n/locales.ts'
import { newKey } from '../platform/id.ts'
import { answersSchema, byThemselves } from './form-input.ts'
import { type LinkState, stateOf } from './inviting.ts'
import { leaveMark, markIn, newMark, openedStamp, openFor, personKey } from './person.ts'
import { findLink, hasGiven, type LinkMet, takenBefore } from './queries.ts'
import { takeFeedback } from './taking.ts'
import { shownToAll } from './tried.ts'

/** Nobody reads and answers faster; machines do. */
const QUICKEST_MS = 2_000

type Over = Exclude<LinkState, 'open'> | 'closed'

/** `/f/:token`: the form of a pilot for those who have no account. */
export function openRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock, page } = floor
  // A school behind one address answers in a quarter of an hour; what opens nothing is tried only so often.
  const pages = limit(2000, 15)
  const sendings = limit(800, 15)
  const guesses = limit(100, 15)

  router.use('/f', (_req, res, next) => {
    res.set('X-Robots-Tag', 'noindex, nofollow, noarchive')
    next()
  })

  async function metBy(req: Request, res: Response): Promise<LinkMet> {
    const found = await findLink(db, String(req.params.token))
    if (!found) await guesses.spend(res, placeOf(req))
    if (!found) throw new NotFound()
    return found
  }

  function overIn({ link, form, pilot }: LinkMet, req: Request): Over | undefined {
    const state = stateOf(link, clock.now())
    if (state !== 'open') return state
    return isHeard(pilot, form.isOpen, req.today) ? undefined : 'closed'
  }

  function showOver(req: Request, res: Response, { link }: LinkMet, over: Over) {
    const { t, format } = readingOf(req, floor)
    res.status(410)
    page(res, 'feedback/open-over', {
      reason: t(`feedback.open.over.${over}`, { when: format.instant(link.expiresAt) }),
      kept: req.method === 'POST' ? textsIn(req.body as Record<string, unknown>) : [],
    })
  }

  async function showForm(req: Request, res: Response, found: LinkMet, back?: Return) {
    const reading = readingOf(req, floor)
    const { form, link } = found
    const language = languageOf(req.locale)
    const values = back?.values
    const isStamped = openFor(floor, values?.opened, clock.now()) !== undefined
    page(res, 'feedback/open', {
      ...returned(reading, back),
      ...(await shownToAll(db, found, reading)),
      action: `/f/${String(req.params.token)}`,
      language,
      isLarge: (values?.large ?? asked(req, 'large')) === '1',
      isAnother: (values?.another ?? asked(req, 'another')) === '1',
      isGiven: back?.issues.some(({ key }) => key === 'feedback_given') ?? false,
      introduction: (language === 'en' && form.introductionEn) || form.introductionFr,
      consent: (language === 'en' && form.consentEn) || form.consentFr,
      questions: form.questions,
      kinds: link.takerKind ? [] : takerKinds,
      isOnce: form.isOncePerPerson,
      opened: isStamped ? values!.opened : openedStamp(floor, clock.now()),
    })
  }

  router.get('/f/:token', async (req, res) => {
    const found = await metBy(req, res)
    await pages.spend(res, placeOf(req))
    const over = overIn(found, req)
    if (over) return showOver(req, res, found, over)
    const { pilot, form } = found
    const mark = form.isOncePerPerson && asked(req, 'another') !== '1' ? markIn(req, floor, pilot.id) : undefined
    if (mark && (await hasGiven(db, pilot.id, personKey(floor, pilot.id, { mark })))) {
      return page(res, 'feedback/open-given', { another: `/f/${req.params.token}?another=1` })
    }
    await showForm(req, res, found)
  })

  router.post('/f/:token', async (req, res) => {
    const found = await metBy(req, res)
    const values = (req.body ?? {}) as Record<string, unknown>
    await sendings.spend(res, placeOf(req))
    if (typeof values.show === 'string' && !overIn(found, req)) return showOtherwise(req, res, found, values)
    const { pilot } = found
    const onceKey = by(req).once ?? newKey()
    try {
      // What was stored is stored, also when the link has ended since.
      const before = await takenBefore(db, pilot.id, onceKey)
      const over = before ? undefined : overIn(found, req)
      if (over) return showOver(req, res, found, over)
      if (!before) await take(req, res, found, values, onceKey)
      res.redirect(303, `/f/${req.params.token}/thanks?for=${encodeURIComponent(onceKey)}`)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      const { issues } = error
      if (issues.some(({ key }) => key === 'feedback_closed' || key === 'feedback_link_over')) {
        const now = await metBy(req, res)
        return showOver(req, res, now, overIn(now, req) ?? 'closed')
      }
      res.status(422)
      await showForm(req, res, found, { values, issues })
    }
  })

  async function take(req: Request, res: Response, found: LinkMet, values: Record<string, unknown>, onceKey: string) {
    const { pilot, form, link } = found
    const when = moment(floor, req)
    const open = openFor(floor, values.opened, when.at)
    const { takerKind, said } = accept(answersSchema(form, byThemselves), {
      ...values,
      takerKind: link.takerKind ?? values.takerKind,
    })
    if (open === undefined || open < QUICKEST_MS) throw new InvalidInput([{ field: 'form', key: 'too_quick' }])
    const mark = (values.another === '1' ? undefined : markIn(req, floor, pilot.id)) ?? newMark()
    const key = form.isOncePerPerson ? personKey(floor, pilot.id, { mark }) : null
    const channel = { way: 'link', linkId: link.id, personKey: key } as const
    const language = languageOf(req.locale)
    const given = { pilot, form, takerKind, said, channel, onceKey, givenOn: when.today, language }
    const { isRepeat } = await takeFeedback(db, given, when)
    if (key && !isRepeat) leaveMark(res, floor, pilot.id, mark)
  }

  /** In the other language, or larger, with everything that was typed. */
  async function showOtherwise(req: Request, res: Response, found: LinkMet, values: Record<string, unknown>) {
    const { show, ...typed } = values
    if (show === 'en' || (show === 'fr' && languageOf(req.locale) !== 'fr')) {
      req.locale = show === 'en' ? 'en' : 'fr-CA'
      rememberChoice(res, floor, 'locale', req.locale)
    }
    const large = show === 'large' ? { large: '1' } : show === 'normal' ? { large: '' } : {}
    await showForm(req, res, found, { values: { ...typed, ...large }, issues: [] })
  }

  router.get('/f/:token/thanks', async (req, res) => {
    const { pilot } = await metBy(req, res)
    await pages.spend(res, placeOf(req))
    const taken = await takenBefore(db, pilot.id, asked(req, 'for'))
    if (!taken) return res.redirect(303, `/f/${req.params.token}`)
    page(res, 'feedback/open-thanks', { number: taken.number, action: `/f/${req.params.token}` })
  })
  return router
}

const MOST_KEPT = 30

/** What was typed in words, to be copied: nothing else is said where a link has ended. */
function textsIn(values: Record<string, unknown>): string[] {
  return Object.entries(values)
    .filter(([name]) => /^(?:tested|helps|hinders|toChange|q-[\w-]+)$/.test(name))
    .flatMap(([, value]) => (typeof value === 'string' && /\D/.test(value) && /\s|.{13}/.test(value) ? [value] : []))
    .slice(0, MOST_KEPT)
}
