import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diskFault } from './http/upload.ts'

// What leaves the house and comes back (a form, a mark on a device) is sealed with a secret that is kept beside the
// database, and so leads back to nobody from what a database holds. Where several machines share a PostgreSQL, the
// secret comes of its address, which holds a password that they all know.

export interface Sealing {
  dataFolder: string
  databaseUrl?: string | undefined
}

/** The seal of what is said, for one use; hexadecimal. Throws a refusal when the secret cannot be read or made. */
export function sealOf(house: Sealing, use: string, ...said: string[]): string {
  return createHmac('sha256', secretOf(house))
    .update(JSON.stringify([use, ...said]))
    .digest('hex')
}

/** Whether this house sealed it. */
export function isSealed(house: Sealing, seal: string, use: string, ...said: string[]): boolean {
  const [right, given] = [Buffer.from(sealOf(house, use, ...said)), Buffer.from(seal)]
  return right.length === given.length && timingSafeEqual(right, given)
}

/** Makes the secret while there is room for it, so that a form is shown on a disk that is full later. */
export function prepareSecret(house: Sealing): void {
  try {
    secretOf(house)
  } catch {
    // Whoever opens a form asks for it again, and is told what is the matter.
  }
}

const secrets = new Map<string, Buffer>()

function secretOf({ dataFolder, databaseUrl = '' }: Sealing): Buffer {
  const isShared = /^postgres(ql)?:/.test(databaseUrl)
  const place = isShared ? databaseUrl : dataFolder
  let secret = secrets.get(place)
  if (!secret) {
    secret = isShared
      ? createHash('sha256').update(`persons of ${place}`).digest()
      : readOrMade(join(place, 'persons.key'))
    secrets.set(place, secret)
  }
  return secret
}

// Two processes that begin at once: the file appears whole, and the first one to name it is the one that both read.
function readOrMade(path: string): Buffer {
  const own = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  try {
    writeFileSync(own, randomBytes(32), { mode: 0o600, flush: true })
    linkSync(own, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw diskFault(error) ?? error
  } finally {
    rmSync(own, { force: true })
  }
  return readFileSync(path)
}
