import { describe, expect, test } from 'vitest'
import { useHouse } from '../../house.ts'

// What every request goes through before it comes to a room.

const house = useHouse()

describe('every answer', () => {
  test('forbids what pages do not need: other places, inline scripts, frames, guesses', async () => {
    for (const path of ['/help', '/nowhere', '/healthz']) {
      const { headers } = await house.get(path)
      const policy = headers.get('Content-Security-Policy')
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("object-src 'none'")
      expect(policy).toContain("base-uri 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Referrer-Policy')).toBe('same-origin')
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
      expect(headers.get('Permissions-Policy')).toContain('geolocation=()')
      expect(headers.get('X-Powered-By')).toBeNull()
    }
  })

  test('is kept by nobody, and has an id', async () => {
    const { headers } = await house.get('/help')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('sets no cookie to somebody who only reads', async () => {
    expect((await house.get('/help')).headers.get('Set-Cookie')).toBeNull()
  })

  test('by http does not promise https', async () => {
    expect((await house.get('/help')).headers.get('Strict-Transport-Security')).toBeNull()
  })
})

describe('files', () => {
  test('carry a hash in their address and are kept for ever', async () => {
    const { body } = await house.get('/help')
    const [, address = ''] = /href="(\/assets\/sillon\.css\?v=[0-9a-f]{10})"/.exec(body) ?? []
    const { status, headers } = await house.get(address)
    expect(status).toBe(200)
    expect(headers.get('Cache-Control')).toContain('immutable')
  })

  test.each(['/assets/nothing.css', '/assets/vendor/nothing.js', '/assets/%E0%A4%A'])(
    'that are not there leave a page that nobody keeps (%s)',
    async (path) => {
      const { headers, status } = await house.get(path)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(headers.get('Cache-Control')).toBe('private, no-store')
    },
  )

  test.each(['/assets/vendor/htmx.js', '/assets/vendor/source-sans-3.woff2'])(
    '%s comes straight from its package',
    async (path) => {
      expect((await house.get(path)).status).toBe(200)
    },
  )

  test.each([
    '/assets/../package.json',
    '/assets/%2e%2e/package.json',
    '/assets/..%2fpackage.json',
    '/assets/vendor/..%2f..%2fpackage.json',
    '/assets/vendor/__proto__',
    '/assets/nothing.css',
  ])('%s is not found', async (path) => {
    expect((await house.get(path)).status).toBe(404)
  })
})

describe('a deed asked for', () => {
  const theme = (headers: Record<string, string>) => house.post('/theme', { theme: 'dark', back: '/help' }, { headers })
  const site = (value: string, origin = '') => ({ 'Sec-Fetch-Site': value, ...(origin ? { Origin: origin } : {}) })

  test.each([
    ['by this site', site('same-origin')],
    ['by the person, from the address bar', site('none')],
  ])('%s is done', async (_who, headers) => {
    expect((await theme(headers)).status).toBe(303)
  })

  test.each([
    ['by another site', site('cross-site')],
    ['by another site under the same domain', site('same-site')],
    ['by another site that says it is this one', site('cross-site', 'http://sillon.test')],
  ])('%s is refused', async (_who, headers) => {
    const { status, body } = await theme(headers)
    expect(status).toBe(403)
    expect(body).toContain('Cette demande vient d’un autre site.')
  })

  test.each([
    ['http://sillon.test', 303],
    ['https://evil.example', 403],
    ['null', 403],
    ['http://sillon.test.evil.example', 403],
  ])('by an older browser, from %s: %i', async (origin, status) => {
    const body = new URLSearchParams({ theme: 'dark', back: '/help' })
    const answer = await fetch(`${house.origin}/theme`, {
      method: 'POST',
      body,
      headers: { Origin: origin, 'Sec-Fetch-Site': '' },
      redirect: 'manual',
    })
    expect(answer.status).toBe(status)
  })
})

describe('a request that cannot be read', () => {
  test('because it is too large is 413, in words', async () => {
    const { status, body } = await house.post('/theme', { theme: 'x'.repeat(400_000) })
    expect(status).toBe(413)
    expect(body).toContain('L’envoi est trop volumineux')
  })

  test('because it has too many fields is 413', async () => {
    const fields = Object.fromEntries(Array.from({ length: 2100 }, (_, n) => [`f${n}`, '1']))
    expect((await house.post('/theme', fields)).status).toBe(413)
  })

  test.each(['/%E0%A4%A', '/assets/%E0%A4%A', '/initiatives/%FF'])(
    'because its address is malformed (%s) is no bug, and says no path of the server',
    async (path) => {
      const { status, body } = await house.get(path)
      expect([400, 404]).toContain(status)
      expect(body).not.toMatch(/node_modules|\/src\//)
    },
  )

  test('in an unknown encoding is refused, not a bug', async () => {
    const answer = await fetch(`${house.origin}/theme`, {
      method: 'POST',
      body: 'theme=dark',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded; charset=klingon',
        'Sec-Fetch-Site': 'same-origin',
      },
    })
    expect(answer.status).toBe(400)
  })

  test('with names of the language is only text', async () => {
    const { status } = await house.post('/theme', {
      __proto__: 'x',
      constructor: 'x',
      'a[b]': 'x',
      theme: 'dark',
      back: '/help',
    })
    expect(status).toBeLessThan(500)
  })
})

describe('a page that is not there', () => {
  test('says so in the reader’s language, and offers the way back', async () => {
    expect((await house.get('/nowhere')).body).toContain('Page introuvable')
    const english = await house.get('/nowhere', { headers: { 'Accept-Language': 'en' } })
    expect(english.status).toBe(404)
    expect(english.body).toContain('lang="en"')
  })

  test('says so as JSON to who asks for JSON', async () => {
    const { status, body } = await house.get('/nowhere', { headers: { Accept: 'application/json' } })
    expect(status).toBe(404)
    expect(JSON.parse(body)).toMatchObject({ error: 'not_found' })
  })
})

describe('where a form leads back to', () => {
  test.each(['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', '/\t/evil.example'])(
    'is never another site: %j',
    async (back) => {
      const { to } = await house.post('/theme', { theme: 'dark', back })
      expect(new URL(to ?? '/', 'http://sillon.test').origin).toBe('http://sillon.test')
    },
  )
})

test('the cookies that a visitor chooses cannot break a page', async () => {
  for (const Cookie of [
    'theme="><script>',
    'locale=xx',
    'flash=%7Bnot json',
    'flash={"key":"help.title"}',
    'session=nonsense',
  ]) {
    const { status, body } = await house.get('/help', { headers: { Cookie } })
    expect(status).toBe(200)
    expect(body).not.toContain('"><script>')
  }
})
