import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import type { Request, Response } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { newId } from '../platform/id.ts'
import { finish } from './finishing.ts'
import { limitOf } from './limits.ts'
import { type Noted, partialFolder } from './partial.ts'

/** The protocol itself, by its kept library. What it is asked has been allowed before. */
export function receiver(floor: Floor) {
  const noted = new WeakMap<object, Noted>()
  let server: Server | undefined
  // Made when a first file comes: it makes its folder at once.
  const tus = () => (server ??= serverFor(floor, (req) => noted.get(req)))
  return {
    /** Begins a file, and notes this of it in the place of what the client says. */
    begin(req: Request, res: Response, what: Noted) {
      noted.set(req, what)
      return tus().handle(req, res)
    },
    /** Goes on with one, or gives it up. */
    go: (req: Request, res: Response) => {
      // A file that is on its way is no reason to stay: what has come is kept, and the rest comes to the next process.
      const leave = () => req.destroy()
      floor.stopping.addEventListener('abort', leave, { once: true })
      res.once('close', () => floor.stopping.removeEventListener('abort', leave))
      return tus().handle(req, res)
    },
  }
}

type Asked = { runtime?: { node?: { req: object } | undefined } | undefined }

function serverFor(floor: Floor, notedOf: (req: object) => Noted | undefined): Server {
  const { log } = floor
  return new Server({
    path: '/uploads',
    relativeLocation: true,
    // Its own pages alone send files: no header for others.
    allowedOrigins: [],
    datastore: new FileStore({ directory: partialFolder(floor.dataFolder) }),
    maxSize: limitOf(floor),
    namingFunction: () => newId(),
    onUploadCreate(req: Asked) {
      const noted = notedOf(req.runtime?.node?.req ?? req)
      if (!noted) throw new Error('a file that nobody sends')
      return Promise.resolve({ metadata: { ...noted } })
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
