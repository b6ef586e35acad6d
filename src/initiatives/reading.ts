import type { Request, Response } from 'express'
import { accept } from '../platform/http/accept.ts'
import type { Floor, Return } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { problemsIn, wordsFor } from '../platform/http/pages.ts'
import { languageOf } from '../platform/i18n/locales.ts'
import type { Look } from './board.ts'
import type { Reading } from './cards.ts'
import { findPresentSlug } from './lineage.ts'
import { findMet, findOrRefuse, type Met } from './queries.ts'
import { BoardQuery } from './schema.ts'

/** Who reads, on which day, in which language: what pages are written with. */
export function readingOf(req: Request, { network }: Floor): Reading {
  const { timeZone, thresholds } = network.get()
  return {
    ...wordsFor(req, timeZone),
    viewer: req.viewer,
    today: req.today,
    thresholds,
    language: languageOf(req.locale),
  }
}

/** Who looks at the portfolio, through the filter that the address holds. */
export function lookOf(req: Request, { network }: Floor): Look {
  return {
    viewer: req.viewer,
    today: req.today,
    thresholds: network.get().thresholds,
    filter: accept(BoardQuery, req.query),
  }
}

/** The initiative that the address names, as this reader meets it. Throws NotFound. */
export function metAt(req: Request, { db }: Floor): Promise<Met> {
  return findOrRefuse(db, req.viewer, req.today, String(req.params.slug))
}

/** The same, where former addresses and merged initiatives lead to the present one: undefined when that answer was sent. */
export async function metOrRedirected(req: Request, res: Response, { db, kept }: Floor): Promise<Met | undefined> {
  const slug = String(req.params.slug)
  const met = await kept(req, ['initiative', slug], () => findMet(db, req.viewer, req.today, slug))
  if (met) return met
  const present = await findPresentSlug(db, req.viewer, req.today, { slug })
  if (!present) throw new NotFound()
  res.redirect(301, `/initiatives/${present}`)
  return undefined
}

/** What a form page shows again: messages by field and everything that was typed. */
export function returned(reading: Reading, back: Return | undefined) {
  return {
    problems: back ? problemsIn(reading.t, back.issues, reading.format) : undefined,
    values: back?.values,
    stale: back?.stale,
  }
}

/** What the address asks for under a name; '' when it asks nothing, or several things at once. */
export function asked(req: Request, name: string): string {
  const value = req.query[name]
  return typeof value === 'string' ? value.slice(0, 160) : ''
}
