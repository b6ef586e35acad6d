import { readdir, readFile, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that somebody has begun to send. */
export interface Partial {
  id: string
  /** The account that sends it. */
  owner: string
  fileName: string
  size: number
  /** How much of it is here. */
  offset: number
  begunAt: Date
}

/** What is noted of it beside its bytes: by the server, whatever the client says of itself. */
export interface Noted {
  owner: string
  filename: string
  begunAt: string
}

export const partialFolder = (dataFolder: string) => join(dataFolder, 'uploads')

/** Undefined for what is no name of ours, or not here. */
export async function findPartial(dataFolder: string, id: string): Promise<Partial | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined
  const path = join(partialFolder(dataFolder), id)
  const [noted, there] = await Promise.all([readFile(`${path}.json`, 'utf8').catch(gone), stat(path).catch(gone)])
  if (!noted || !there) return undefined
  try {
    const { size, metadata } = JSON.parse(noted) as { size: number; metadata: Noted }
    const { owner, filename: fileName, begunAt } = metadata
    return { id, owner, fileName, size, offset: there.size, begunAt: new Date(begunAt) }
  } catch {
    // Cut while it was noted: nobody has been told of it.
    return undefined
  }
}

/** All that are here, and names of files that are none (half of one, left by a process that died). */
export async function partialsIn(dataFolder: string): Promise<{ partials: Partial[]; strays: string[] }> {
  const names = (await readdir(partialFolder(dataFolder)).catch(gone)) ?? []
  const ids = [...new Set(names.map((name) => name.replace(/\.json$/, '')))]
  const found = await Promise.all(ids.map(async (id) => ({ id, partial: await findPartial(dataFolder, id) })))
  return {
    partials: found.flatMap(({ partial }) => partial ?? []),
    strays: found.filter(({ partial }) => !partial).map(({ id }) => id),
  }
}

export async function removePartial(dataFolder: string, id: string) {
  const path = join(partialFolder(dataFolder), id)
  // What it is goes last: bytes that nobody knows would stay for ever.
  await rm(path, { force: true })
  await rm(`${path}.json`, { force: true })
}

/** When the file of this name was last written to. */
export async function writtenAt(dataFolder: string, id: string): Promise<Date | undefined> {
  const path = join(partialFolder(dataFolder), id)
  return ((await stat(path).catch(gone)) ?? (await stat(`${path}.json`).catch(gone)))?.mtime
}

/** Free bytes where files arrive. */
export async function roomIn(dataFolder: string): Promise<number> {
  const { bavail, bsize } = await statfs(dataFolder)
  return bavail * bsize
}

function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
