import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Eta } from 'eta'
import type { Request, Response } from 'express'
import { isCoordinator } from '../../domain/viewer.ts'
import { type Format, formatFor } from '../i18n/format.ts'
import { hasWords, type Translate, translate } from '../i18n/i18n.ts'
import { newKey } from '../id.ts'
import type { NetworkNow } from './floor.ts'
import type { Issue } from './refusal.ts'

/** What every view may use besides its own data: words, formats, who reads, where they are. */
export interface Surroundings {
  t: Translate
  format: Format
  locale: string
  viewer: { name: string; networkRole: string; isCoordinator: boolean; isAdministrator: boolean } | undefined
  network: { name: string; isDemo: boolean; timeZone: string }
  demo: boolean
  theme: string
  path: string
  query: Record<string, unknown>
  /** The present address with its query changed; undefined takes a name away. */
  link(changes: Record<string, string | undefined>): string
  /** A fresh idempotency key for a form. */
  once: string
  /** What waits for a coordinator; the room that knows puts it on the request. */
  waiting: Request['waiting']
  /** Only the part that changes, for htmx. */
  fragment: boolean
  flash: { kind: 'done'; text: string } | undefined
  asset(name: string): string
}

export interface Pages {
  render(req: Request, res: Response, view: string, data: object): void
  /** The main part of a page, for `main` of its view: to be kept, it holds no message, and forms find their key when it is shown. */
  main(req: Request, view: string, data: object): string
  /** A part of a page for whoever reads in this language, without a request: what is pushed to open pages. */
  part: (words: Words, view: string, data: object) => string
}

/** Stands in what is kept where each showing has a key of its own. */
const ONCE = 'once-of-the-page-that-shows-it'

/** Views from `views/`, with their surroundings. `networkNow` answers from memory: it is asked on every page. */
export function pages(root: string, networkNow: NetworkNow['get'], isDevelopment: boolean): Pages {
  const eta = new Eta({
    views: join(root, 'views'),
    cache: !isDevelopment,
    autoFilter: true,
    filterFunction: (value: unknown) => (value ?? '') as string,
    autoEscape: true,
  })
  findOnce(eta)
  const asset = assets(root, isDevelopment)

  const around = (req: Request, once: string): Surroundings => {
    const network = networkNow()
    return {
      ...wordsFor(req, network.timeZone),
      locale: req.locale,
      viewer: viewerFor(req),
      network,
      demo: network.isDemo,
      theme: themeOf(req),
      path: req.baseUrl + req.path,
      query: req.query,
      link: (changes) => linkTo(req, changes),
      once,
      waiting: req.waiting,
      fragment: isFragment(req),
      flash: undefined,
      asset,
    }
  }

  return {
    part: (words, view, data) => eta.render(view, { ...words, asset, ...data }),
    main: (req, view, data) => eta.render(view, { ...around(req, ONCE), ...data }),
    render(req, res, view, data) {
      const it = around(req, newKey())
      it.flash = flashOf(req, res, it.t)
      res.set('Content-Type', 'text/html; charset=utf-8')
      res.vary('HX-Request')
      if ('main' in data && typeof data.main === 'string') data = { ...data, main: data.main.replaceAll(ONCE, it.once) }
      res.send(eta.render(view, { ...it, ...data }))
    },
  }
}

// Views name each other from the root of `views`: where one is, is worked out once and not at every include.
function findOnce(eta: Eta) {
  const find = eta.resolvePath
  const known = new Map<string, string>()
  eta.resolvePath = function (view, options) {
    if (!view.startsWith('/') || !find) return find?.call(this, view, options) ?? view
    let path = known.get(view)
    if (!path) known.set(view, (path = find.call(this, view, options)))
    return path
  }
}

/** The reader's words and formats. */
export interface Words {
  t: Translate
  format: Format
}

export function wordsFor({ locale }: Pick<Request, 'locale'>, timeZone: string): Words {
  return { t: translate(locale), format: formatFor(locale, timeZone) }
}

/** Messages by field, in the reader's language; the first is shown at the field, all of them in the summary. */
export function problemsIn(t: Translate, issues: Issue[], format?: Format): Record<string, string[]> {
  const problems: Record<string, string[]> = {}
  for (const { field, key, params = {} } of issues) {
    const { day } = params
    const said = format && typeof day === 'string' ? { ...params, day: format.day(day) } : params
    ;(problems[field] ??= []).push(t(`errors.${key}`, said))
  }
  return problems
}

function isFragment(req: Request): boolean {
  return (
    req.get('HX-Request') === 'true' && req.get('HX-Request-Type') !== 'full' && !req.get('HX-History-Restore-Request')
  )
}

function viewerFor({ viewer }: Request): Surroundings['viewer'] {
  if (!viewer.networkRole) return undefined
  return {
    name: viewer.name,
    networkRole: viewer.networkRole,
    isCoordinator: isCoordinator(viewer),
    isAdministrator: viewer.networkRole === 'administrator',
  }
}

function themeOf(req: Request): string {
  const theme: unknown = (req.cookies as Record<string, string> | undefined)?.theme
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}

function linkTo(req: Request, changes: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...req.query, ...changes })) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'string' && one !== '') query.append(name, one)
    }
  }
  const search = query.toString()
  return req.baseUrl + req.path + (search ? `?${search}` : '')
}

function flashOf(req: Request, res: Response, t: Translate): Surroundings['flash'] {
  const cookie = (req.cookies as Record<string, string> | undefined)?.flash
  if (!cookie) return undefined
  res.clearCookie('flash', { path: '/' })
  try {
    const { key, params } = JSON.parse(cookie) as { key: string; params: Record<string, string> }
    return hasWords(key) ? { kind: 'done', text: t(key, params) } : undefined
  } catch {
    return undefined
  }
}

// The address of an asset changes with its bytes, so that browsers keep it for ever.
function assets(root: string, isDevelopment: boolean): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    let address = known.get(name)
    if (!address) {
      const bytes = readFileSync(
        name.startsWith('vendor/') ? join(root, 'package-lock.json') : join(root, 'public', name),
      )
      address = `/assets/${name}?v=${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}`
      if (!isDevelopment) known.set(name, address)
    }
    return address
  }
}
