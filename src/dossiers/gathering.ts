import { papersOfInitiatives } from '../documents/papers.ts'
import { heldBack } from '../documents/serving.ts'
import type { Initiative, Met } from '../initiatives/queries.ts'
import type { Reading } from '../initiatives/cards.ts'
import { sheetPage } from '../initiatives/sheet-page.ts'
import { contributionsTo } from '../knowledge/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { pathsFor } from './naming.ts'
import { documentsIn, type Held } from './queries.ts'
import type { Sight } from './sight.ts'

/** A document, and whether it goes along: as a file, as an address, or not at all and why. */
export interface Paper extends Held {
  state: 'file' | 'link' | 'quarantined' | 'not_ready' | 'missing'
  /** Its place in the archive; nothing for what is no file there. */
  path: string | undefined
}

/** All that a dossier says of an initiative, as these eyes see it. */
export type Dossier = Awaited<ReturnType<typeof gathered>>

type Floor = { db: Reader; storage: Storage; scanner?: unknown }

/** `toTake`, when files are about to be taken out of the store: those that it does not have are told apart. */
export async function gathered(
  { db, storage, scanner }: Floor,
  { initiative, sight }: { initiative: Initiative; sight: Sight },
  reading: Reading,
  toTake = false,
) {
  const { viewer } = sight
  const met: Met = { initiative, capacities: [...sight.capacities] }
  const [sheet, contributions, held] = await Promise.all([
    sheetPage(db, met, { ...reading, viewer }, papersOfInitiatives),
    contributionsTo(db, viewer, initiative.id),
    documentsIn(db, sight, reading.today, initiative.id),
  ])
  // What was merged into it has a level of its own, which a link does not ask about.
  const merged = sight.levels ? [] : sheet.merged
  return {
    initiative,
    sheet: { ...sheet, merged },
    contributions,
    papers: await papersOf(held, scanner !== undefined, toTake ? storage : undefined),
  }
}

async function papersOf(held: Held[], isScanned: boolean, storage: Storage | undefined): Promise<Paper[]> {
  const states = await Promise.all(held.map((one) => stateOf(one, isScanned, storage)))
  const files = held.filter((_, n) => states[n] === 'file')
  const paths = new Map(pathsFor(files).map((path, n) => [files[n]!.id, path]))
  return held.map((one, n) => ({ ...one, state: states[n]!, path: paths.get(one.id) }))
}

async function stateOf(one: Held, isScanned: boolean, storage: Storage | undefined): Promise<Paper['state']> {
  const { file } = one
  if (!file) return 'link'
  const why = heldBack(one, isScanned)
  if (why) return why === 'file_quarantined' ? 'quarantined' : 'not_ready'
  return storage && (await storage.sizeOf(file)) === undefined ? 'missing' : 'file'
}
