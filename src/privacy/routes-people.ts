import { type Request, type Response, Router } from 'express'
import { communicated } from '../communications/steps.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import { reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, redirect, type Return } from '../platform/http/floor.ts'
import { problemsIn, wordsFor } from '../platform/http/pages.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { leftWithoutLead } from './erasing-found.ts'
import { erasureOf, eraseSubject } from './erasing.ts'
import { handed, keptShown, summaryOf } from './handing.ts'
import { textsNaming } from './named-in.ts'
import { AskedErasure, Search, Whom } from './schema-persons.ts'
import { subjectsFound } from './searching.ts'
import { findSubject, type Subject } from './subject.ts'

const here = '/settings/privacy/people'

/** What is kept of anybody, for administrators who answer those who ask. */
export function peopleRoutes(floor: Floor): Router {
  const { db, clock } = floor
  const router = Router()

  router.use(here, reservedFor('privacy.manage'))

  router.get(here, async (req, res) => {
    const { q } = accept(Search, req.query)
    floor.page(res, 'privacy/people', { q, found: await subjectsFound(db, q) })
  })

  router.get(`${here}/:kind/:id`, (req, res) => show(req, res))

  router.get(`${here}/:kind/:id/all`, async (req, res) => {
    const subject = await subjectOf(req)
    const parts = await keptShown(floor, req, subject)
    await entered(req, 'html')
    floor.page(res, 'privacy/all', { parts, subject, back: placeOf(subject) })
  })

  router.get(`${here}/:kind/:id/data.json`, async (req, res) => {
    const subject = await subjectOf(req)
    await entered(req, 'json')
    await handed(floor, req, res, subject)
  })

  router.post(
    `${here}/:kind/:id/erasure`,
    form(show, async (req, res) => {
      const { word, askedOn } = accept(AskedErasure, req.body)
      const { t } = wordsFor(req, floor.network.get().timeZone)
      if (word !== t('privacy.persons.word')) throw new InvalidInput([{ field: 'word', key: 'not_the_word' }])
      const { kind, id } = await subjectOf(req)
      if (id === req.viewer.accountId) return res.redirect(303, '/me/privacy/erasure')
      await eraseSubject(db, { kind, id }, { askedOn }, by(req), moment(floor, req))
      redirect(res, here, 'privacy.persons.done')
    }),
  )

  async function show(req: Request, res: Response, back?: Return) {
    const subject = await subjectOf(req)
    const { t } = wordsFor(req, floor.network.get().timeZone)
    const [kept, leads, named, erasure] = await Promise.all([
      summaryOf(floor, req, subject),
      leftWithoutLead(db, subject, req.viewer, req.today),
      textsNaming(db.apart, subject),
      erasureOf(db, subject.id),
    ])
    floor.page(res, 'privacy/person', {
      subject,
      kept,
      leads,
      named,
      erasure,
      place: placeOf(subject),
      isSelf: subject.accountId !== null && subject.accountId === req.viewer.accountId,
      values: back?.values,
      problems: back?.stale ? { form: [t('accounts.stale')] } : back && problemsIn(t, back.issues),
    })
  }

  async function subjectOf({ params }: Request): Promise<Subject> {
    const whom = Whom.safeParse(params)
    const subject = whom.success ? await findSubject(db, whom.data.kind, whom.data.id) : undefined
    if (!subject) throw new NotFound()
    return subject
  }

  /** Whoever takes somebody's data away is entered in the register, without saying whose name it bears. */
  async function entered(req: Request, format: string) {
    if (req.method === 'HEAD') return
    const permission = may('privacy.manage', capacitiesOf(req.viewer.networkRole))
    const { kind, id } = req.params
    const filter = kind === 'address' ? 'address' : `${String(kind)}=${String(id)}`
    const as = permission.allowed ? { as: permission.as } : {}
    await db.commit((tx) => [
      communicated(tx, req.viewer, clock.now(), { what: 'person_data', format, filter, holdsPersons: true, ...as }),
    ])
  }

  return router
}

const placeOf = ({ kind, id }: Subject) => `${here}/${kind}/${id}`
