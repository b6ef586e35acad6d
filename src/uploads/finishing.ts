import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Duplicate } from '../platform/db/database.ts'
import type { Workplace } from './workplace.ts'
import { findPartial, partialFolder, removePartial } from './partial.ts'
import { findUpload } from './queries.ts'
import { uploaded } from './steps.ts'

/** By folder: the same file may be asked to be finished by whoever sent it, by their second try and by the chore. */
const underWay = new Map<string, Promise<void>>()

/**
 * Puts a file that is here whole in the store and notes it, once, however often and by whomever it is asked: a process
 * that died between the two leaves what another finishes.
 */
export function finish(place: Workplace, id: string): Promise<void> {
  const key = join(place.dataFolder, id)
  const known = underWay.get(key)
  if (known) return known
  const finished = finishNow(place, id).finally(() => underWay.delete(key))
  underWay.set(key, finished)
  return finished
}

async function finishNow({ db, storage, clock, dataFolder }: Workplace, id: string) {
  const partial = await findPartial(dataFolder, id)
  if (!partial || partial.offset !== partial.size) return
  const { owner: accountId, fileName } = partial
  if (!(await findUpload(db, accountId, id))) {
    const kept = await storage.keep(createReadStream(join(partialFolder(dataFolder), id)))
    const row = { id, accountId, file: kept.name, fileName, size: kept.size, receivedAt: clock.now() }
    try {
      await db.commit((tx) => [uploaded(tx, [row])])
    } catch (error) {
      // Another process was as fast.
      if (!(error instanceof Duplicate)) throw error
    }
  }
  await removePartial(dataFolder, id)
}
