import type { Floor } from '../platform/http/floor.ts'
import { Refusal } from '../platform/http/refusal.ts'

/** How many files one account may have begun to send and not finished. */
export const MOST_UNFINISHED = 20

const USUAL_LIMIT = 2 * 1024 ** 3

/** As much as one file may hold, in bytes. */
export const limitOf = ({ uploadLimit }: Pick<Floor, 'uploadLimit'>) => uploadLimit ?? USUAL_LIMIT

/** The limit as refusals say it. */
export const megabytesIn = (bytes: number) => Math.round((bytes / 1024 ** 2) * 10) / 10

/** Throws (413) for a file that holds more than one may. */
export function withinLimit(size: number, floor: Pick<Floor, 'uploadLimit'>) {
  const limit = limitOf(floor)
  if (size > limit) throw new Refusal(413, 'file_too_large', { limit, megabytes: megabytesIn(limit) })
}
