import { type Request, type Response, Router } from 'express'
import { isHeard } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import { takerKinds } from '../domain/roles.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { pilotMet } from '../pilots/reading.ts'
import type { PilotMet } from '../pilots/parts.ts'
import { versionTested } from '../pilots/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { languageOf } from '../platform/i18n/locales.ts'
import { newKey } from '../platform/id.ts'
import { answersSchema, byThemselves, typedFor } from './form-input.ts'
import { personKey } from './person.ts'
import { formOf, hasGiven, takersOf } from './queries.ts'
import { SpeakerInput } from './schema.ts'
import { type Channel, takeFeedback } from './taking.ts'
import { triedIn } from './tried.ts'

/** What takers say with an account, once, and what coordinators write on behalf of one. */
export function givingRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  /** A taker speaks for themselves; a coordinator who is none writes what somebody said. Throws NotAllowed. */
  async function standingOf(req: Request, { initiative, capacities }: PilotMet) {
    const as = granted(may('feedback.give', capacities))
    const isTaker = capacities.includes('taker')
    const takers = await takersOf(db, initiative.id, req.today, isTaker ? req.viewer.actorIds : undefined)
    // Beneficiaries are named nowhere, and no taker is named as a person.
    const speakers = takers.filter(({ kind, takerKind }) => kind !== 'person' && takerKind === 'adopter')
    return { as, isTaker, takers, speakers }
  }

  const keyOf = (req: Request, pilotId: string) => personKey(floor, pilotId, { account: String(req.viewer.accountId) })

  async function showNew(req: Request, res: Response, back?: Return) {
    const met = await pilotMet(req, floor)
    const { isTaker, takers, speakers } = await standingOf(req, met)
    const { pilot } = met
    const reading = readingOf(req, floor)
    const [written, tested] = await Promise.all([formOf(db, pilot.id), versionTested(db, pilot.solutionVersionId)])
    const isOnce = written?.isOncePerPerson ?? true
    const isGiven = isTaker && isOnce && (await hasGiven(db, pilot.id, keyOf(req, pilot.id)))
    page(res, 'feedback/give', {
      ...returned(reading, back),
      ...met,
      isTaker,
      // What was typed comes back also when the form was closed meanwhile.
      state: back ? 'open' : isGiven ? 'given' : isOpenTo(isTaker, met, written?.isOpen, req.today) ? 'open' : 'closed',
      about: triedIn(pilot, tested, reading),
      language: languageOf(req.locale),
      questions: written?.questions ?? [],
      introduction: written && words(written, req, 'introduction'),
      consent: written && words(written, req, 'consent'),
      kinds: takerKinds,
      kind: takers[0]?.takerKind ?? undefined,
      speakers: speakers.map(({ slug, name }) => ({ value: slug, label: name })),
      speaker: isTaker ? speakers[0]?.slug : undefined,
      today: req.today,
    })
  }
  router.get('/pilots/:id/feedback/new', (req, res) => showNew(req, res))

  router.post(
    '/pilots/:id/feedback/new',
    form(showNew, async (req, res) => {
      const met = await pilotMet(req, floor)
      const { as, isTaker, speakers } = await standingOf(req, met)
      const { pilot } = met
      const when = moment(floor, req)
      const written = await formOf(db, pilot.id)
      const { speaker, givenOn = when.today } = accept(SpeakerInput, req.body)
      const { takerKind, said } = accept(answersSchema(written, isTaker ? byThemselves : typedFor), req.body)
      const named = speakers.find(({ slug }) => slug === speaker)
      if (speaker && !named) throw new InvalidInput([{ field: 'speaker', key: 'not_in_list' }])
      if (givenOn > when.today) throw new InvalidInput([{ field: 'givenOn', key: 'in_the_future' }])
      const actorId = takerKind === 'adopter' ? (named?.id ?? null) : null
      const channel: Channel = isTaker
        ? { way: 'account', actorId, personKey: (written?.isOncePerPerson ?? true) ? keyOf(req, pilot.id) : null }
        : { way: 'on_behalf', actorId, by: by(req), as }
      const { number } = await takeFeedback(
        db,
        {
          pilot,
          form: written,
          takerKind,
          said,
          channel,
          onceKey: by(req).once ?? newKey(),
          givenOn: isTaker ? when.today : givenOn,
          language: languageOf(req.locale),
        },
        when,
      )
      redirect(res, `/pilots/${pilot.id}`, 'feedback.give.done', { number: String(number) })
    }),
  )
  return router
}

function isOpenTo(isTaker: boolean, { pilot }: PilotMet, isOpen = false, today: string): boolean {
  return isTaker ? isHeard(pilot, isOpen, today) : pilot.state === 'running' || pilot.state === 'finished'
}

function words(form: NonNullable<Awaited<ReturnType<typeof formOf>>>, req: Request, what: 'introduction' | 'consent') {
  return (languageOf(req.locale) === 'en' && form[`${what}En`]) || form[`${what}Fr`]
}
