import { type Request, type Response, Router } from 'express'
import QRCode from 'qrcode'
import { questionTypes } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import { takerKinds } from '../domain/roles.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { pilotMet } from '../pilots/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { formShown } from './form-shown.ts'
import { addLink, revokeLink, stateOf, writeForm } from './inviting.ts'
import { formOf, linksTo } from './queries.ts'
import { givingRoutes } from './routes-giving.ts'
import { FormInput, LinkInput } from './schema.ts'

/** What a pilot asks its takers, and the ways to it. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page, clock } = floor

  async function inviting(req: Request) {
    const met = await pilotMet(req, floor)
    granted(may('feedback.invite', met.capacities))
    return met
  }

  async function showForm(req: Request, res: Response, back?: Return) {
    const { pilot, initiative } = await inviting(req)
    const reading = readingOf(req, floor)
    const written = await formOf(db, pilot.id)
    page(res, 'feedback/form', {
      ...returned(reading, back),
      pilot,
      initiative,
      form: formShown(written, back?.values),
      isWritten: written !== undefined,
      types: questionTypes,
    })
  }
  router.get('/pilots/:id/form', (req, res) => showForm(req, res))
  router.post(
    '/pilots/:id/form',
    form(showForm, async (req, res) => {
      const { pilot } = await inviting(req)
      await writeForm(db, pilot.id, accept(FormInput, req.body), by(req), moment(floor, req))
      redirect(res, `/pilots/${pilot.id}#feedback`, 'feedback.form.done')
    }),
  )

  async function showLinks(req: Request, res: Response, back?: Return) {
    const { pilot, initiative } = await inviting(req)
    const [written, links] = await Promise.all([formOf(db, pilot.id), linksTo(db, pilot.id)])
    page(res, 'feedback/links', {
      ...returned(readingOf(req, floor), back),
      pilot,
      initiative,
      hasForm: written !== undefined,
      isOpen: written?.isOpen ?? false,
      links: links.map((link) => ({ ...link, address: addressOf(link.token), state: stateOf(link, clock.now()) })),
      takerKinds,
    })
  }
  router.get('/pilots/:id/links', (req, res) => showLinks(req, res))
  router.post(
    '/pilots/:id/links',
    form(showLinks, async (req, res) => {
      const { pilot } = await inviting(req)
      await addLink(db, pilot.id, accept(LinkInput, req.body), by(req), moment(floor, req))
      redirect(res, `/pilots/${pilot.id}/links`, 'feedback.links.done')
    }),
  )
  router.post('/pilots/:id/links/:link/revocation', async (req, res) => {
    const { pilot } = await inviting(req)
    await revokeLink(db, pilot.id, String(req.params.link), by(req), moment(floor, req))
    redirect(res, `/pilots/${pilot.id}/links`, 'feedback.links.revoked')
  })

  const addressOf = (token: string) => `${floor.url}/f/${token}`

  async function linkMet(req: Request) {
    const { pilot, initiative } = await inviting(req)
    const link = (await linksTo(db, pilot.id)).find(({ id }) => id === req.params.link)
    if (!link) throw new NotFound()
    return { pilot, initiative, link }
  }
  router.get('/pilots/:id/links/:link/qr.svg', async (req, res) => {
    const { link } = await linkMet(req)
    const drawing = await QRCode.toString(addressOf(link.token), { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
    res.set('Cache-Control', 'private, max-age=3600')
    res.type('image/svg+xml').send(drawing)
  })
  router.get('/pilots/:id/links/:link/poster', async (req, res) => {
    const { pilot, initiative, link } = await linkMet(req)
    const written = await formOf(db, pilot.id)
    page(res, 'feedback/poster', {
      pilot,
      initiative,
      link,
      address: addressOf(link.token),
      introductions: [written?.introductionFr, written?.introductionEn].filter(Boolean),
    })
  })

  router.use(givingRoutes(floor))
  return router
}
