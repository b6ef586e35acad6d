import type { Request } from 'express'
import { readingOf } from '../initiatives/reading.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Floor } from '../platform/http/floor.ts'
import type { Outgoing } from './about.ts'
import { contentOf } from './freezing.ts'
import { frozen, frozenOf } from './frozen.ts'
import type { Report, Version } from './queries.ts'
import { askedFor } from './reading.ts'
import { veiled } from './veiling.ts'

/** A draft on its way out, as it is computed now. */
export async function draftOutgoing(floor: Floor, req: Request, report: Report): Promise<Outgoing> {
  const content = await contentOf(floor, report, { at: floor.clock.now(), today: req.today })
  const { content: text, hash } = frozen(content)
  return outgoing(floor, req, { title: report.title, text, hash, address: `${floor.url}/reports/${report.slug}` })
}

/** A published version on its way out: what was frozen, and nothing computed, as those eyes may read it today. */
export async function versionOutgoing(
  floor: Floor,
  req: Request,
  report: Pick<Report, 'slug'>,
  version: Version,
  eyes: Viewer = req.viewer,
): Promise<Outgoing> {
  const { number, publishedAt, title, hash, content: text } = version
  const address = `${floor.url}/reports/${report.slug}/versions/${number}`
  const whole = { ...outgoing(floor, req, { title, text, hash, address }), number, publishedAt }
  const { content, hidden } = await veiled(floor.db, eyes, req.today, whole.content)
  if (hidden === 0) return whole
  return { ...whole, content, hidden, text: JSON.stringify({ content, definitions: whole.definitions, hidden }) }
}

function outgoing(floor: Floor, req: Request, about: Pick<Outgoing, 'title' | 'text' | 'hash' | 'address'>): Outgoing {
  const { t, format, language } = readingOf(req, floor)
  const { content, definitions } = frozenOf({ content: about.text, hash: about.hash })
  return {
    ...about,
    content,
    definitions,
    network: floor.network.get().name,
    locale: req.locale,
    language,
    today: req.today,
    words: { t, format },
    asked: askedFor(req, floor, content),
  }
}
