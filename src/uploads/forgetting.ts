import { lt } from 'drizzle-orm'
import { type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'
import { finish } from './finishing.ts'
import { partialsIn, removePartial, writtenAt } from './partial.ts'
import { uploads } from './tables.ts'
import type { Workplace } from './workplace.ts'

/** Files that were sent whole and that nobody took up. Their bytes go from the store when it is swept. */
export const leftUploads: Forgetting = forgettingOf({
  table: uploads,
  key: uploads.id,
  isOver: (before) => lt(uploads.receivedAt, before),
})

/**
 * Finishes what a process that died left whole, and removes files that were begun before and never finished. They are
 * of the disk, and in no commit. Returns how many went.
 */
export async function forgetPartials(place: Workplace, before: Date): Promise<number> {
  const { dataFolder } = place
  const { partials, strays } = await partialsIn(dataFolder)
  let gone = 0
  for (const { id, begunAt, offset, size } of partials) {
    if (begunAt < before) {
      await removePartial(dataFolder, id)
      gone++
    } else if (offset === size) await finish(place, id)
  }
  for (const id of strays) {
    const at = await writtenAt(dataFolder, id)
    if (at && at < before) await removePartial(dataFolder, id)
  }
  return gone
}
