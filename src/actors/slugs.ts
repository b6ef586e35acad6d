import { createHash } from 'node:crypto'
import { inArray } from 'drizzle-orm'
import type { Reader } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { actors } from './tables.ts'

// Addresses that are pages of their own.
const reserved = ['new', 'suggestions', 'options']

/** Free addresses for these names, in their order: the name's own, or with a suffix when it is taken. */
export async function slugsFor(db: Reader, names: readonly string[]): Promise<string[]> {
  const wanted = names.map((name) => slugOf(name))
  const taken = new Set(reserved)
  for (let from = 0; from < wanted.length; from += 500) {
    const some = wanted.slice(from, from + 500)
    const rows = await db.select({ slug: actors.slug }).from(actors).where(inArray(actors.slug, some))
    for (const { slug } of rows) taken.add(slug)
  }
  return wanted.map((slug) => {
    const free = taken.has(slug) ? `${slug}-${newId().slice(-6)}` : slug
    taken.add(free)
    return free
  })
}

const HOMONYMS = 20

/** The same, of one name: the first that is free in an order that is the same for everybody, so that two who add a name at once meet. */
export async function slugFor(db: Reader, name: string): Promise<string> {
  const own = slugOf(name)
  const others = Array.from({ length: HOMONYMS }, (_, n) => `${own}-${suffix(own, n)}`)
  const wanted = [own, ...others]
  const rows = await db.select({ slug: actors.slug }).from(actors).where(inArray(actors.slug, wanted))
  const taken = new Set([...reserved, ...rows.map(({ slug }) => slug)])
  return wanted.find((slug) => !taken.has(slug)) ?? `${own}-${newId().slice(-6)}`
}

const suffix = (slug: string, n: number) => createHash('sha256').update(`${slug} ${n}`).digest('hex').slice(0, 6)
