import { get, type IncomingMessage } from 'node:http'

/** What an open page heard: the events of its stream, as they come. */
export interface Listening {
  status: number
  events: { event: string; data: string; id: string }[]
  /** Waits until so many came; false when they did not within the time. */
  heard(count: number, withinMs?: number): Promise<boolean>
  isOver(): boolean
  close(): void
}

/** Opens the stream of a page as a browser does. Closed by the caller. */
export async function listeningTo(address: string, headers: Record<string, string> = {}): Promise<Listening> {
  const response = await new Promise<IncomingMessage>((answered, failed) => {
    get(address, { headers: { 'Accept-Language': 'fr-CA', ...headers } }, answered).on('error', failed)
  })
  const events: Listening['events'] = []
  let [rest, isOver] = ['', false]
  response.setEncoding('utf8')
  response.on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
      )
      if (fields.event) events.push({ event: fields.event, data: fields.data ?? '', id: fields.id ?? '' })
    }
  })
  response.on('close', () => (isOver = true))
  response.on('error', () => (isOver = true))
  return {
    status: response.statusCode!,
    events,
    isOver: () => isOver,
    close: () => response.destroy(),
    async heard(count, withinMs = 20_000) {
      const until = Date.now() + withinMs
      while (events.length < count && Date.now() < until) await new Promise((soon) => setTimeout(soon, 10))
      return events.length >= count
    },
  }
}
