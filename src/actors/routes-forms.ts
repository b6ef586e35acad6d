import { type Request, type Response, Router } from 'express'
import { textOf } from '../domain/consents.ts'
import { actorKinds, sectors } from '../domain/roles.ts'
import { allowed, reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { translate } from '../platform/i18n/i18n.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { asAllowed, mayEdit } from './access.ts'
import { addActor, asFormHolds, changeActor } from './commands.ts'
import { actorsLike } from './listing.ts'
import { agreedToBeNamed } from './naming-consent.ts'
import { findPersonOf } from './queries.ts'
import { findActorOrRefuse } from './routes-sheet.ts'
import { ActorForm, actorVisibilities, NewActorForm } from './schema.ts'

/** `/actors/new` and `/actors/:slug/edit`. */
export function formRoutes(floor: Floor): Router {
  const router = Router()
  const { db } = floor
  const untouched: Return = { values: {}, issues: [] }

  const newPage = async (req: Request, res: Response, { values, issues }: Return) => {
    const { viewer } = req
    allowed('actor.add', viewer)
    const typed = values.name ?? req.query.name
    const name = typeof typed === 'string' ? typed.slice(0, 200) : ''
    floor.page(res, 'actors/new', {
      values: { kind: req.query.kind ?? 'organisation', name, ...values },
      problems: problemsIn(translate(req.locale), issues),
      alike: await actorsLike(db, viewer, name),
      mustConfirm: issues.some(({ field }) => field === 'isAnother'),
      hasPerson: viewer.accountId ? (await findPersonOf(db, viewer.accountId)) !== undefined : false,
      kinds: actorKinds,
      sectors,
    })
  }
  router.get('/actors/new', reservedFor('actor.add'), (req, res) => newPage(req, res, untouched))
  router.post(
    '/actors',
    form(newPage, async (req, res) => {
      const slug = await addActor(db, accept(NewActorForm, req.body), by(req), moment(floor, req))
      redirect(res, `/actors/${slug}`, 'actors.done.added')
    }),
  )

  const editPage = async (req: Request, res: Response, back: Return) => {
    const actor = await findActorOrRefuse(db, req)
    asAllowed(mayEdit(req.viewer, actor.id))
    const isSelf = actor.accountId !== null && actor.accountId === req.viewer.accountId
    floor.page(res, 'actors/edit', {
      actor,
      values: { ...(await asFormHolds(db, actor)), version: actor.version, ...back.values },
      problems: problemsIn(translate(req.locale), back.issues),
      visibilities: actorVisibilities,
      sectors,
      // Asked by the form where a person is to be named to everybody and has not said so.
      asksConsent: actor.kind === 'person' && !isSelf && !(await agreedToBeNamed(db, actor)),
      consentText: textOf('named_publicly'),
      isSelf: actor.kind === 'person' && isSelf,
      conflict: conflictOf(back, sidesOf(req.locale, back), `/actors/${actor.slug}`, `/actors/${actor.slug}`),
    })
  }
  router.get('/actors/:slug/edit', (req, res) => editPage(req, res, untouched))
  router.post(
    '/actors/:slug',
    form(editPage, async (req, res) => {
      const actor = await findActorOrRefuse(db, req)
      asAllowed(mayEdit(req.viewer, actor.id))
      await changeActor(db, actor, accept(ActorForm, req.body), by(req), moment(floor, req))
      redirect(res, `/actors/${actor.slug}`, 'actors.done.changed')
    }),
  )
  return router
}

function sidesOf(locale: Locale, { values }: Return) {
  const t = translate(locale)
  const words = (kind: string) => (value: string) => value && t(`${kind}.${value}`)
  const texts: Record<string, (value: string) => string> = {
    sector: words('words.sector'),
    visibility: words('actors.visibility'),
  }
  const names = ['name', 'sector', 'description', 'territory', 'url', 'email', 'phone', 'visibility']
  const said = ['consentOn', 'consentHow'].filter((name) => values[name])
  return [...names, ...said].map((name) => ({
    name,
    label: t(`actors.fields.${name}`),
    ...(texts[name] ? { text: texts[name] } : {}),
  }))
}
