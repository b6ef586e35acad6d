import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { actorKinds, type Role, roles, sectorsOf, takerKinds } from '../domain/roles.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { merge } from './merging.ts'
import { isNamedTo } from './cards.ts'
import { endParticipation, withdrawProposal } from './ending.ts'
import { answer, isAsked } from './answering.ts'
import { giveLead } from './leading.ts'
import { addParticipation } from './participating.ts'
import { similarTo } from './likeness.ts'
import { findParticipation } from './queries.ts'
import { metAt, readingOf, returned } from './reading.ts'
import { AnswerInput, EndInput, MergeInput, ParticipationInput } from './schema.ts'
import type { Papers } from './sections.ts'
import { granted } from './writing.ts'

/** Who holds which role, and two initiatives that turn out to be one. */
export function roleRoutes(floor: Floor, papers: Papers): Router {
  const router = Router()
  const { db, page, url } = floor

  async function showNew(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('participation.add', capacities))
    const wanted: unknown = back?.values.role ?? req.query.role
    const role: Role = roles.find((one) => one === wanted) ?? 'support_partner'
    page(res, 'initiatives/role-new', {
      ...returned(readingOf(req, floor), back),
      initiative,
      role,
      roles,
      sectors: sectorsOf(role),
      kinds: actorKinds,
      takerKinds,
      mayAcceptFor: may('participation.accept_for', capacities).allowed,
      today: req.today,
    })
  }

  router.get('/initiatives/:slug/participations/new', (req, res) => showNew(req, res))
  router.post(
    '/initiatives/:slug/participations',
    form(showNew, async (req, res) => {
      const slug = String(req.params.slug)
      const input = accept(ParticipationInput, req.body)
      await addParticipation(db, slug, input, by(req), moment(floor, req), { url, locale: req.locale })
      redirect(res, `/initiatives/${slug}`, 'initiatives.role.done')
    }),
  )

  // Who is asked to an initiative that they may not see yet, or stood in it, reads its title and the role, nothing more.
  async function showOne(req: Request, res: Response, back?: Return) {
    const link = await findParticipation(db, String(req.params.id))
    if (!link || link.slug !== req.params.slug || !req.viewer.networkRole) throw new NotFound()
    const isOwn = req.viewer.actorIds.includes(link.held.actorId)
    const isOpen = isAsked(link.held) || link.held.state === 'accepted'
    const met = isOwn && isOpen ? undefined : await metAt(req, floor)
    const capacities = met?.capacities ?? []
    // Whom the sheet does not name is named by no address either.
    if (!isOwn && !isNamedTo(req.viewer, link.actorVisibility)) throw new NotFound()
    // Who was asked and has not accepted is the team's affair, as on the sheet.
    if (!isOwn && link.held.state !== 'accepted' && !may('team.see', capacities).allowed) throw new NotFound()
    page(res, 'initiatives/role', {
      ...returned(readingOf(req, floor), back),
      ...link,
      mayAnswer:
        (isAsked(link.held) && (isOwn || may('participation.accept_for', capacities).allowed)) ||
        (link.held.state === 'expired' && may('participation.accept_for', capacities).allowed),
      mayWithdraw: isAsked(link.held) && may('participation.add', capacities).allowed,
      mayEnd: link.held.state === 'accepted' && (isOwn || may('participation.end', capacities).allowed),
      mayLead:
        link.held.role === 'carrier' &&
        link.held.state === 'accepted' &&
        !link.held.isLead &&
        may('participation.add', capacities).allowed,
      today: req.today,
    })
  }

  router.get('/initiatives/:slug/participations/:id', (req, res) => showOne(req, res))
  router.post(
    '/initiatives/:slug/participations/:id/answer',
    form(showOne, async (req, res) => {
      const { slug, id } = req.params as { slug: string; id: string }
      const { answer: said } = accept(AnswerInput, req.body)
      await answer(db, slug, id, said, by(req), moment(floor, req))
      redirect(res, said === 'accepted' ? `/initiatives/${slug}` : '/me', `initiatives.role.${said}`)
    }),
  )
  router.post(
    '/initiatives/:slug/participations/:id/end',
    form(showOne, async (req, res) => {
      const { slug, id } = req.params as { slug: string; id: string }
      const { own } = await endParticipation(
        db,
        slug,
        id,
        accept(EndInput, req.body).until,
        by(req),
        moment(floor, req),
      )
      // Whoever ends their own role may not see the initiative any more.
      redirect(res, own ? '/me' : `/initiatives/${slug}`, 'initiatives.role.ended')
    }),
  )
  router.post('/initiatives/:slug/participations/:id/withdrawal', async (req, res) => {
    const { slug, id } = req.params
    await withdrawProposal(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}`, 'initiatives.role.withdrawn')
  })
  router.post('/initiatives/:slug/participations/:id/lead', async (req, res) => {
    const { slug, id } = req.params
    await giveLead(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}`, 'initiatives.role.lead_given')
  })

  async function showMerge(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('initiative.merge', capacities))
    page(res, 'initiatives/merge', {
      ...returned(readingOf(req, floor), back),
      initiative,
      similar: await similarTo(db, req.viewer, req.today, initiative.title, initiative.id),
    })
  }

  router.get('/initiatives/:slug/merge/new', (req, res) => showMerge(req, res))
  router.post(
    '/initiatives/:slug/merge',
    form(showMerge, async (req, res) => {
      const { slug } = await merge(
        db,
        String(req.params.slug),
        accept(MergeInput, req.body),
        by(req),
        moment(floor, req),
        papers,
      )
      redirect(res, `/initiatives/${slug}`, 'initiatives.merge.done')
    }),
  )
  return router
}
