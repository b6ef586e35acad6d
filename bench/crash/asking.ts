import { type Agent, request } from 'node:http'

export interface Asked {
  agent: Agent
  cookie?: string
  /** A form to post; without one the page is read. */
  form?: Record<string, string>
}

/** What came back, or that nothing did. `sentAt` is when the whole request was handed to a connection that stands. */
export interface Answer {
  status?: number
  location?: string
  text: string
  error?: string
  sentAt?: number
  ms: number
}

/** One request over HTTP. Never throws: a connection that breaks is an answer too. */
export function ask(origin: string, path: string, { agent, cookie, form }: Asked): Promise<Answer> {
  const body = form && new URLSearchParams(form).toString()
  const began = performance.now()
  return new Promise((answered) => {
    let sentAt: number | undefined
    const done = (answer: Partial<Answer>) =>
      answered({ text: '', ms: performance.now() - began, ...(sentAt === undefined ? {} : { sentAt }), ...answer })
    const failed = (error: NodeJS.ErrnoException) => done({ error: error.code ?? error.message })
    const req = request(origin + path, {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
      },
    })
    req.on('socket', (socket) => {
      const sent = () => (sentAt = performance.now())
      if (socket.connecting) socket.once('connect', sent)
      else sent()
    })
    req.setTimeout(30_000, () => req.destroy(new Error('no answer in 30 s')))
    req.on('error', failed)
    req.on('response', (res) => {
      let text = ''
      res.setEncoding('utf8')
      res.on('data', (part: string) => (text += part))
      res.on('error', failed)
      res.on('end', () => {
        const { location } = res.headers
        done({ status: res.statusCode!, text, ...(location === undefined ? {} : { location }) })
      })
    })
    req.end(body)
  })
}
