// Open pages: raw connections that listen to server-sent events. Given how many as JSON, says « open » on standard
// output once all are and nothing more is said to them; then, each time all were told something, the instant of the last.
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { given } from './processes.ts'

export interface Opening {
  host: string
  port: number
  path: string
  cookies: string[]
  many: number
}

const AT_ONCE = 50
const QUIET_MS = 1_000
const { host, port, path, cookies, many } = given() as Opening
const told = new Set<number>()
let lastTold = performance.now()
let isListening = false

for (let from = 0; from < many; from += AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, many - from) }, (_, n) => opened(from + n)))
}
// Whoever comes is told what happened just before: that is not what is measured.
do await pause(QUIET_MS / 4)
while (performance.now() - lastTold < QUIET_MS)
isListening = true
process.stdout.write('open\n')

function opened(page: number): Promise<void> {
  return new Promise((open, failed) => {
    let [isOpen, tail] = [false, '']
    const socket = connect(port, host, () => {
      const headers = `Host: ${host}:${port}\r\nAccept: text/event-stream\r\nCookie: ${cookies[page % cookies.length]}\r\n`
      socket.write(`GET ${path} HTTP/1.1\r\n${headers}\r\n`)
    })
    socket.setEncoding('utf8')
    socket.on('error', failed)
    socket.on('data', (part: string) => {
      const text = tail + part
      tail = text.slice(-20)
      if (!isOpen) {
        if (!text.startsWith('HTTP/1.1 200')) return failed(new Error(text.slice(0, 200)))
        isOpen = true
        open()
      }
      if (text.includes('event: board')) heard(page)
    })
  })
}

function heard(page: number) {
  lastTold = performance.now()
  if (!isListening) return
  told.add(page)
  if (told.size < many) return
  process.stdout.write(`${Date.now()}\n`)
  told.clear()
}
