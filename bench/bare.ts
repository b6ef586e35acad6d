// The baseline of every page: a bare server that sends the bytes it is given. Prints its address.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const bytes = readFileSync(process.argv[2]!)
const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': bytes.length }
const server = createServer((_req, res) => {
  res.writeHead(200, headers)
  res.end(bytes)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
