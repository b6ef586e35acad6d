import type { Reading } from '../initiatives/cards.ts'
import { slugOf } from '../platform/slug.ts'
import type { Hand } from './columns.ts'
import type { Exported } from './queries.ts'
import type { Shape } from './schema.ts'

/** What one file is written with. Made anew for each: it remembers which identifiers the file has given. */
export function handFor({ t, viewer, today }: Reading, timeZone: string): Hand {
  const words = new Map<string, string>()
  const taken = new Set<string>()
  let last = { of: '', given: '' }
  const isMember = viewer.networkRole !== undefined
  return {
    today,
    timeZone,
    isMember,
    // Looking a word up costs more than writing it, a hundred thousand times.
    word(key) {
      const known = words.get(key) ?? t(key)
      words.set(key, known)
      return known
    },
    identifier({ initiative: { id, slug, externalId } }: Exported) {
      // Passages of one initiative follow one another, under one identifier.
      if (last.of === id) return last.given
      const own = isMember && isIdentifier(externalId) ? externalId : slug
      const free = [own, slug, id].find((one) => !taken.has(one)) ?? id
      taken.add(free)
      last = { of: id, given: free }
      return free
    },
  }
}

/** As the sheet shows it to members, when it is one: a file without identifiers was read by its titles. */
const isIdentifier = (externalId: string | null): externalId is string =>
  externalId !== null && externalId !== '' && !/\s|^titre:/u.test(externalId)

export function namedFile({ t }: Pick<Reading, 't'>, shape: Shape, today: string, extension: string): string {
  return `${slugOf(t(`exports.file.${shape}`))}-${today}.${extension}`
}
