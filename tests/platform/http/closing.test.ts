import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { closing } from '../../../src/platform/http/closing.ts'

test('a server that closes answers everybody, and ends although connections are kept busy', async () => {
  const server = createServer((_req, res) => void setTimeout(() => res.end('done'), 20))
  const close = closing(server)
  await new Promise<void>((listens) => void server.listen(0, '127.0.0.1', listens))
  const { port } = server.address() as AddressInfo

  // Readers who keep their connection and ask again at once, until there is nobody to ask.
  const answers: (number | string)[] = []
  const read = async (agent: Agent) => {
    for (;;) {
      const answer = await new Promise<number | string>((answered) => {
        const asked = get({ port, agent }, (res) => void res.resume().on('end', () => answered(res.statusCode!)))
        asked.on('error', ({ code, message }: NodeJS.ErrnoException) => {
          // The system took the connection, and the server had closed before it heard of it: nobody was there, either.
          const isUnheard = code === 'ECONNRESET' && !asked.reusedSocket
          answered(isUnheard ? 'ECONNREFUSED' : (code ?? message))
        })
      })
      answers.push(answer)
      if (answer !== 200) return agent.destroy()
    }
  }
  const readers = Array.from({ length: 4 }, () => read(new Agent({ keepAlive: true, maxSockets: 1 })))
  await pause(100)
  await close()
  await Promise.all(readers)
  expect(new Set(answers)).toEqual(new Set([200, 'ECONNREFUSED']))
})
