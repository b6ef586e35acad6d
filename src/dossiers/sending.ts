import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'

/** What is sent as a file to be kept: its head first, which is all of it when only that was asked for. */
export async function sent(
  { req, res }: { req: Request; res: Response },
  { name, type, size }: { name: string; type: string; size?: number },
  open: () => Promise<Readable>,
  report: (error: unknown) => void,
): Promise<void> {
  const isAsked = req.method !== 'HEAD'
  // Opened before anything is said of it: what cannot be opened is said on a page.
  const file = isAsked ? await open() : undefined
  res.attachment(name).set('Content-Type', type)
  if (size !== undefined) res.set('Content-Length', String(size))
  if (file) await passed(file, res, report)
  else res.end()
}

/**
 * As fast as it is taken, and no faster; somebody who goes away stops the reading. What cannot be finished is broken
 * off, so that nobody takes it for whole.
 */
async function passed(file: Readable, res: Response, report: (error: unknown) => void): Promise<void> {
  try {
    await pipeline(file, res)
  } catch (error) {
    res.destroy()
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') report(error)
  }
}
