import { createHash } from 'node:crypto'
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { accounts, tokens } from '../accounts/tables.ts'
import { actors } from '../actors/tables.ts'
import { adoptionContacts } from '../adoptions/tables.ts'
import { feedbackContacts } from '../feedback/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { reportMailings } from '../reports/tables.ts'

export const subjectKinds = ['account', 'actor', 'address'] as const
export type SubjectKind = (typeof subjectKinds)[number]

/** Somebody of whom something is kept: by an account, by an actor that is a person, or by an address they left. */
export interface Subject {
  kind: SubjectKind
  /** Of the account or the actor; of an address, what stands for it where addresses of pages are written down. */
  id: string
  name: string
  accountId: string | null
  /** Their person, and the sheets that were merged into it. */
  actorIds: readonly string[]
  /** In lower case. Not that of a mailbox which an organisation has too. */
  addresses: readonly string[]
  /** By which others may have named them. */
  names: readonly string[]
  isDemo: boolean
  /** Nothing is left of whom it was. */
  isErased: boolean
}

export const ERASED_ADDRESS = (accountId: string) => `erased-${accountId}@invalid`

/** Stands for an address where addresses of pages are logged and kept by browsers. */
export const markOf = (address: string): string =>
  createHash('sha256').update(`address ${address.toLowerCase()}`).digest('hex').slice(0, 32)

export async function findSubject(db: Reader, kind: SubjectKind, id: string): Promise<Subject | undefined> {
  if (kind === 'account') return ofAccount(db, id)
  if (kind === 'actor') return ofActor(db, id)
  const address = (await addressesLeft(db)).find((one) => markOf(one) === id)
  return address === undefined ? undefined : ofAddress(db, address)
}

async function ofAccount(db: Reader, id: string): Promise<Subject | undefined> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, id))
  if (!account) return undefined
  const { email, name, isDemo } = account
  const sheets = await sheetsOf(db, eq(actors.accountId, id))
  const isErased = email === ERASED_ADDRESS(id)
  return isErased
    ? { kind: 'account', id, name, accountId: id, actorIds: [], addresses: [], names: [], isDemo, isErased }
    : { kind: 'account', id, name, accountId: id, isDemo, isErased, ...(await known(db, sheets, { email, name })) }
}

async function ofActor(db: Reader, id: string): Promise<Subject | undefined> {
  const [actor] = await db
    .select()
    .from(actors)
    .where(and(eq(actors.id, id), eq(actors.kind, 'person')))
  if (!actor) return undefined
  if (actor.accountId) return ofAccount(db, actor.accountId)
  if (actor.mergedIntoId) return ofActor(db, actor.mergedIntoId)
  const sheets = await sheetsOf(db, eq(actors.id, id))
  const isErased = isNeutral(actor)
  const rest = isErased ? { actorIds: [id], addresses: [], names: [] } : await known(db, sheets)
  return { kind: 'actor', id, name: actor.name, accountId: null, isDemo: false, isErased, ...rest }
}

/** An address without an account: what was left with it. With one, it is of that account. */
async function ofAddress(db: Reader, address: string): Promise<Subject> {
  const [account] = await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.email, address))
  const theirs = account && (await ofAccount(db, account.id))
  const id = markOf(address)
  const [left] = await db
    .select({ name: adoptionContacts.name })
    .from(adoptionContacts)
    .where(sql`lower(${adoptionContacts.address}) = ${address}`)
    .limit(1)
  const names = left?.name ? [left.name] : []
  const own = { name: address, accountId: null, actorIds: [], addresses: [address], names, isDemo: false }
  return theirs ?? { kind: 'address', id, isErased: false, ...own }
}

/** Addresses that somebody left or that somebody wrote down, each once, in lower case. */
export async function addressesLeft(db: Reader): Promise<string[]> {
  const [asked, told, invited, mailed] = await Promise.all([
    db.select({ address: adoptionContacts.address }).from(adoptionContacts),
    db.select({ address: feedbackContacts.address }).from(feedbackContacts),
    db.selectDistinct({ address: tokens.email }).from(tokens),
    db.select({ recipients: reportMailings.recipients }).from(reportMailings),
  ])
  const all = [...asked, ...told, ...invited, ...mailed.flatMap(({ recipients }) => recipients)]
  return [...new Set(all.map(({ address }) => address.toLowerCase()))].sort()
}

type Sheet = typeof actors.$inferSelect

async function sheetsOf(db: Reader, isTheirs: ReturnType<typeof eq>): Promise<Sheet[]> {
  const own = await db.select().from(actors).where(isTheirs)
  const ids = own.map(({ id }) => id)
  if (ids.length === 0) return []
  return [...own, ...(await db.select().from(actors).where(inArray(actors.mergedIntoId, ids)))]
}

async function known(db: Reader, sheets: readonly Sheet[], account?: { email: string; name: string }) {
  const written = [...new Set(sheets.map(({ email }) => email.toLowerCase()).filter(Boolean))]
  const shared =
    written.length === 0
      ? []
      : await db
          .select({ email: actors.email })
          .from(actors)
          .where(and(ne(actors.kind, 'person'), inArray(sql`lower(${actors.email})`, written)))
  const isShared = (address: string) => shared.some(({ email }) => email.toLowerCase() === address)
  const addresses = [...(account ? [account.email] : []), ...written.filter((one) => !isShared(one))]
  const names = [...(account ? [account.name] : []), ...sheets.map(({ name }) => name)]
  return {
    actorIds: sheets.map(({ id }) => id),
    addresses: [...new Set(addresses)],
    names: [...new Set(names.map((name) => name.trim()).filter(Boolean))],
  }
}

export const neutralSlug = (id: string) => `personne-${id.slice(-12)}`

const isNeutral = ({ id, slug }: Pick<Sheet, 'id' | 'slug'>) => slug === neutralSlug(id)

/** Persons without an account that still stand for somebody. */
export const isOpenPerson = and(eq(actors.kind, 'person'), isNull(actors.accountId), isNull(actors.mergedIntoId))
