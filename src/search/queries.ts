import { actorSuggestions } from '../actors/queries.ts'
import { documentsFound } from '../documents/finding.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiativesFound, nearestWords } from '../initiatives/finding.ts'
import { type ProgrammeSeen, programmesSeen } from '../programmes/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { termsOf } from '../platform/db/words.ts'
import type { Translate } from '../platform/i18n/i18n.ts'
import { type Place, placesFor } from './places.ts'

const SHOWN = { initiatives: 10, actors: 6, documents: 6 }

/** What answers to some words for this reader: initiatives, actors, documents, and pages of the house by their names. */
export async function found(db: Reader, viewer: Viewer, today: string, words: string, t: Translate) {
  if (termsOf(words).length === 0)
    return { initiatives: [], actors: [], documents: [], pages: [], total: 0, nearest: undefined }
  const [initiatives, actors, documents, programmes] = await Promise.all([
    initiativesFound(db, viewer, today, words, SHOWN.initiatives),
    actorSuggestions(db, viewer, words, SHOWN.actors),
    documentsFound(db, viewer, today, words, SHOWN.documents),
    programmesSeen(db, viewer),
  ])
  const pages = called([...placesFor(viewer, t), ...programmes.flatMap(placesOf)], words)
  const total = initiatives.length + actors.length + documents.length + pages.length
  return {
    initiatives,
    actors,
    documents,
    pages,
    total,
    nearest: total === 0 ? await nearestWords(db, viewer, today, words) : undefined,
  }
}

/** Those whose name holds, for each word, one that begins so. */
function called(places: readonly Place[], words: string): Place[] {
  const terms = termsOf(words)
  return places.filter(({ label }) => {
    const name = ` ${folded(label)}`
    return terms.every((term) => name.includes(` ${term}`))
  })
}

// A network has some programmes, and some editions of each: few enough to be read whole.
function placesOf({ programme, editions }: ProgrammeSeen): Place[] {
  return [
    { href: `/programmes/${programme.slug}`, label: programme.name },
    ...editions.map(({ slug, name }) => ({ href: `/editions/${slug}`, label: `${programme.name} · ${name}` })),
  ]
}
