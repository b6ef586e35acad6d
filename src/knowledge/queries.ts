import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { documentsVisibleTo } from '../documents/visible.ts'
import { documents } from '../documents/tables.ts'
import type { Viewer } from '../domain/viewer.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { attestations, initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { knowledgeContributions } from './tables.ts'

export type Contribution = typeof knowledgeContributions.$inferSelect

/** A contribution as one reader meets it. */
export interface Contributed extends Contribution {
  /** The actor who brought it, when it is one that this reader may see. */
  actor: { name: string; slug: string } | undefined
}

/** What was brought to an initiative and stands, latest first. Whoever sees the initiative sees it; not always by whom. */
export async function contributionsTo(db: Reader, viewer: Viewer, initiativeId: string): Promise<Contributed[]> {
  const rows = await standing(db).execute({ initiativeId })
  return rows.map(({ contribution, actor }) => ({
    ...contribution,
    actor:
      actor && (isNamedTo(viewer, actor.visibility) || viewer.actorIds.includes(actor.id))
        ? { name: actor.name, slug: actor.slug }
        : undefined,
  }))
}

const standing = prepared((db) =>
  db
    .select({
      contribution: knowledgeContributions,
      actor: { id: actors.id, name: actors.name, slug: actors.slug, visibility: actors.visibility },
    })
    .from(knowledgeContributions)
    .leftJoin(actors, eq(actors.id, knowledgeContributions.actorId))
    .where(
      and(eq(knowledgeContributions.initiativeId, blank('initiativeId')), isNull(knowledgeContributions.withdrawnAt)),
    )
    .orderBy(desc(knowledgeContributions.contributedOn), desc(knowledgeContributions.recordedAt)),
)

/** One that stands, of this initiative. */
export async function findContribution(
  db: Reader,
  initiativeId: string,
  id: string,
): Promise<Contribution | undefined> {
  const [row] = await db
    .select()
    .from(knowledgeContributions)
    .where(
      and(
        eq(knowledgeContributions.id, id),
        eq(knowledgeContributions.initiativeId, initiativeId),
        isNull(knowledgeContributions.withdrawnAt),
      ),
    )
  return row
}

/** The documents of an initiative that this reader may see, by title: those that a contribution may name to them. */
export function documentsSeen(db: Reader, viewer: Viewer, today: string, initiativeId: string) {
  return seen(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
}

const seen = preparedFor((db, eyes, today) =>
  db
    .select({ id: documents.id, title: documents.title })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(and(eq(documents.initiativeId, blank('initiativeId')), documentsVisibleTo(db, eyes, today)))
    .orderBy(asc(documents.title), asc(documents.id)),
)

/** Whether somebody stated that three kinds of knowledge are at the table (M1), and it stands. */
export async function isDiversityStated(db: Reader, initiativeId: string): Promise<boolean> {
  const [row] = await stated(db).execute({ initiativeId })
  return row !== undefined
}

const stated = prepared((db) =>
  db
    .select({ id: attestations.id })
    .from(attestations)
    .where(
      and(
        eq(attestations.initiativeId, blank('initiativeId')),
        eq(attestations.code, 'M1'),
        isNull(attestations.withdrawnAt),
      ),
    )
    .limit(1),
)
