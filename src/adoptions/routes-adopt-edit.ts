import { type Request, type Response, Router } from 'express'
import { may } from '../domain/permissions.ts'
import { metAt, readingOf, returned } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { editAdoptPage } from './adopt-editing.ts'
import { findAdoptPage, formerAdoptPages, isAdoptable, kitOf } from './adopt-queries.ts'
import { AdoptPageForm } from './adopt-schema.ts'
import { written } from './adopt-telling.ts'

/** Carriers write the page, look at it, publish it and take it back. */
export function adoptEditRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor

  async function showEdit(req: Request, res: Response, back?: Return, preview?: AdoptPageForm) {
    const { initiative, capacities } = await metAt(req, floor)
    granted(may('adopt_page.edit', capacities))
    const reading = readingOf(req, floor)
    const [text, kit, former] = await Promise.all([
      findAdoptPage(db, initiative.id),
      kitOf(db, req.today, initiative.id),
      formerAdoptPages(db, initiative.id),
    ])
    const url = `/initiatives/${initiative.slug}`
    const sides = (['takes', 'steps', 'ask', 'isPublished'] as const).map((name) => ({
      name,
      label: reading.t(`adoptions.adopt.edit.${name}`),
      ...(name === 'isPublished' && {
        text: (value: string) => reading.t(`adoptions.adopt.edit.is_${value === 'on' ? 'published' : 'draft'}`),
      }),
    }))
    page(res, 'adoptions/adopt-edit', {
      ...returned(reading, back),
      initiative,
      text,
      former,
      isAdoptable: isAdoptable(initiative),
      kit: { many: kit.length, unlicensed: kit.some(({ document }) => document.licence === 'all_rights_reserved') },
      preview: preview && written(preview),
      conflict: conflictOf(back, sides, `${url}/adopt`, url),
    })
  }

  router.get('/initiatives/:slug/adopt/edit', (req, res) => showEdit(req, res))
  router.post(
    '/initiatives/:slug/adopt',
    form(showEdit, async (req, res) => {
      const slug = String(req.params.slug)
      const input = accept(AdoptPageForm, req.body)
      const { isOpen } = await editAdoptPage(db, slug, input, by(req), moment(floor, req))
      const done = isOpen ? 'published' : input.isPublished ? 'saved_for_later' : 'saved'
      redirect(res, `/initiatives/${slug}/adopt`, `adoptions.adopt.edit.${done}`)
    }),
  )
  // Nothing is written: the same form again, with how its words would read.
  router.post(
    '/initiatives/:slug/adopt/preview',
    form(showEdit, async (req, res) => {
      const typed = accept(AdoptPageForm, req.body)
      await showEdit(req, res, { values: req.body as Record<string, unknown>, issues: [] }, typed)
    }),
  )
  return router
}
