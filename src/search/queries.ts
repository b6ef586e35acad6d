import { actorSuggestions } from '../actors/queries.ts'
import { documentsFound } from '../documents/finding.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { initiativesFound, nearestWords } from '../initiatives/finding.ts'
import { type ProgrammeSeen, programmesSeen } from '../programmes/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { termsOf } from '../platform/db/words.ts'
import type { Translate } from '../platform/i18n/i18n.ts'

const SHOWN = { initiatives: 10, actors: 6, documents: 6 }

interface Place {
  href: string
  label: string
}

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

/** Pages that this reader may open. */
function placesFor(viewer: Viewer, t: Translate): Place[] {
  const isHere = viewer.networkRole !== undefined
  return [
    { href: '/', label: t('search.place.board') },
    { href: '/?view=list', label: t('search.place.list') },
    { href: '/?view=table', label: t('search.place.table') },
    { href: '/actors', label: t('layout.nav.actors') },
    { href: '/library', label: t('layout.nav.library') },
    { href: '/collections', label: t('library.collections.title') },
    { href: '/programmes', label: t('programmes.list.title') },
    { href: '/open', label: t('layout.foot.open') },
    { href: '/help', label: t('layout.nav.help') },
    ...(isHere
      ? [
          { href: '/me', label: t('layout.nav.me') },
          { href: '/me/account', label: t('search.place.account') },
          { href: '/?who=mine', label: t('search.place.mine') },
          { href: '/initiatives/new', label: t('search.place.new') },
          { href: '/spotted/new', label: t('search.place.spot') },
        ]
      : []),
    ...(isCoordinator(viewer)
      ? [
          { href: '/spotted', label: t('layout.nav.spotted') },
          { href: '/imports', label: t('layout.nav.imports') },
          { href: '/settings', label: t('layout.nav.settings') },
        ]
      : []),
  ]
}
