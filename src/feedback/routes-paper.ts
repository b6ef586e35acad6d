import { type Request, type Response, Router } from 'express'
import { daysAfter } from '../domain/calendar.ts'
import { adequacies } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import { takerKinds } from '../domain/roles.ts'
import { asked, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { pilotMet } from '../pilots/reading.ts'
import { endOf } from '../platform/clock.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { languageOf } from '../platform/i18n/locales.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { formOf } from './queries.ts'
import { enteredIn, enterSheet, findEntry, sheetOf, type TakenBack, takeBack, Withdrawal } from './paper.ts'

/** Feedback on paper: the sheet to print, and the page to type twenty of them in. `also` goes when a sheet is taken back. */
export function paperRoutes(floor: Floor, also: TakenBack): Router {
  const router = Router()
  const { db, page, network } = floor

  async function metToEnter(req: Request) {
    const met = await pilotMet(req, floor)
    granted(may('feedback.enter', met.capacities))
    return met
  }

  router.get('/pilots/:id/sheet', async (req, res) => {
    const { pilot, initiative } = await metToEnter(req)
    const chosen = asked(req, 'language')
    const language = chosen === 'fr' || chosen === 'en' ? chosen : languageOf(req.locale)
    page(res, 'feedback/sheet', {
      pilot,
      initiative,
      language,
      isLarge: asked(req, 'large') === '1',
      form: await formOf(db, pilot.id),
      adequacies,
      takerKinds,
      say: translate(language === 'en' ? 'en' : 'fr-CA'),
    })
  })

  async function showPaper(req: Request, res: Response, back?: Return) {
    const met = await metToEnter(req)
    const { pilot, initiative } = met
    const chosen = asked(req, 'language')
    const language = chosen === 'en' || (chosen === '' && req.locale === 'en') ? 'en' : 'fr'
    const { timeZone } = network.get()
    const yesterday = daysAfter(req.today, -1)
    const since = endOf(timeZone, yesterday)
    const known = await formOf(db, pilot.id)
    page(res, 'feedback/paper', {
      ...returned(readingOf(req, floor), back),
      pilot,
      initiative,
      form: known,
      questions: known?.questions ?? [],
      entered: await enteredIn(db, req.viewer, met, since),
      adequacies,
      takerKinds,
      language,
      // What is the same on the next sheet of the pile is kept.
      takerKind: takerKinds.find((one) => one === asked(req, 'kind')),
      givenOn: /^\d{4}-\d\d-\d\d$/.test(asked(req, 'day')) ? asked(req, 'day') : req.today,
      today: req.today,
    })
  }
  router.get('/pilots/:id/paper', (req, res) => showPaper(req, res))
  router.post(
    '/pilots/:id/paper',
    form(showPaper, async (req, res) => {
      const met = await metToEnter(req)
      const entered = await enterSheet(db, met, req.body, by(req), moment(floor, req))
      const kept = new URLSearchParams({ kind: entered.takerKind, day: entered.givenOn, language: entered.language })
      const number = String(entered.number)
      redirect(res, `/pilots/${met.pilot.id}/paper?${kept.toString()}`, 'feedback.paper.done', { number })
    }),
  )

  async function showWithdrawal(req: Request, res: Response, back?: Return) {
    const met = await metToEnter(req)
    const entry = await findEntry(db, req.viewer, met, String(req.params.feedback))
    page(res, 'feedback/paper-withdraw', {
      ...returned(readingOf(req, floor), back),
      pilot: met.pilot,
      initiative: met.initiative,
      entry: { id: entry.id, number: entry.number, sheet: sheetOf(entry) },
    })
  }
  router.get('/pilots/:id/paper/:feedback/withdrawal', (req, res) => showWithdrawal(req, res))
  router.post(
    '/pilots/:id/paper/:feedback/withdrawal',
    form(showWithdrawal, async (req, res) => {
      const met = await metToEnter(req)
      const { reason } = accept(Withdrawal, req.body)
      const id = String(req.params.feedback)
      await takeBack(db, met, { id, reason, also }, by(req), moment(floor, req))
      redirect(res, `/pilots/${met.pilot.id}/paper`, 'feedback.paper.withdrawn')
    }),
  )
  return router
}
