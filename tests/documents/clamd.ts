import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll } from 'vitest'

export interface FakeClamd {
  readonly host: string
  readonly port: number
  /** How many bytes the last file had. */
  bytes: number
  /** What it answers to whatever is clean. */
  says: string
}

/** A daemon that speaks ClamAV's INSTREAM, and knows one virus: the harmless one that was made for trying. */
export function useClamd(): FakeClamd {
  let server: Server
  const fake = {
    host: '127.0.0.1',
    bytes: 0,
    says: 'stream: OK\0',
    get port() {
      return (server.address() as { port: number }).port
    },
  }
  beforeAll(async () => {
    server = createServer((socket) => {
      const given: Buffer[] = []
      socket
        .on('error', () => {})
        .on('data', (chunk) => {
          given.push(chunk)
          if (!chunk.subarray(-4).equals(Buffer.alloc(4))) return
          const content = whole(Buffer.concat(given))
          if (!content) return
          fake.bytes = content.length
          const isBad = content.includes('EICAR-STANDARD-ANTIVIRUS-TEST-FILE')
          socket.end(isBad ? 'stream: Eicar-Test-Signature FOUND\0' : fake.says)
        })
    }).listen(0, fake.host)
    await new Promise((listening) => server.once('listening', listening))
  })
  afterAll(() => void server.close())
  return fake
}

/** The chunks that were sent, once the last one has come. */
function whole(given: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0'
  if (given.length < command.length || given.toString('latin1', 0, command.length) !== command) return undefined
  const parts: Buffer[] = []
  for (let at = command.length; at + 4 <= given.length; ) {
    const length = given.readUInt32BE(at)
    if (length === 0) return Buffer.concat(parts)
    parts.push(given.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}

/** Sixty-eight letters that every scanner knows for a virus, put together here so that this file is none. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('')
