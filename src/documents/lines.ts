import type { Viewer } from '../domain/viewer.ts'
import { isNamedTo, type Reading } from '../initiatives/cards.ts'
import { bytesIn } from '../operation/said.ts'
import type { DocumentRow, DocumentVersion } from './queries.ts'

/** A document as lists show it. */
export interface DocumentLine {
  id: string
  href: string
  title: string
  kind: string
  /** Its own date, or the day it was attached. */
  when: string
  who: string
  /** What is to be known before opening it: its size, or the site that a link leads to. */
  about: string
  state: State | undefined
  thumbnail: string | undefined
}

interface State {
  text: string
  isWarning: boolean
  /** Whether a description would mend it. */
  asks: boolean
}

export function lineOf(row: DocumentRow, reading: Reading): DocumentLine {
  const { document, version } = row
  const { t, format } = reading
  const href = `/documents/${document.id}`
  return {
    id: document.id,
    href,
    title: document.title,
    kind: t(`words.document_kind.${document.kind}`),
    when: document.dated ? format.dated(document.dated) : format.dayOf(document.createdAt),
    who: whoOf(row, reading),
    about: aboutOf(version, reading),
    state: stateOf(row, reading),
    thumbnail: version.thumbnail && version.scanState !== 'quarantined' ? `${href}/thumbnail` : undefined,
  }
}

/** For whom it was attached, as far as the reader may read that name; else, for those who signed in, by whom. */
export function whoOf({ document, byName, forName, forVisibility }: DocumentRow, { viewer }: Reading): string {
  if (forName && (isNamedTo(viewer, forVisibility ?? '') || isOwn(document.forActorId, viewer))) return forName
  return (viewer.networkRole && byName) || ''
}

const isOwn = (actorId: string | null, { actorIds }: Viewer) => actorId !== null && actorIds.includes(actorId)

/** Its size, or the site that a link leads to. */
export function aboutOf({ url, size }: DocumentVersion, { t, format }: Reading): string {
  return url ? new URL(url).host : bytesIn(t, format, size)
}

/** What is not as it should be with what is shown; nothing when all is well. */
export function stateOf({ document, version }: DocumentRow, { t, viewer }: Reading): State | undefined {
  const say = (key: string, isWarning: boolean, asks = false) => ({
    text: t(`documents.state.${key}`),
    isWarning,
    asks,
  })
  if (version.scanState === 'quarantined') return say('quarantined', true)
  if (version.textState === 'waiting') return say('waiting', false)
  if (version.textState === 'broken') return say('broken', true)
  if (document.description !== '' || !viewer.networkRole) return undefined
  if (version.textState === 'too_large') return say('too_large', false, true)
  return version.textState === 'none' ? say(version.url ? 'link' : 'none', false, true) : undefined
}
