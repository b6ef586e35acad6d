import { createHash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import { ZipFile } from 'yazl'

/** A file of the archive. It is opened when its turn comes, and not before. */
export interface Part {
  path: string
  /** Whether packing it gains nothing: it is packed by itself already. */
  isPacked: boolean
  open: () => Readable | Promise<Readable>
}

/** What was truly written of a part. */
export interface Written {
  path: string
  sha256: string
  size: number
}

/**
 * An archive as a stream: one file after the other goes through, as fast as it is taken, and none is held. `last` is
 * made of what was written. Destroying the stream closes the file that is being read; one that cannot be read breaks
 * it off.
 */
export function zipped(
  parts: readonly Part[],
  last: { path: string; of: (written: Written[]) => string },
  at: Date,
): Readable {
  const zip = new ZipFile()
  const stream = zip.outputStream as Readable
  const written: Written[] = []
  let current: Readable | undefined
  zip.on('error', (error: Error) => stream.destroy(error))
  stream.once('close', () => current?.destroy())

  const opened = async ({ path, open }: Part): Promise<Readable> => {
    const source = (current = await open())
    if (stream.destroyed) source.destroy()
    const through = counting(({ sha256, size }) => written.push({ path, sha256, size }))
    source.once('error', (error) => stream.destroy(error))
    return source.pipe(through)
  }
  const manifest: Part = { path: last.path, isPacked: false, open: () => Readable.from([last.of(written)]) }
  for (const part of [...parts, manifest]) {
    zip.addReadStreamLazy(part.path, { mtime: at, compress: !part.isPacked }, (use) => {
      opened(part).then(
        (file) => use(null, file),
        (error: unknown) => stream.destroy(error as Error),
      )
    })
  }
  zip.end()
  return stream
}

function counting(told: (kept: { sha256: string; size: number }) => void): Transform {
  const hash = createHash('sha256')
  let size = 0
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      hash.update(bytes)
      size += bytes.length
      done(null, bytes)
    },
    flush(done) {
      told({ sha256: hash.digest('hex'), size })
      done()
    },
  })
}
