import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { adoptionContacts, adoptions } from '../adoptions/tables.ts'
import { searchTextOf } from '../documents/describing.ts'
import { documents, documentThemes, documentVersions } from '../documents/tables.ts'
import { initiatives, participations } from '../initiatives/tables.ts'
import { isHeldOn, visibleTo } from '../initiatives/visible.ts'
import { knowledgeContributions } from '../knowledge/tables.ts'
import { themes } from '../network/tables.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { reportMailings } from '../reports/tables.ts'
import { holdings } from './holdings.ts'
import { countsOf, holds } from './known.ts'
import type { Subject } from './subject.ts'

/** What has to be read before somebody is erased: rows in which they are one among others. */
export interface Found {
  sheets: { id: string; visibility: string }[]
  documents: { id: string; creators: string; pictured: string; searchText: string }[]
  proposed: { id: string; proposed: (typeof documentVersions.$inferSelect)['proposed'] }[]
  contributionIds: string[]
  /** Requests to adopt that came from their address; those in which they gave their own name for the taker's. */
  asked: { id: string; isNamed: boolean }[]
  mailings: { id: string; recipients: { address: string; locale: string }[]; version: number }[]
  /** Rows touched, by kind. */
  counts: Record<string, number>
}

export async function foundOf(db: Reader, subject: Subject): Promise<Found> {
  const { actorIds, addresses } = subject
  const [sheets, papers, proposed, contributionIds, asked, mailings, counts] = await Promise.all([
    db
      .select({ id: actors.id, visibility: actors.visibility })
      .from(actors)
      .where(inArray(actors.id, [...actorIds])),
    documentsNaming(db, subject),
    versionsProposing(db, subject),
    contributionsOf(db, subject),
    askedBy(db, addresses),
    mailingsTo(db, addresses),
    countsOf(
      db,
      subject,
      holdings.filter(({ fate }) => fate === 'goes' || fate === 'emptied'),
    ),
  ])
  return {
    sheets,
    documents: papers,
    proposed,
    contributionIds,
    asked,
    mailings,
    counts: Object.fromEntries(counts.map(({ holding, many }) => [holding.key, many])),
  }
}

/** Whether a line or a part of it names somebody: case, accents and hyphens are nothing. */
const isNamed = (text: string, { names }: Subject) => names.some((name) => folded(name) === folded(text))

/** A list of names, one to a line, or in a line between commas, without these. */
function withoutNames(text: string, subject: Subject): string {
  const lines = text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [line]
    const parts = line.split(/[,;]/)
    const kept = parts.filter((part) => !isNamed(part, subject))
    if (kept.length === parts.length) return [line]
    return kept.length === 0 ? [] : [kept.map((part) => part.trim()).join(', ')]
  })
  return lines.join('\n').trim()
}

async function documentsNaming(db: Reader, subject: Subject): Promise<Found['documents']> {
  const { creators, pictured } = documents
  if (subject.names.length === 0) return []
  const isCandidate = or(
    ...subject.names.flatMap((name) => lastOf(name).flatMap((word) => [holds(creators, word), holds(pictured, word)])),
  )
  const rows = await db.select().from(documents).where(isCandidate)
  const changed = rows.flatMap((row) => {
    const now = { creators: withoutNames(row.creators, subject), pictured: withoutNames(row.pictured, subject) }
    return now.creators === row.creators && now.pictured === row.pictured ? [] : [{ ...row, ...now }]
  })
  const ids = changed.map(({ id }) => id)
  const subjects =
    ids.length === 0
      ? []
      : await db
          .select({ documentId: documentThemes.documentId, id: themes.id, fr: themes.fr, en: themes.en })
          .from(documentThemes)
          .innerJoin(themes, eq(themes.id, documentThemes.themeId))
          .where(inArray(documentThemes.documentId, ids))
  return changed.map((row) => {
    const its = subjects.filter(({ documentId }) => documentId === row.id)
    return { id: row.id, creators: row.creators, pictured: row.pictured, searchText: searchTextOf(row, its) }
  })
}

/** The longest plain word of a name: SQLite finds letters with accents in their own case only. */
function lastOf(name: string): string[] {
  const words = name.split(/[^\p{ASCII}]|[^\w]/u).filter(Boolean)
  return words.toSorted((a, b) => b.length - a.length).slice(0, 1)
}

async function versionsProposing(db: Reader, subject: Subject): Promise<Found['proposed']> {
  const { id, proposed } = documentVersions
  if (subject.names.length === 0) return []
  const rows = await db
    .select({ id, proposed })
    .from(documentVersions)
    .where(or(...subject.names.flatMap((name) => lastOf(name).map((word) => holds(proposed, word)))))
  return rows.flatMap((row) => {
    const creators = withoutNames(row.proposed?.creators ?? '', subject)
    return creators === (row.proposed?.creators ?? '') ? [] : [{ id: row.id, proposed: { ...row.proposed, creators } }]
  })
}

async function contributionsOf(db: Reader, subject: Subject): Promise<string[]> {
  const { id, who } = knowledgeContributions
  if (subject.names.length === 0) return []
  const rows = await db
    .select({ id, who })
    .from(knowledgeContributions)
    .where(or(...subject.names.flatMap((name) => lastOf(name).map((word) => holds(who, word)))))
  return rows.filter((row) => isNamed(row.who, subject)).map((row) => row.id)
}

async function askedBy(db: Reader, addresses: readonly string[]): Promise<Found['asked']> {
  if (addresses.length === 0) return []
  const rows = await db
    .select({ id: adoptions.id, takerName: adoptions.takerName, name: adoptionContacts.name })
    .from(adoptionContacts)
    .innerJoin(adoptions, eq(adoptions.id, adoptionContacts.adoptionId))
    .where(inArray(sql`lower(${adoptionContacts.address})`, [...addresses]))
  return rows.map(({ id, takerName, name }) => ({ id, isNamed: folded(takerName) === folded(name) }))
}

async function mailingsTo(db: Reader, addresses: readonly string[]): Promise<Found['mailings']> {
  const { id, recipients, version } = reportMailings
  if (addresses.length === 0) return []
  const rows = await db
    .select({ id, recipients, version })
    .from(reportMailings)
    .where(or(...addresses.map((address) => holds(recipients, address))))
  const isTheirs = ({ address }: { address: string }) => addresses.includes(address.toLowerCase())
  return rows.flatMap((row) =>
    row.recipients.some(isTheirs) ? [{ ...row, recipients: row.recipients.filter((one) => !isTheirs(one)) }] : [],
  )
}

/** Initiatives that will have no lead carrier, as far as the reader sees them. */
export async function leftWithoutLead(db: Reader, { actorIds }: Subject, viewer: Viewer, today: string) {
  if (actorIds.length === 0) return []
  const { id, title, slug } = initiatives
  return db
    .selectDistinct({ id, title, slug })
    .from(participations)
    .innerJoin(initiatives, eq(initiatives.id, participations.initiativeId))
    .where(
      and(
        inArray(participations.actorId, [...actorIds]),
        eq(participations.isLead, true),
        eq(participations.role, 'carrier'),
        isHeldOn(today),
        isNull(initiatives.mergedIntoId),
        visibleTo(db, viewer, today),
      ),
    )
}
