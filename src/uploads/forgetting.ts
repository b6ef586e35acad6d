import { lt } from 'drizzle-orm'
import { finish } from './finishing.ts'
import { FORGOTTEN_AFTER_MS } from './limits.ts'
import { partialsIn, removePartial, writtenAt } from './partial.ts'
import { uploads } from './tables.ts'
import type { Workplace } from './workplace.ts'

/**
 * A chore: finishes what a process that died left whole, and forgets what is older than a day: files begun and never
 * finished, files that nobody took up. Their bytes go from the store when it is swept.
 */
export async function forgetUploads(place: Workplace): Promise<void> {
  const { db, clock, dataFolder } = place
  const before = new Date(clock.now().getTime() - FORGOTTEN_AFTER_MS)
  const { partials, strays } = await partialsIn(dataFolder)
  for (const { id, begunAt, offset, size } of partials) {
    if (begunAt < before) await removePartial(dataFolder, id)
    else if (offset === size) await finish(place, id)
  }
  for (const id of strays) {
    const at = await writtenAt(dataFolder, id)
    if (at && at < before) await removePartial(dataFolder, id)
  }
  await db.commit((tx) => [tx.delete(uploads).where(lt(uploads.receivedAt, before))])
}
