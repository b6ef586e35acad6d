import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import type { Reading } from '../initiatives/cards.ts'
import { granted } from '../initiatives/writing.ts'
import { metAt, readingOf, returned } from '../initiatives/reading.ts'
import { territoryLabel } from '../network/queries.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, redirect, type Return } from '../platform/http/floor.ts'
import type { Difference } from '../platform/http/refusal.ts'
import { newKey } from '../platform/id.ts'
import { bin, purgedAfter, restore } from './binning.ts'
import { rolesNamedBy } from '../initiatives/queries.ts'
import { edit } from './editing.ts'
import { choices } from './forms.ts'
import { lineOf } from './lines.ts'
import { besides, binOf, type DocumentVersion, findDocumentOrRefuse } from './queries.ts'
import { EditInput } from './schema.ts'
import { mayTendTo, tending } from './tending.ts'

/** What changes a document without replacing it: its description, and the bin. */
export function editRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor
  const metIn = (req: Request) => findDocumentOrRefuse(db, req.viewer, req.today, String(req.params.id))

  async function showEdit(req: Request, res: Response, back?: Return) {
    const { document, version, initiative, capacities } = await metIn(req)
    tending(document, req.viewer, capacities)
    const reading = readingOf(req, floor)
    const [options, { themes, territories }] = await Promise.all([choices(db, reading), besides(db, document.id)])
    page(res, 'documents/edit', {
      ...returned(reading, back),
      initiative,
      options,
      differences: back?.stale && inWords(back.stale.differences, reading),
      proposed: proposedIn(version, document, reading),
      document: {
        ...document,
        namedRoles: rolesNamedBy(document),
        themes: themes.map(({ id }) => id),
        territory: territories.map(territoryLabel).join(''),
      },
    })
  }

  router.get('/documents/:id/edit', (req, res) => showEdit(req, res))
  router.post(
    '/documents/:id',
    form(showEdit, async (req, res) => {
      const id = String(req.params.id)
      await edit(db, id, accept(EditInput, req.body), by(req), moment(floor, req))
      redirect(res, `/documents/${id}`, 'documents.edit.done')
    }),
  )

  router.get('/documents/:id/bin', async (req, res) => {
    const met = await metIn(req)
    tending(met.document, req.viewer, met.capacities)
    const { proves } = await besides(db, met.document.id)
    page(res, 'documents/bin', { ...met, proves: [...new Set(proves.map(({ code }) => code))] })
  })
  router.post('/documents/:id/bin', async (req, res) => {
    const { slug } = await bin(db, req.params.id, by(req), moment(floor, req))
    redirect(res, `/initiatives/${slug}`, 'documents.bin.done')
  })
  router.post('/documents/:id/restore', async (req, res) => {
    await restore(db, req.params.id, by(req), moment(floor, req))
    redirect(res, `/documents/${req.params.id}`, 'documents.bin.restored')
  })

  router.get('/initiatives/:slug/bin', async (req, res) => {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('document.attach', capacities))
    const reading = readingOf(req, floor)
    const binned = await binOf(db, req.viewer, req.today, initiative.id)
    page(res, 'documents/binned', {
      initiative,
      lines: binned.map((row) => ({
        ...lineOf(row, reading),
        once: newKey(),
        until: reading.format.dayOf(purgedAfter(row.document.binnedAt!)),
        restore: mayTendTo(row.document, req.viewer, capacities).allowed,
      })),
    })
  })
  return router
}

const families: Record<string, string> = {
  kind: 'document_kind',
  language: 'document_language',
  licence: 'licence',
  stage: 'stage',
  visibility: 'visibility_short',
  namedRoles: 'role',
  pictureConsent: 'picture_consent',
}

// Both states side by side, in words.
function inWords(differences: readonly Difference[], { t }: Reading) {
  const said = (field: string, value: string) =>
    families[field]
      ? value
          .split(',')
          .filter(Boolean)
          .map((one) => t(`words.${families[field]}.${one}`))
          .join(', ')
      : value
  return differences.map(({ field, mine, theirs }) => ({
    label: t(`documents.field.${field}`),
    mine: said(field, mine),
    theirs: said(field, theirs),
  }))
}

// What the file says of itself, where that is something else than what stands.
function proposedIn(
  { proposed }: DocumentVersion,
  document: { title: string; creators: string; dated: string; language: string },
  { t, format }: Reading,
) {
  const { title, creators, dated, language } = proposed ?? {}
  return {
    title: title && title !== document.title ? title : undefined,
    creators: creators && creators !== document.creators ? creators : undefined,
    dated: dated && dated !== document.dated ? `${dated} (${format.dated(dated)})` : undefined,
    language: language && language !== document.language ? t(`words.document_language.${language}`) : undefined,
  }
}
