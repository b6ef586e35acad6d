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

export async function slugFor(db: Reader, name: string): Promise<string> {
  const [slug] = await slugsFor(db, [name])
  return slug!
}
