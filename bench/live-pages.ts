// Open pages: raw connections that listen to server-sent events. Given how many as JSON, says « open » on standard
// output once all are, then, once all were told something, the instant of the last.
import { connect } from 'node:net'
import { given } from './processes.ts'

export interface Opening {
  host: string
  port: number
  path: string
  cookies: string[]
  many: number
}

const AT_ONCE = 50
const { host, port, path, cookies, many } = given<Opening>()
let told = 0

for (let from = 0; from < many; from += AT_ONCE) {
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, many - from) }, (_, n) => opened(cookies[(from + n) % cookies.length]!)),
  )
}
process.stdout.write('open\n')

function opened(cookie: string): Promise<void> {
  return new Promise((open, failed) => {
    let [text, isTold] = ['', false]
    const socket = connect(port, host, () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nAccept: text/event-stream\r\nCookie: ${cookie}\r\n\r\n`,
      ),
    )
    socket.setEncoding('utf8')
    socket.on('error', failed)
    socket.on('data', (part: string) => {
      if (isTold) return
      text += part
      if (text.includes('\r\n\r\n')) open()
      if (!text.startsWith('HTTP/1.1 200')) failed(new Error(text.slice(0, 200)))
      if (!text.includes('event: board')) return
      isTold = true
      text = ''
      if (++told === many) process.stdout.write(`${Date.now()}\n`)
    })
  })
}
