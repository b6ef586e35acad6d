import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

/**
 * As fast as it is taken, and no faster; somebody who goes away stops the reading. What cannot be finished is broken
 * off, so that nobody takes it for whole.
 */
export async function sent(file: Readable, res: Response, report: (error: unknown) => void): Promise<void> {
  try {
    await pipeline(file, res)
  } catch (error) {
    res.destroy()
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') report(error)
  }
}
