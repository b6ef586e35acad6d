import { type Request, type Response, Router } from 'express'
import { limit, placeOf } from '../accounts/limits.ts'
import { type Shown, shownOf } from '../figures/parts.ts'
import { worded } from '../figures/wording.ts'
import { asked, readingOf } from '../initiatives/reading.ts'
import { introductionHtml } from '../platform/writing/prose.ts'
import type { Floor } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { frozenOf } from './frozen.ts'
import { handOver } from './handing.ts'
import { findLink, mayLeave, noteReportOpening } from './linking.ts'
import { versionOutgoing } from './outgoing.ts'
import { askedFor } from './reading.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findLink>>>

/** `/r/:token`: a published version as a link shows it, to whoever holds the link. */
export function linkRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock, page } = floor
  // No limit stands before a link that opens; but what opens nothing is tried only so often, as a sign-in is.
  const guesses = limit(100, 15)
  const pages = limit(600, 15)
  const files = limit(60, 15)

  router.use('/r', (_req, res, next) => {
    res.set('X-Robots-Tag', 'noindex, nofollow, noarchive')
    res.set('Referrer-Policy', 'no-referrer')
    next()
  })

  /** What the link leads to; undefined when the answer was sent: that it is over. Throws NotFound, 429. */
  async function openedBy(req: Request, res: Response): Promise<Found | undefined> {
    const found = await findLink(db, String(req.params.token))
    if (!found || !mayLeave(found.version)) {
      await guesses.spend(res, placeOf(req))
      throw new NotFound()
    }
    const { link } = found
    if (!link.revokedAt && link.expiresAt > clock.now()) return found
    // Whoever holds it had it from somebody: it hides nothing to say why it opens no more.
    res.status(410)
    page(res, 'reports/link-over', { reason: link.revokedAt ? 'revoked' : 'expired', expiresAt: link.expiresAt })
    return undefined
  }

  router.get('/r/:token', async (req, res) => {
    const found = await openedBy(req, res)
    if (!found) return
    await pages.spend(res, placeOf(req))
    const { version, link } = found
    const { content, definitions, isWhole } = frozenOf(version)
    if (req.method !== 'HEAD') await noteReportOpening(db, link.id, clock.now())
    const { content: _text, ...about } = version
    const telling = { ...readingOf(req, floor), hrefOf: () => '' }
    page(res, 'reports/shared', {
      version: about,
      isWhole,
      base: `/r/${req.params.token}`,
      until: link.expiresAt,
      asked: askedFor(req, floor, content),
      told: worded(unlinked(shownOf(content)), definitions, introductionHtml, telling),
    })
  })

  router.get('/r/:token/file.:format', async (req, res) => {
    const found = await openedBy(req, res)
    if (!found) return
    await files.spend(res, placeOf(req))
    const { version, link, report } = found
    const filter = `report=${report.slug}&version=${version.number}`
    const { format } = req.params
    const outgoing = { ...versionOutgoing(floor, req, report, version), address: '' }
    const how = { format, table: asked(req, 'table'), recipients: link.label, filter }
    if (req.method !== 'HEAD') await noteReportOpening(db, link.id, clock.now())
    await handOver(db, { req, res, at: clock.now() }, outgoing, how)
  })
  return router
}

/** Initiatives by their titles alone: without an account there may be nothing behind their addresses. */
function unlinked(content: Shown): Shown {
  return {
    ...content,
    sections: content.sections.map((section) => ({
      ...section,
      tables: section.tables.map((table) => ({
        ...table,
        rows: table.rows.map((row) =>
          row.map((cell) =>
            cell.label && 'initiative' in cell.label ? { ...cell, label: { text: cell.label.initiative.title } } : cell,
          ),
        ),
      })),
    })),
  }
}
