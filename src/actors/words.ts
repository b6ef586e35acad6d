import { type SQL, sql } from 'drizzle-orm'
import { type Findable, foundBy } from '../platform/db/words.ts'
import { actors } from './tables.ts'

const parts = { columns: ['words'], weights: '' }
const actorsFindable: Findable = {
  table: 'actor_search',
  fullText: 'actor_words',
  subject: 'actor_id',
  // Which actors somebody may see is for `actorsVisibleTo` to say: an actor has one name, for all who see it.
  parts: { public: parts, network: parts, all: parts },
}

/** For a query that selects from `actors`: those in whose name each word begins a word. Undefined without words. */
export function isCalled(words: string): SQL | undefined {
  const ids = foundBy(actorsFindable, words, 'all')
  return ids && sql`${actors.id} in ${ids}`
}
