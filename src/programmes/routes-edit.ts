import { type Request, type Response, Router } from 'express'
import type { Currency } from '../domain/money.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { addEdition, addProgramme, editEdition, editProgramme } from './commands.ts'
import { envelopeText } from './envelope.ts'
import { editionOrRefuse, programmeOrRefuse } from './queries.ts'
import { EditionEditForm, EditionForm, ProgrammeEditForm, ProgrammeForm } from './schema.ts'

const programmeFields = ['name', 'description', 'visibility']
const editionFields = ['name', 'theme', 'startsOn', 'endsOn', 'envelope', 'currency']

/** Programmes and editions begun and changed, by coordinators. */
export function editRoutes(floor: Floor, currencies: readonly Currency[]): Router {
  const router = Router()
  const { db, page } = floor
  const reserved = reservedFor('programme.edit')

  const sidesOf = (req: Request, fields: readonly string[]) => {
    const { t } = readingOf(req, floor)
    return fields.map((name) => ({ name, label: t(`programmes.field.${name}`) }))
  }

  const newProgramme = (req: Request, res: Response, back?: Return) =>
    page(res, 'programmes/programme-edit', returned(readingOf(req, floor), back))
  router.get('/programmes/new', reserved, (req, res) => newProgramme(req, res))
  router.post(
    '/programmes',
    reserved,
    form(newProgramme, async (req, res) => {
      const slug = await addProgramme(db, accept(ProgrammeForm, req.body), by(req), moment(floor, req))
      redirect(res, `/programmes/${slug}`, 'programmes.done.added')
    }),
  )

  const editProgrammePage = async (req: Request, res: Response, back?: Return) => {
    const { programme } = await programmeOrRefuse(db, req.viewer, String(req.params.slug))
    const at = `/programmes/${programme.slug}`
    page(res, 'programmes/programme-edit', {
      programme,
      conflict: conflictOf(back, sidesOf(req, programmeFields), at, at),
      ...returned(readingOf(req, floor), back),
    })
  }
  router.get('/programmes/:slug/edit', reserved, (req, res) => editProgrammePage(req, res))
  router.post(
    '/programmes/:slug',
    reserved,
    form(editProgrammePage, async (req, res) => {
      const slug = String(req.params.slug)
      await editProgramme(db, slug, accept(ProgrammeEditForm, req.body), by(req), moment(floor, req))
      redirect(res, `/programmes/${slug}`, 'programmes.done.edited')
    }),
  )

  const newEdition = async (req: Request, res: Response, back?: Return) => {
    const { programme } = await programmeOrRefuse(db, req.viewer, String(req.params.slug))
    page(res, 'programmes/edition-edit', {
      programme,
      currencies,
      today: req.today,
      ...returned(readingOf(req, floor), back),
    })
  }
  router.get('/programmes/:slug/editions/new', reserved, (req, res) => newEdition(req, res))
  router.post(
    '/programmes/:slug/editions',
    reserved,
    form(newEdition, async (req, res) => {
      const programme = String(req.params.slug)
      const slug = await addEdition(db, programme, accept(EditionForm, req.body), by(req), moment(floor, req))
      redirect(res, `/editions/${slug}`, 'programmes.done.edition_added')
    }),
  )

  const editEditionPage = async (req: Request, res: Response, back?: Return) => {
    const { programme, edition } = await editionOrRefuse(db, req.viewer, String(req.params.slug))
    const at = `/editions/${edition.slug}`
    page(res, 'programmes/edition-edit', {
      programme,
      edition,
      envelope: envelopeText(edition),
      currencies,
      today: req.today,
      conflict: conflictOf(back, sidesOf(req, editionFields), at, at),
      ...returned(readingOf(req, floor), back),
    })
  }
  router.get('/editions/:slug/edit', reserved, (req, res) => editEditionPage(req, res))
  router.post(
    '/editions/:slug',
    reserved,
    form(editEditionPage, async (req, res) => {
      const slug = String(req.params.slug)
      await editEdition(db, slug, accept(EditionEditForm, req.body), by(req), moment(floor, req))
      redirect(res, `/editions/${slug}`, 'programmes.done.edited')
    }),
  )
  return router
}
