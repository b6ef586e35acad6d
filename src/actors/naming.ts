import { findDone } from '../activity/queries.ts'
import type { By, Viewer } from '../domain/viewer.ts'
import { Duplicate, type Reader } from '../platform/db/database.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { actorNamed } from './queries.ts'
import { slugFor } from './slugs.ts'

/**
 * The actor that a name means, and the address of a new one if it means none. The address is read first: whoever adds
 * the same name between the two readings is found, and whoever adds it later takes the same address, of which there is one.
 */
export async function meantBy(db: Reader, viewer: Viewer, typed: string) {
  const slug = await slugFor(db, typed)
  return { known: await actorNamed(db, viewer, typed), slug }
}

const MOST_TRIES = 5

/** A deed that may add an actor by its name: who comes second is judged anew, and finds the one that the first added. */
export async function namedOnce<Done>(db: Reader, { once }: By, deed: () => Promise<Done>): Promise<Done> {
  for (let tries = 1; ; tries++) {
    try {
      return await deed()
    } catch (error) {
      if (!(error instanceof Duplicate && /actors.slug/.test(error.on)) || tries === MOST_TRIES) throw error
      if (once && (await findDone(db, once))) throw new Refusal(409, 'already_done')
    }
  }
}
