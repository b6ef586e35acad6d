import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { takerKinds } from '../domain/roles.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { pilotMet } from '../pilots/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { addLink, revokeLink, stateOf } from './inviting.ts'
import { formOf, type Link, linksTo } from './queries.ts'
import { LinkInput } from './schema.ts'
import { tokenOf } from './tokens.ts'
import { shownToAll } from './tried.ts'

/** Links to the form of a pilot: made, shown as QR codes and posters, revoked. */
export function linkRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page, clock, url } = floor
  const addressOf = (link: Link) => {
    const token = tokenOf(floor, link)
    return token && `${url}/f/${token}`
  }

  async function showLinks(req: Request, res: Response, back?: Return) {
    const met = await pilotMet(req, floor)
    granted(may('feedback.invite', met.capacities))
    const [written, links] = await Promise.all([formOf(db, met.pilot.id), linksTo(db, met.pilot.id)])
    page(res, 'feedback/links', {
      ...returned(readingOf(req, floor), back),
      ...met,
      form: written && (written.isOpen ? 'open' : 'closed'),
      kinds: takerKinds,
      links: links.map(({ token, ...link }) => ({
        ...link,
        state: stateOf(link, clock.now()),
        address: addressOf({ token, ...link }),
        base: `/pilots/${met.pilot.id}/links/${link.id}`,
      })),
    })
  }
  router.get('/pilots/:id/links', (req, res) => showLinks(req, res))
  router.post(
    '/pilots/:id/links',
    form(showLinks, async (req, res) => {
      const id = String(req.params.id)
      await addLink(db, floor, id, accept(LinkInput, req.body), by(req), moment(floor, req))
      redirect(res, `/pilots/${id}/links`, 'feedback.links.done')
    }),
  )

  /** The pilot and the link that the address names, for who may invite. Throws NotFound, NotAllowed. */
  async function linkMet(req: Request) {
    const met = await pilotMet(req, floor)
    granted(may('feedback.invite', met.capacities))
    const link = (await linksTo(db, met.pilot.id)).find(({ id }) => id === req.params.linkId)
    if (!link) throw new NotFound()
    return { ...met, link }
  }

  /** The same, to be printed. Throws NotFound also where nobody here knows its address. */
  async function addressMet(req: Request) {
    const met = await linkMet(req)
    const address = addressOf(met.link)
    if (!address) throw new NotFound()
    return { ...met, address }
  }

  router.get('/pilots/:id/links/:linkId/qr.svg', async (req, res) => {
    const { address } = await addressMet(req)
    res.type('svg').send(await (await qrCode()).toString(address, { type: 'svg', margin: 2 }))
  })
  router.get('/pilots/:id/links/:linkId/qr.png', async (req, res) => {
    const { address } = await addressMet(req)
    res.type('png').send(await (await qrCode()).toBuffer(address, { margin: 2, width: 1024 }))
  })
  router.get('/pilots/:id/links/:linkId/poster', async (req, res) => {
    const { link, pilot, initiative, address } = await addressMet(req)
    const written = await formOf(db, pilot.id)
    const shown = await shownToAll(db, { pilot, initiative }, readingOf(req, floor))
    const base = `/pilots/${pilot.id}/links`
    page(res, 'feedback/poster', { ...shown, way: link, form: written, base, address })
  })

  router.get('/pilots/:id/links/:linkId/revocation', async (req, res) => {
    // Views know `link` as a function of theirs.
    const { link, ...met } = await linkMet(req)
    page(res, 'feedback/revoke', { ...met, way: link })
  })
  router.post('/pilots/:id/links/:linkId/revocation', async (req, res) => {
    const { id, linkId } = req.params
    await revokeLink(db, id, linkId, by(req), moment(floor, req))
    redirect(res, `/pilots/${id}/links`, 'feedback.links.revoked')
  })
  return router
}

const qrCode = async () => (await import('qrcode')).default
