import { createServer } from 'node:net'

/** A port for another process to listen on: none of those that the system gives to whoever asks meanwhile (32768 on). */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const isFree = await new Promise<boolean>((found) => {
      const probe = createServer().once('error', () => found(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => found(true)))
    })
    if (isFree) return port
  }
}
