import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

const GRACE_MS = 500

/**
 * How a server ends without cutting anybody off. For half a second each answer ends its connection, so that whoever
 * keeps one open does not send the next request into one that is about to close; then no other is taken.
 */
export function closing(server: Server): () => Promise<void> {
  let isClosing = false
  server.prependListener('request', (_req, res) => {
    if (isClosing) res.setHeader('Connection', 'close')
  })
  return async () => {
    isClosing = true
    await pause(GRACE_MS)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    await closed
  }
}
