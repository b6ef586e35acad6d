import type { Server } from 'node:http'
import { Server as Listener } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const TURNS = 5
const TURN_MS = 100

/**
 * How a server ends without cutting anybody off. For half a second each answer ends its connection, so that whoever
 * keeps one open does not send the next request into one that is about to close; then no other is taken. Counted in
 * turns of the event loop: what reached a machine that is late is read before anything is closed.
 */
export function closing(server: Server): () => Promise<void> {
  let isClosing = false
  server.prependListener('request', (_req, res) => {
    if (isClosing) res.setHeader('Connection', 'close')
  })
  return async () => {
    isClosing = true
    await turns()
    const closed = new Promise<void>((resolve) => server.once('close', resolve))
    // HTTP's own would close idle connections at once: what has just reached one would be lost.
    Listener.prototype.close.call(server)
    await turns(2)
    server.closeIdleConnections()
    await closed
  }
}

async function turns(many = TURNS) {
  for (let n = 0; n < many; n++) await pause(TURN_MS)
}
