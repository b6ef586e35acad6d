import type { Request } from 'express'
import { NotAllowed, Refusal } from '../platform/http/refusal.ts'
import type { Floor } from '../platform/http/floor.ts'
import { MOST_UNFINISHED, withinLimit } from './limits.ts'
import { type Partial, partialsIn, roomIn } from './partial.ts'

/** Whose files a request is about. */
export function ownerOf({ viewer }: Request): string {
  if (!viewer.accountId) throw new NotAllowed(['member'])
  return viewer.accountId
}

/** Refuses a file before any of it is sent: one too large, one too many, one that the disk has no room for. */
export async function mayBegin(req: Request, floor: Floor): Promise<void> {
  const owner = ownerOf(req)
  const size = Number(req.get('Upload-Length') ?? Number.NaN)
  if (!Number.isSafeInteger(size) || size < 0) throw new Refusal(400, 'malformed')
  withinLimit(size, floor)
  const { partials } = await partialsIn(floor.dataFolder)
  if (partials.filter((one) => one.owner === owner).length >= MOST_UNFINISHED) {
    throw new Refusal(429, 'too_many_uploads', { count: MOST_UNFINISHED })
  }
  if (!(await hasRoomFor(size, partials, floor))) throw new Refusal(507, 'no_room')
}

// What others have begun will still arrive; and a file lies here and in the store while it goes from one to the other.
async function hasRoomFor(size: number, partials: readonly Partial[], { dataFolder, storage }: Floor) {
  const promised = partials.reduce((sum, one) => sum + one.size - one.offset, 0)
  const [here, there] = await Promise.all([roomIn(dataFolder), storage.room()])
  return here >= promised + 2 * size && (there === undefined || there >= size)
}
