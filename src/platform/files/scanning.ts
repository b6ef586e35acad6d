import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'

/** Where a ClamAV daemon listens: a host and a port, or a socket of this machine. */
export type Scanner = { host: string; port: number } | { path: string }

/** `too_large`: longer than the daemon takes (its StreamMaxLength). */
export type Verdict = 'clean' | 'infected' | 'too_large'

const PATIENCE_MS = 120_000

/**
 * Shows a file to ClamAV (its INSTREAM command), as fast as it takes it. Throws when the daemon does not answer, or
 * answers something else: then nothing is known of the file.
 */
export async function scanned(file: Readable, scanner: Scanner): Promise<Verdict> {
  const socket = connect(scanner).setTimeout(PATIENCE_MS)
  socket.once('timeout', () => socket.destroy(new Error('the scanner does not answer')))
  const answer = answerOf(socket)
  try {
    await Promise.race([sent(file, socket), answer])
    return verdictOf(await answer)
  } finally {
    answer.catch(() => {})
    file.destroy()
    socket.destroy()
  }
}

async function sent(file: Readable, socket: Socket): Promise<void> {
  const write = async (bytes: Buffer | string) => {
    // It may answer, and hang up, before it has all.
    if (!socket.destroyed && !socket.write(bytes)) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
  }
  await write('zINSTREAM\0')
  for await (const chunk of file) {
    if (socket.destroyed || socket.readableEnded) return
    const length = Buffer.alloc(4)
    length.writeUInt32BE((chunk as Buffer).length)
    await write(length)
    await write(chunk as Buffer)
  }
  await write(Buffer.alloc(4))
}

function answerOf(socket: Socket): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1')
    if (answer.endsWith('\0') || answer.length > 10_000) resolve(answer)
  })
  socket.once('end', () => resolve(answer))
  socket.once('error', (error) => (answer === '' ? reject(error) : resolve(answer)))
  socket.once('close', () => reject(new Error('the scanner hung up')))
  return promise
}

function verdictOf(answer: string): Verdict {
  // oxlint-disable-next-line eslint/no-control-regex -- the sign that ends its answers
  const said = answer.replace(/[\0\s]+$/, '')
  if (/(?:^|: )OK$/.test(said)) return 'clean'
  if (said.endsWith(' FOUND')) return 'infected'
  if (/size limit exceeded/i.test(said)) return 'too_large'
  throw new Error(`the scanner says ${said.slice(0, 200)}`)
}
