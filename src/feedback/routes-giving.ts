import { type Request, type Response, Router } from 'express'
import { adequacies } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import { takerKinds } from '../domain/roles.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { pilotMet } from '../pilots/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newKey } from '../platform/id.ts'
import { languageOf } from '../platform/i18n/locales.ts'
import { askedIn, wordsOfForm } from './asking.ts'
import { answersSchema, byThemselves, typedFor } from './form-input.ts'
import { personKey } from './person.ts'
import { formOf, hasGiven, takersOf } from './queries.ts'
import { SpeakerInput } from './schema.ts'
import { type Channel, takeFeedback } from './taking.ts'

/** What signed-in takers say, and what coordinators write down for one of them, named so. */
export function givingRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function giving(req: Request) {
    const met = await pilotMet(req, floor)
    const as = granted(may('feedback.give', met.capacities))
    const isOwn = as === 'taker'
    const [written, takers] = await Promise.all([
      formOf(db, met.pilot.id),
      takersOf(db, met.initiative.id, req.today, isOwn ? req.viewer.actorIds : undefined),
    ])
    const person = isOwn && written?.isOncePerPerson !== false ? req.viewer.accountId : null
    return { ...met, as, isOwn, written, takers, person: person && personKey(met.pilot.id, { account: person }) }
  }

  async function show(req: Request, res: Response, back?: Return) {
    const { pilot, initiative, isOwn, written, takers, person } = await giving(req)
    const reading = readingOf(req, floor)
    const language = languageOf(req.locale)
    page(res, 'feedback/give', {
      ...returned(reading, back),
      pilot,
      initiative,
      isOwn,
      isGiven: person !== null && (await hasGiven(db, pilot.id, person)),
      takers,
      takerKinds,
      adequacies,
      asked: askedIn(written, language, reading.t),
      ...wordsOfForm(written, language),
    })
  }
  router.get('/pilots/:id/feedback/new', (req, res) => show(req, res))
  router.post(
    '/pilots/:id/feedback/new',
    form(show, async (req, res) => {
      const { pilot, as, isOwn, written, takers, person } = await giving(req)
      const { speaker } = accept(SpeakerInput, req.body)
      const actor = isOwn && takers.length === 1 ? takers[0] : takers.find(({ slug }) => slug === speaker)
      if (!actor && (isOwn || speaker !== '')) throw new InvalidInput([{ field: 'speaker', key: 'not_in_list' }])
      const body = req.body as Record<string, unknown>
      // An actor's kind is that of its role; only who is nobody in particular says it.
      const typed = actor?.takerKind ? { ...body, takerKind: actor.takerKind } : body
      const { takerKind, said } = accept(answersSchema(written, isOwn ? byThemselves : typedFor), typed)
      const actorId = actor?.id ?? null
      const channel: Channel = isOwn
        ? { way: 'account', actorId, personKey: person }
        : { way: 'on_behalf', actorId, by: by(req), as }
      const when = moment(floor, req)
      const { number } = await takeFeedback(
        db,
        {
          pilot,
          form: written,
          takerKind,
          said,
          channel,
          onceKey: by(req).once ?? newKey(),
          givenOn: when.today,
          language: languageOf(req.locale),
        },
        when,
      )
      redirect(res, `/pilots/${pilot.id}#feedback`, 'feedback.give.done', { number: String(number) })
    }),
  )
  return router
}
