import { createHash } from 'node:crypto'
import { isCoordinator, type Viewer } from '../../domain/viewer.ts'
import type { Reader } from './database.ts'
import { type Blank, blank } from './sql.ts'

/** A query that drizzle has built, not yet sent. */
export interface Preparable<Statement> {
  prepare(name: string): Statement
  toSQL(): { sql: string }
}

/**
 * A statement that is built once per database and then only filled in, with `execute({ … })`: building one
 * takes drizzle ten times as long as SQLite takes to answer it. `build` leaves blanks with `sql.placeholder`.
 */
export function prepared<Statement>(build: (db: Reader) => Preparable<Statement>): (db: Reader) => Statement {
  const known = new WeakMap<Reader, Statement>()
  return (db) => {
    let statement = known.get(db)
    if (!statement) {
      const query = build(db)
      known.set(db, (statement = query.prepare(nameOf(query.toSQL().sql))))
    }
    return statement
  }
}

// PostgreSQL keeps statements by name, on each connection: the same words have the same name, and others another.
export const nameOf = (words: string) => createHash('sha256').update(words).digest('hex').slice(0, 32)

/** Whoever reads, as far as the words of a statement depend on them; `actorIds` may be left blank. */
export interface Eyes extends Pick<Viewer, 'networkRole'> {
  actorIds: readonly string[] | Blank
}

/** The same for a statement that says who may see its rows: one for each kind of reader. Filled in with `seenBy`. */
export function preparedFor<Statement>(
  build: (db: Reader, eyes: Eyes, today: Blank) => Preparable<Statement>,
): (db: Reader, viewer: Viewer) => Statement {
  const actorIds = blank('actorIds')
  const today = blank('today')
  const as = (networkRole: Viewer['networkRole']) => prepared((db) => build(db, { networkRole, actorIds }, today))
  const [visitor, member, coordinator] = [as(undefined), as('member'), as('coordinator')]
  return (db, viewer) => {
    if (isCoordinator(viewer)) return coordinator(db)
    return viewer.networkRole ? member(db) : visitor(db)
  }
}

/** What the blanks that `preparedFor` leaves are filled with; `today` may be left out where the statement knows no day. */
export function seenBy({ actorIds }: Pick<Viewer, 'actorIds'>, today = ''): { actorIds: string; today: string } {
  return { actorIds: JSON.stringify(actorIds), today }
}
