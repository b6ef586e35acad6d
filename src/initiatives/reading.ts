import type { Request, Response } from 'express'
import { accept } from '../platform/http/accept.ts'
import type { Floor, Return } from '../platform/http/floor.ts'
import { problemsIn, wordsFor } from '../platform/http/pages.ts'
import { languageOf } from '../platform/i18n/locales.ts'
import type { Look } from './board.ts'
import type { Reading } from './cards.ts'
import { findOrRefuse, findPresentSlug, type Met } from './queries.ts'
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

/** Former addresses and merged initiatives lead to the present one. True when the answer was sent. */
export async function redirected(req: Request, res: Response, { db }: Floor): Promise<boolean> {
  const present = await findPresentSlug(db, req.viewer, req.today, { slug: String(req.params.slug) })
  if (!present || present === req.params.slug) return false
  res.redirect(301, `/initiatives/${present}`)
  return true
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
