import { readFile } from '../platform/reading/open.ts'
import type { Workbook } from '../platform/reading/workbook.ts'
import type { Storage } from '../platform/storage/storage.ts'

const KEPT_FILES = 2
const KEPT_CHARACTERS = 4_000_000
const kept = new Map<string, Workbook>()

/**
 * The tables of an uploaded file. The last two small ones stay in memory: a wizard asks for its file at every step.
 * Throws UnreadableFile.
 */
export async function opened(
  storage: Storage,
  { file, fileName }: { file: string; fileName: string },
): Promise<Workbook> {
  // The same bytes are one file of the store, and are read as what their name says.
  const key = `${file} ${fileName}`
  const known = kept.get(key)
  if (known) return known
  const workbook = await readFile(await storage.read(file), fileName)
  if (weightOf(workbook) <= KEPT_CHARACTERS) {
    kept.set(key, workbook)
    for (const one of kept.keys()) if (kept.size > KEPT_FILES) kept.delete(one)
  }
  return workbook
}

function weightOf({ sheets }: Workbook): number {
  return sheets.reduce(
    (all, { rows }) => all + rows.reduce((sum, row) => sum + row.reduce((length, cell) => length + cell.length, 0), 0),
    0,
  )
}
