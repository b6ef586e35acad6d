import { mkdir } from 'node:fs/promises'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import type { Request as Visit, Response as Answer } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { diskFault } from '../platform/http/upload.ts'
import { newId } from '../platform/id.ts'
import { finish } from './finishing.ts'
import { limitOf } from './limits.ts'
import { type Noted, partialFolder } from './partial.ts'

/** The protocol itself, by its kept library. What it is asked has been allowed before. */
export function receiver(floor: Floor) {
  const noted = new WeakMap<object, Noted>()
  let server: Server | undefined
  // Made when a first file comes: it makes its folder at once.
  const tus = () => (server ??= serverFor(floor, noted))

  /** Goes on with a file, or gives it up. */
  async function go(req: Visit, res: Answer, what?: Noted) {
    const asked = askedBy(req)
    if (what) noted.set(asked, what)
    // A file on its way is no reason to stay: what has come is kept, and the rest comes to the next process.
    const leave = () => req.destroy()
    floor.stopping.addEventListener('abort', leave, { once: true })
    try {
      // The library would make it where nobody hears that the disk is read-only, and that would end the process.
      await mkdir(partialFolder(floor.dataFolder), { recursive: true }).catch((error: unknown) => {
        throw diskFault(error) ?? error
      })
      const { status, headers, body } = await tus().handleWeb(asked)
      res.status(status).set(Object.fromEntries(headers))
      res.end(body ? Buffer.from(await new Response(body).arrayBuffer()) : undefined)
    } finally {
      floor.stopping.removeEventListener('abort', leave)
    }
  }
  return {
    begin: (req: Visit, res: Answer, what: Noted) => go(req, res, what),
    go: (req: Visit, res: Answer) => go(req, res),
  }
}

/** Would make another deed of the one that was allowed. */
const OVERRIDE = 'x-http-method-override'

/**
 * The request as the library reads it. Its own way from Node's requests copies every byte once more, and keeps more of
 * them in memory. It takes for the file what an address ends with, question and all: it is given the path alone.
 */
function askedBy(req: Visit): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined && name !== OVERRIDE) headers.set(name, String(value))
  }
  const arriving = req.iterator({ destroyOnReturn: false })
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        const { value, done } = (await arriving.next()) as IteratorResult<Uint8Array, undefined>
        if (done) stream.close()
        else stream.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
  return { method: req.method, url: req.path, headers, body, runtime: { node: { req } } } as unknown as Request
}

function serverFor(floor: Floor, noted: WeakMap<object, Noted>): Server {
  const { log } = floor
  return new Server({
    path: '/uploads',
    relativeLocation: true,
    // Its own pages alone send files: no header for others.
    allowedOrigins: [],
    datastore: new FileStore({ directory: partialFolder(floor.dataFolder) }),
    maxSize: limitOf(floor),
    namingFunction: () => newId(),
    onUploadCreate(req) {
      const what = noted.get(req)
      if (!what) throw new Error('a file that nobody sends')
      return Promise.resolve({ metadata: { ...what } })
    },
    async onUploadFinish(_req, { id }) {
      await finish(floor, id)
      return {}
    },
    onResponseError(_req, error) {
      if (error instanceof Error) log.error({ err: error }, 'a file could not be received')
      return undefined
    },
  })
}
