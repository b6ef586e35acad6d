import { get } from 'node:http'
import type { Lines } from '../lines.ts'

/** What a browser that was never here fetches for the board, as it travels. */
export const lines: Lines = {
  names: ['page weight'],
  async measure({ loaded, server, report }) {
    const known = new Map<string, number>()
    const elsewhere = new Set<string>()
    const board = await fetched(`${server.origin}/`, loaded.facts.member)
    known.set('/', board.weight)
    let waiting = referredTo(board.text)
    while (waiting.length > 0) {
      const further: string[] = []
      for (const address of waiting) {
        const { origin, pathname, search } = new URL(address, server.origin)
        const path = pathname + search
        if (origin !== server.origin) elsewhere.add(address)
        else if (!known.has(path)) {
          const part = await fetched(server.origin + path, loaded.facts.member)
          known.set(path, part.weight)
          if (pathname.endsWith('.css'))
            further.push(...inStyles(part.text).map((one) => new URL(one, server.origin + pathname).href))
        }
      }
      waiting = further
    }
    const weight = [...known.values()].reduce((sum, bytes) => sum + bytes, 0) / 1024
    report({ line: 'page weight', value: weight, unit: 'KB' })
    report({ line: 'page weight, requests', value: known.size, unit: 'requests' })
    report({ line: 'page weight, third parties', value: elsewhere.size, unit: 'requests' })
  },
}

// What a browser fetches by itself: styles, scripts, pictures, icons and what is fetched in advance. Links are not.
function referredTo(html: string): string[] {
  const links = [...html.matchAll(/<link\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => /rel="(stylesheet|icon|preload|modulepreload|manifest)"/.test(tag))
    .map((tag) => /href="([^"]+)"/.exec(tag)?.[1])
  const sources = [...html.matchAll(/<(?:script|img|iframe|source)\b[^>]*?\bsrc="([^"]+)"/g)].map(([, src]) => src)
  const icons = [...html.matchAll(/<use\b[^>]*?href="([^"#]+)/g)].map(([, href]) => href)
  return [...links, ...sources, ...icons].flatMap((one) =>
    one && !one.startsWith('data:') ? one.replaceAll('&amp;', '&') : [],
  )
}

function inStyles(css: string): string[] {
  return [...css.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g)].flatMap(([, one]) =>
    one && !one.startsWith('data:') ? one : [],
  )
}

async function fetched(address: string, cookie: string): Promise<{ text: string; weight: number }> {
  const headers = { cookie, 'accept-encoding': 'gzip, br' }
  const weight = await new Promise<number>((done, failed) => {
    get(address, { headers }, (response) => {
      let bytes = 0
      response.on('data', (part: Buffer) => (bytes += part.length))
      response.on('end', () =>
        response.statusCode === 200 ? done(bytes) : failed(new Error(`${address}: ${response.statusCode}`)),
      )
    }).on('error', failed)
  })
  return { weight, text: await (await fetch(address, { headers: { cookie } })).text() }
}
