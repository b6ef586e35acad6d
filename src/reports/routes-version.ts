import { type Request, Router } from 'express'
import { namesOf } from '../accounts/queries.ts'
import { shownOf, sliceOf } from '../figures/parts.ts'
import { behind } from '../figures/slices.ts'
import { figureText } from '../figures/telling.ts'
import { readingOf } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { type Floor, moment } from '../platform/http/floor.ts'
import type { Words } from '../platform/http/pages.ts'
import { differences } from './correcting.ts'
import { contentOf } from './freezing.ts'
import { frozenOf } from './frozen.ts'
import { findVersion, versionsOf } from './queries.ts'
import { readersOf } from './readers.ts'
import { addressesOf, askedFor, toldFor } from './reading.ts'
import { SliceQuery } from './schema.ts'

/** Published versions: frozen, whatever happened since; and whether anything did. */
export function versionRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page } = floor
  const foundAt = (req: Request) => findVersion(db, req.viewer, String(req.params.slug), numberIn(req))

  router.get('/reports/:slug/versions/:number', async (req, res) => {
    const { report, version } = await foundAt(req)
    const { content, definitions, isWhole } = frozenOf(version)
    const [versions, now, names] = await Promise.all([
      versionsOf(db, req.viewer, report.id),
      contentOf(floor, { ...version, query: content.query }, moment(floor, req), withoutKnown(content.query)),
      version.byAccountId ? namesOf(db, [version.byAccountId]) : new Map<string, string>(),
    ])
    const { content: _text, ...about } = version
    page(res, 'reports/version', {
      report,
      version: about,
      versions,
      isWhole,
      readers: await readersOf(floor, readingOf(req, floor), report, about),
      by: (version.byAccountId && names.get(version.byAccountId)) || '',
      since: sinceTold(differences(content, now), readingOf(req, floor)),
      asked: askedFor(req, floor, content),
      told: toldFor(req, floor, shownOf(content), addressesOf(report.slug, version.number), definitions),
    })
  })

  router.get('/reports/:slug/versions/:number/initiatives', async (req, res) => {
    const { report, version } = await foundAt(req)
    const { content } = frozenOf(version)
    const { slice } = accept(SliceQuery, req.query)
    page(res, 'reports/behind', {
      report: { ...report, title: version.title },
      back: `/reports/${report.slug}/versions/${version.number}`,
      asOf: content.query.asOf,
      ...(await behind(db, req.viewer, req.today, slice, sliceOf(content, slice))),
    })
  })
  return router
}

/** 0 for what is no number of a version: nothing is found there. */
function numberIn({ params }: Request): number {
  return /^\d{1,6}$/.test(String(params.number)) ? Number(params.number) : 0
}

/** What was corrected since, in words. */
function sinceTold({ isCorrected, figures }: ReturnType<typeof differences>, words: Words) {
  const told = figures.map(({ figure, now }) => ({
    name: words.t(`figures.${figure.code}.name`),
    was: figureText(figure, words),
    is: figureText(now, words),
  }))
  // A figure that stands in two sections is said once.
  const once = new Map(told.map((one) => [`${one.name} ${one.was} ${one.is}`, one]))
  return { isCorrected, figures: [...once.values()] }
}

/** The same question, with what is known today. */
function withoutKnown<Query extends { knownAt?: string }>(query: Query): Omit<Query, 'knownAt'> {
  const { knownAt: _then, ...rest } = query
  return rest
}
