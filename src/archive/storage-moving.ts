import { NotTheSame } from '../platform/storage/spooling.ts'
import { isHash, type Storage } from '../platform/storage/storage.ts'
import type { Source } from './making.ts'
import { pointedToIn } from './storage-check.ts'

export interface Moved {
  copied: number
  bytes: number
  /** What was there already. */
  present: number
  /** Names that neither store has. */
  missing: string[]
  /** Names whose bytes, in the store they come from, are not theirs. */
  corrupted: string[]
}

// People go on working while it runs: what they bring in is copied in a next round.
const ROUNDS = 5

/**
 * Copies every file that a row points to from one store to the other, each verified by its name before it is there.
 * Removes nothing. Stopped at any moment it leaves whole files only, and goes on from there when it is run again.
 */
export async function moveFiles(
  source: Source,
  { from, to, reached }: { from: Storage; to: Storage; reached: (done: number, total: number) => void },
): Promise<Moved> {
  const moved: Moved = { copied: 0, bytes: 0, present: 0, missing: [], corrupted: [] }
  const met = new Set<string>()
  for (let round = 1; round <= ROUNDS; round++) {
    const names = (await pointedToIn(source)).filter((name) => !met.has(name))
    if (names.length === 0) break
    for (const [index, name] of names.entries()) {
      met.add(name)
      await moveOne(name, from, to, moved)
      reached(index + 1, names.length)
    }
  }
  return moved
}

async function moveOne(name: string, from: Storage, to: Storage, moved: Moved): Promise<void> {
  const [size, there] = [await from.sizeOf(name), await to.sizeOf(name)]
  if (size === undefined) {
    if (there === undefined) moved.missing.push(name)
    else moved.present++
    return
  }
  // Files come into a store whole: one of this name and size is this one. An old name says nothing of what it names.
  if (there === size && isHash(name)) return void moved.present++
  try {
    await to.keep(await from.stream(name), name)
    moved.copied++
    moved.bytes += size
  } catch (error) {
    if (!(error instanceof NotTheSame)) throw error
    moved.corrupted.push(name)
  }
}
