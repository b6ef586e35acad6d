import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, realpathSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { LIMITS } from './limits.ts'
import type { Why } from './sniffing.ts'
import type { ReadText, Task, Word } from './words.ts'

/** What was found out of a file, as far as its reader came. */
export interface Found {
  mediaType?: string
  /** It is nothing that the house keeps, looked at as a whole. */
  refused?: Why | undefined
  read?: ReadText
  /** Its bytes without what they say of place and camera, when they said something. */
  stripped?: Buffer
  thumbnail?: Buffer
  previews: Buffer[]
  ended: 'whole' | 'broken' | 'too_large'
}

type Patience = Record<'milliseconds' | 'heapMegabytes' | 'megabytes', number>

/**
 * Reads a file in a process of its own: with bounded time and memory, without the house's secrets, and without leave to
 * write or to start anything. Whatever is in the file, the house goes on. Only tests bring their own patience.
 */
export async function readApart(file: Readable, task: Task, patience: Patience = LIMITS): Promise<Found> {
  const child = begun(task, patience)
  const found: Found = { previews: [], ended: 'broken' }
  let isStopped = false
  const stop = () => {
    isStopped = true
    child.kill('SIGKILL')
  }
  const timer = setTimeout(stop, patience.milliseconds)
  const watch = watched(child, patience.megabytes, stop)
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString('latin1')).slice(-4000)))
  child.on('message', (word: Word) => put(found, word))
  try {
    await Promise.all([overWith(child), fed(child, file)])
    const ranOut = isStopped || /heap out of memory|allocation failed/i.test(complaint)
    if (found.ended === 'broken' && ranOut) found.ended = 'too_large'
    return found
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    file.destroy()
    child.kill('SIGKILL')
  }
}

/** Once it is gone, and all that it said has come. Rejects when it could not be started: that is no fault of the file. */
async function overWith(child: ChildProcess): Promise<void> {
  await Promise.all([once(child, 'close'), once(child, 'disconnect')])
}

/** A reader that is done, or stopped, takes no more, and what it has said counts. A store that fails is thrown. */
async function fed(child: ChildProcess, file: Readable): Promise<void> {
  let isReaderGone = false
  let isFileGone = false
  const gone = () => (isReaderGone ||= !isFileGone)
  file.once('error', () => (isFileGone ||= !isReaderGone))
  child.stdin?.once('error', gone).once('close', gone)
  try {
    await pipeline(file, child.stdin!)
  } catch (error) {
    if (!isReaderGone) throw error
  }
}

function put(found: Found, word: Word): void {
  if ('told' in word) Object.assign(found, { mediaType: word.told.mediaType, refused: word.told.why })
  else if ('read' in word) found.read = word.read
  else if ('stripped' in word) found.stripped = Buffer.from(word.stripped)
  else if ('picture' in word) {
    if (word.picture === 'thumbnail') found.thumbnail = Buffer.from(word.bytes)
    else found.previews.push(Buffer.from(word.bytes))
  } else found.ended = word.ended
}

function begun(task: Task, patience: Patience): ChildProcess {
  const stdio: StdioOptions = ['pipe', 'ignore', 'pipe', 'ipc']
  return fork(readerFile(), [JSON.stringify(task)], { ...settingsFor(patience), serialization: 'advanced', stdio })
}

/** What its process may: read the program, and think. */
export function settingsFor({ heapMegabytes }: Pick<Patience, 'heapMegabytes'>) {
  return {
    execArgv: [
      `--max-old-space-size=${heapMegabytes}`,
      '--disable-warning=SecurityWarning',
      '--disable-warning=ExperimentalWarning',
      '--permission',
      '--allow-addons',
      ...readable(readerFile()).map((folder) => `--allow-fs-read=${folder}`),
    ],
    // Nothing of the house's environment; one thread for pictures and no more heaps than needed.
    env: { UV_THREADPOOL_SIZE: '2', VIPS_CONCURRENCY: '1', MALLOC_ARENA_MAX: '2' },
  }
}

/** Beside this file in the sources; beside the bundle once built. */
function readerFile(): string {
  const source = fileURLToPath(new URL('./reader.ts', import.meta.url))
  return existsSync(source) ? source : fileURLToPath(new URL('./reader.mjs', import.meta.url))
}

/** The program itself and its packages: neither the data nor the settings. */
function readable(file: string): string[] {
  const isSource = file.endsWith('.ts')
  const root = join(dirname(file), isSource ? '../../..' : '..')
  const packages = join(root, 'node_modules')
  return [
    join(root, isSource ? 'src' : 'dist'),
    join(root, 'package.json'),
    packages,
    ...(existsSync(packages) ? [realpathSync(packages), join(dirname(realpathSync(packages)), 'package.json')] : []),
  ]
}

/**
 * Stops it when all its memory is more than it may take: pictures do not lie on the heap. Where a system runs short, it
 * is to go first; and it lets others before it.
 */
function watched({ pid }: ChildProcess, megabytes: number, stop: () => void): NodeJS.Timeout | undefined {
  if (pid === undefined) return undefined
  writeFile(`/proc/${pid}/oom_score_adj`, '1000').catch(() => {})
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It may be over already.
  }
  return setInterval(() => {
    readFile(`/proc/${pid}/statm`, 'latin1')
      .then((line) => Number(line.split(' ')[1]) * 4096 > megabytes * 1024 * 1024 && stop())
      .catch(() => {})
  }, 150)
}
