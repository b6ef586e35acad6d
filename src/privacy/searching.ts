import { and, asc, ne, or, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { actors } from '../actors/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded, hasWords } from '../platform/db/sql.ts'
import { addressesLeft, isOpenPerson, markOf, type SubjectKind } from './subject.ts'

interface Hit {
  kind: SubjectKind
  id: string
  name: string
}

const MOST = 30

/** Accounts, persons without one, and addresses that were left, by words of a name or a part of an address. */
export async function subjectsFound(db: Reader, words: string): Promise<Hit[]> {
  if (folded(words) === '') return []
  const part = words.trim().toLowerCase()
  const isAlike = (text: string) =>
    folded(words)
      .split(' ')
      .every((word) => ` ${folded(text)}`.includes(` ${word}`))
  const [everybody, persons, addresses] = await Promise.all([
    db.select({ id: accounts.id, name: accounts.name, email: accounts.email }).from(accounts).orderBy(asc(accounts.id)),
    db
      .select({ id: actors.id, name: actors.name })
      .from(actors)
      .where(
        and(
          isOpenPerson,
          or(hasWords(actors.searchText, words), and(ne(actors.email, ''), sql`lower(${actors.email}) = ${part}`)),
        ),
      )
      .orderBy(asc(actors.id))
      .limit(MOST),
    addressesLeft(db),
  ])
  const taken = new Set(everybody.map(({ email }) => email))
  return [
    ...everybody
      .filter(({ name, email }) => isAlike(name) || email.includes(part))
      .map(({ id, name, email }): Hit => ({ kind: 'account', id, name: `${name} (${email})` })),
    ...persons.map(({ id, name }): Hit => ({ kind: 'actor', id, name })),
    ...addresses
      .filter((address) => address.includes(part) && !taken.has(address))
      .map((address): Hit => ({ kind: 'address', id: markOf(address), name: address })),
  ].slice(0, 3 * MOST)
}
