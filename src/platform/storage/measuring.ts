import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface Extent {
  files: number
  bytes: number
}

/**
 * Measures a store of folders. A file of the store never changes, so that a folder whose time has not changed holds
 * what it held: only the others are read again.
 */
export function measuring(folder: string): () => Promise<Extent> {
  let known = new Map<string, Extent & { at: number }>()
  return async () => {
    const next: typeof known = new Map()
    for (const name of await foldersIn(folder)) {
      const path = join(folder, name)
      const at = (await stat(path).catch(gone))?.mtimeMs
      if (at === undefined) continue
      const before = known.get(name)
      next.set(name, before?.at === at ? before : { at, ...(await extentOf(path)) })
    }
    known = next
    const all = [...known.values()]
    const sum = (of: 'files' | 'bytes') => all.reduce((total, one) => total + one[of], 0)
    return { files: sum('files'), bytes: sum('bytes') }
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(gone)) ?? []
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

async function extentOf(folder: string): Promise<Extent> {
  const names = (await readdir(folder).catch(gone)) ?? []
  // What is still being written is no file of the store yet.
  const kept = names.filter((name) => !name.endsWith('.part'))
  const sizes = await Promise.all(kept.map(async (name) => (await stat(join(folder, name)).catch(gone))?.size))
  const found = sizes.filter((size) => size !== undefined)
  return { files: found.length, bytes: found.reduce((total, size) => total + size, 0) }
}

/** A file or a folder may go while it is looked at. */
function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
