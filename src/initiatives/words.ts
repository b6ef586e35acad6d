import { type SQL, sql } from 'drizzle-orm'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { type Audience, type Findable, foundBy } from '../platform/db/words.ts'
import { initiatives } from './tables.ts'

const initiativesFindable: Findable = {
  table: 'initiative_search',
  fullText: 'initiative_words',
  subject: 'initiative_id',
  parts: {
    public: { columns: ['own', 'places', 'public_names'], weights: 'AB' },
    network: { columns: ['own', 'places', 'public_names', 'network_names'], weights: 'ABC' },
    all: { columns: ['own', 'places', 'public_names', 'network_names', 'hidden_names'], weights: '' },
  },
}

/**
 * For a query that selects from `initiatives`: each word begins a word of the initiative itself, of a place it is in or
 * of an actor that this reader may see. Undefined without words.
 */
export function isFoundBy(words: string, viewer: Viewer): SQL | undefined {
  const ids = foundBy(initiativesFindable, words, audienceOf(viewer))
  return ids && sql`${initiatives.id} in ${ids}`
}

/** As `actorsVisibleTo` has it: persons are for the network, and coordinators see everybody. */
function audienceOf(viewer: Viewer): Audience {
  if (isCoordinator(viewer)) return 'all'
  return viewer.networkRole ? 'network' : 'public'
}
