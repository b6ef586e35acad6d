import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { actorKinds, takerKinds } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { territoryLabel, territoryOptions } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { confirmAdoption, declineAdoption, forgetContact } from './confirming.ts'
import { findWaiting } from './inbox.ts'
import { ConfirmInput } from './schema.ts'

/** Who asked by the public form: the carriers say which actor it is, or that it is nobody. */
export function inboxRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function showOne(req: Request, res: Response, back?: Return) {
    const { initiative, capacities, ...asked } = await findWaiting(db, req.viewer, req.today, String(req.params.id))
    granted(may('adoption.confirm', capacities))
    const there: unknown = back?.issues.find(({ key }) => key === 'adoption_exists')?.params?.id
    page(res, 'adoptions/confirm', {
      ...returned(readingOf(req, floor), back),
      ...asked,
      initiative,
      there: typeof there === 'string' ? `/adoptions/${there}` : undefined,
      territoryNames: (await territoryOptions(db)).map(territoryLabel),
      takerKinds,
      actorKinds,
      levels: visibilities,
    })
  }
  router.get('/adoptions/:id/confirmation', (req, res) => showOne(req, res))
  router.post(
    '/adoptions/:id/confirmation',
    form(showOne, async (req, res) => {
      const id = String(req.params.id)
      const { capacities } = await findWaiting(db, req.viewer, req.today, id)
      granted(may('adoption.confirm', capacities))
      await confirmAdoption(db, id, accept(ConfirmInput, req.body), by(req), moment(floor, req))
      redirect(res, `/adoptions/${id}`, 'adoptions.confirm.done')
    }),
  )
  router.post('/adoptions/:id/refusal', async (req, res) => {
    const { slug } = await declineAdoption(db, req.params.id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}/adoptions`, 'adoptions.confirm.declined')
  })
  router.post('/adoptions/:id/contact/forgotten', async (req, res) => {
    await forgetContact(db, req.params.id, by(req), moment(floor, req))
    redirect(res, `/adoptions/${req.params.id}`, 'adoptions.contact.done')
  })
  return router
}
