import { type Request, type Response, Router } from 'express'
import { capacitiesOf, may, networkRoles } from '../domain/permissions.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, redirect, type Return } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { NotAllowed } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { invitePerson, resendInvitation, withdrawInvitation } from './inviting.ts'
import { changeNetworkRole, disableAccount, enableAccount } from './people.ts'
import { namesOf, openInvitations, people } from './queries.ts'
import { Invitation, RoleChange, StateChange } from './schema.ts'

type WithId = Request<{ id: string }>

/** Who belongs to the network: coordinators read it and invite members, administrators manage it. */
export function peopleRoutes(floor: Floor): Router {
  const { db, clock, url } = floor
  const router = Router()
  const here = '/settings/people'

  router.use(here, (req, _res, next) => {
    const permission = may('people.invite', capacitiesOf(req.viewer.networkRole))
    if (!permission.allowed) throw new NotAllowed(permission.reserved)
    next()
  })

  router.get(here, (req, res) => show(req, res))

  router.post(
    `${here}/invitations`,
    form(show, async (req, res) => {
      await invitePerson(db, accept(Invitation, req.body), { locale: req.locale, url }, by(req), clock.now())
      redirect(res, here, 'accounts.done.invited')
    }),
  )

  router.post(`${here}/invitations/:id/letters`, async (req: WithId, res) => {
    await resendInvitation(db, req.params, { locale: req.locale, url }, by(req), clock.now())
    redirect(res, here, 'accounts.done.invited')
  })

  router.post(`${here}/invitations/:id/end`, async (req: WithId, res) => {
    await withdrawInvitation(db, req.params, by(req), clock.now())
    redirect(res, here, 'accounts.done.withdrawn')
  })

  router.post(
    `${here}/:id/role`,
    form(show, async (req, res) => {
      const input = { id: String(req.params.id), ...accept(RoleChange, req.body) }
      await changeNetworkRole(db, input, by(req), clock.now())
      redirect(res, here, 'accounts.done.role_changed')
    }),
  )

  router.post(
    `${here}/:id/state`,
    form(show, async (req, res) => {
      const { state, version } = accept(StateChange, req.body)
      const change = state === 'disabled' ? disableAccount : enableAccount
      await change(db, { id: String(req.params.id), version }, by(req), clock.now())
      redirect(res, here, `accounts.done.${state}`)
    }),
  )

  async function show(req: Request, res: Response, back?: Return) {
    const t = translate(req.locale)
    const mayManage = may('people.manage', capacitiesOf(req.viewer.networkRole)).allowed
    const invitations = await openInvitations(db)
    const inviters = await namesOf(
      db,
      invitations.flatMap(({ invitedById }) => invitedById ?? []),
    )
    floor.page(res, 'accounts/people', {
      people: await people(db),
      invitations: invitations.map(({ id, email, grants, expiresAt, invitedById }) => ({
        id,
        email,
        networkRole: grants.networkRole ?? 'member',
        inviter: inviters.get(invitedById ?? ''),
        expiresAt,
        isExpired: expiresAt <= clock.now(),
        mayAnswer: mayManage || (grants.networkRole ?? 'member') === 'member',
      })),
      self: req.viewer.accountId,
      mayManage,
      roles: mayManage ? networkRoles.toReversed() : ['member'],
      values: back?.values,
      problems: back?.stale ? { form: [t('accounts.stale')] } : back && problemsIn(t, back.issues),
    })
  }

  return router
}
