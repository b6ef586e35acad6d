import { type Request, type Response, Router } from 'express'
import { actorsByIds } from '../actors/queries.ts'
import { adoptionStatuses, fidelities } from '../domain/adoptions.ts'
import { may } from '../domain/permissions.ts'
import { actorKinds, takerKinds } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import { asked, metAt, metOrRedirected, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { territoryLabel, territoryOptions } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { editAdoption, recordAdoption, standingFields, withdrawAdoption } from './commands.ts'
import { evidenceAmong } from './evidence.ts'
import { waitingOn } from './inbox.ts'
import { adoptionsOf, contactOf, findAdoption, readsReasons, reasonsOf, stepsOf } from './queries.ts'
import { adoptRoutes } from './routes-adopt.ts'
import { inboxRoutes } from './routes-inbox.ts'
import { stepRoutes } from './routes-steps.ts'
import { uptakeRoutes } from './routes-uptake.ts'
import { AdoptionEdit, AdoptionInput } from './schema.ts'
import { mayTendAdoption } from './taker.ts'
import { hesitates, historyTold, lineOf, nearestFirst, summaryOf } from './telling.ts'
import { gridsOf, shades } from './tiles.ts'
import { uptakeOf } from './uptake.ts'

/** Who makes an initiative theirs, how far they came, and what shows it. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  router.get('/initiatives/:slug/adoptions', async (req, res) => {
    const met = await metOrRedirected(req, res, floor)
    if (!met) return
    const { viewer, today } = req
    const { initiative, capacities } = met
    const isTold = readsReasons({ isOwn: false, capacities }, viewer)
    const [all, waiting, uptake] = await Promise.all([
      adoptionsOf(db, viewer, today, initiative.id),
      may('adoption.confirm', capacities).allowed ? waitingOn(db, viewer, today, initiative.id) : [],
      uptakeOf(db, viewer, today, { initiativeId: initiative.id }),
    ])
    const hesitating = all.filter(({ adoption, isOwn }) => (isTold || isOwn) && hesitates(adoption.status))
    const reasons = await reasonsOf(
      db,
      hesitating.map(({ adoption }) => adoption.id),
    )
    page(res, 'adoptions/list', {
      initiative,
      waiting,
      summary: summaryOf(all),
      lines: nearestFirst(all.filter((one) => !hesitating.includes(one))).map(lineOf),
      hesitating: hesitating.map((one) => ({ ...lineOf(one), reason: reasons.get(one.adoption.id) ?? '' })),
      uptake,
      ...gridsOf(uptake),
      shades,
      hrefOf: (region: string) => `/uptake?${new URLSearchParams({ initiative: initiative.slug, region }).toString()}`,
      mayRecord: may('adoption.record', capacities).allowed && initiative.status !== 'spotted',
    })
  })

  async function choices(req: Request, initiativeId: string) {
    const [places, documents] = await Promise.all([
      territoryOptions(db),
      evidenceAmong(db, req.viewer, req.today, initiativeId),
    ])
    return {
      territoryNames: places.map(territoryLabel),
      documents,
      fidelities,
      levels: visibilities,
      today: req.today,
    }
  }

  async function showNew(req: Request, res: Response, back?: Return) {
    const { initiative, capacities } = await metAt(req, floor)
    const as = granted(may('adoption.record', capacities))
    const there: unknown = back?.issues.find(({ key }) => key === 'adoption_exists')?.params?.id
    page(res, 'adoptions/new', {
      ...returned(readingOf(req, floor), back),
      ...(await choices(req, initiative.id)),
      initiative,
      // Takers choose among those they act for; others name any actor.
      own:
        as === 'taker'
          ? (await actorsByIds(db, req.viewer, req.viewer.actorIds)).map(({ name, slug }) => ({
              value: slug,
              label: name,
            }))
          : undefined,
      there: typeof there === 'string' ? `/adoptions/${there}` : undefined,
      takerKinds,
      kind: takerKinds.find((one) => one === asked(req, 'kind')),
      actorKinds,
      statuses: adoptionStatuses,
      status: adoptionStatuses.find((one) => one === asked(req, 'status')),
    })
  }
  router.get('/initiatives/:slug/adoptions/new', (req, res) => showNew(req, res))
  router.post(
    '/initiatives/:slug/adoptions',
    form(showNew, async (req, res) => {
      const { capacities } = await metAt(req, floor)
      granted(may('adoption.record', capacities))
      const input = accept(AdoptionInput, req.body)
      const id = await recordAdoption(db, String(req.params.slug), input, by(req), moment(floor, req))
      redirect(res, `/adoptions/${id}`, 'adoptions.new.done')
    }),
  )

  router.get('/adoptions/:id', async (req, res) => {
    const found = await findAdoption(db, req.viewer, req.today, req.params.id)
    const { adoption, initiative, capacities, isOwn } = found
    const reasons = readsReasons(found, req.viewer)
    const isCarrier = may('adoption.confirm', capacities).allowed
    const mayTend = mayTendAdoption(isOwn, capacities).allowed
    const [steps, documents, contact] = await Promise.all([
      stepsOf(db, adoption.id),
      evidenceAmong(db, req.viewer, req.today, initiative.id),
      isCarrier ? contactOf(db, adoption.id) : undefined,
    ])
    const url = `/adoptions/${adoption.id}`
    const titles = new Map(documents.map(({ id, title }) => [id, title]))
    page(res, 'adoptions/show', {
      url,
      initiative,
      line: lineOf(found),
      level: adoption.visibility,
      history: historyTold(steps, { reasons, titles, url: mayTend ? url : undefined }),
      contact,
      message: isCarrier ? adoption.message : '',
      mayTend,
    })
  })

  async function showEdit(req: Request, res: Response, back?: Return) {
    const found = await findAdoption(db, req.viewer, req.today, String(req.params.id))
    granted(mayTendAdoption(found.isOwn, found.capacities))
    const { adoption, initiative } = found
    const reading = readingOf(req, floor)
    const { t } = reading
    const sides = (['territory', 'fidelity', 'adapted', 'peopleReached', 'visibility'] as const).map((name) => ({
      name,
      label: t(`adoptions.field.${name}`),
      ...(name === 'fidelity' ? { text: (value: string) => value && t(`words.fidelity.${value}`) } : {}),
      ...(name === 'visibility' ? { text: (value: string) => t(`words.visibility.${value}`) } : {}),
    }))
    page(res, 'adoptions/edit', {
      ...returned(reading, back),
      ...(await choices(req, initiative.id)),
      initiative,
      line: lineOf(found),
      stands: standingFields(found),
      version: adoption.version,
      conflict: conflictOf(back, sides, `/adoptions/${adoption.id}`, `/adoptions/${adoption.id}`),
    })
  }
  router.get('/adoptions/:id/edit', (req, res) => showEdit(req, res))
  router.post(
    '/adoptions/:id',
    form(showEdit, async (req, res) => {
      const id = String(req.params.id)
      const found = await findAdoption(db, req.viewer, req.today, id)
      granted(mayTendAdoption(found.isOwn, found.capacities))
      await editAdoption(db, id, accept(AdoptionEdit, req.body), by(req), moment(floor, req))
      redirect(res, `/adoptions/${id}`, 'adoptions.edit.done')
    }),
  )
  router.get('/adoptions/:id/withdrawal', async (req, res) => {
    const found = await findAdoption(db, req.viewer, req.today, req.params.id)
    granted(mayTendAdoption(found.isOwn, found.capacities))
    page(res, 'adoptions/withdraw', { initiative: found.initiative, line: lineOf(found) })
  })
  router.post('/adoptions/:id/withdrawal', async (req, res) => {
    const { slug } = await withdrawAdoption(db, req.params.id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}/adoptions`, 'adoptions.withdraw.done')
  })

  router.use(stepRoutes(floor), inboxRoutes(floor), uptakeRoutes(floor), adoptRoutes(floor))
  return router
}
