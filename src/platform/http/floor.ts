import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { Thresholds } from '../../domain/ages.ts'
import type { By, Viewer } from '../../domain/viewer.ts'
import type { Clock, Moment } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Scanner } from '../files/scanning.ts'
import type { Locale } from '../i18n/locales.ts'
import type { Storage } from '../storage/storage.ts'
import type { Words } from './pages.ts'
import { InvalidInput, Stale } from './refusal.ts'

/** What the platform needs to know of the network it serves; the room `network` answers. */
export interface NetworkNow {
  /** From memory, at most some seconds old: asked on every page. */
  get: () => {
    name: string
    introduction: string
    timeZone: string
    locale: string
    isDemo: boolean
    thresholds: Thresholds
  }
  refresh(): Promise<unknown>
  keepFresh(now: Date): Promise<void>
}

/** What every room stands on. Passed in, so that a test can hand over its own clock, database, mail or store. */
export interface Floor {
  db: Database
  /** Where a thread finds the database, to read it on a connection of its own; nobody else does in tests. */
  databaseUrl?: string | undefined
  clock: Clock
  storage: Storage
  log: Logger
  /** Public address without a final slash: links in mail begin with it. */
  url: string
  /** Whether people reach it by https. */
  secure: boolean
  /** The folder of the database, the files and the outbox. */
  dataFolder: string
  /** Aborted when the process is told to stop: what keeps connections open lets them go. */
  stopping: AbortSignal
  /** Where the source of the version that runs is found, if that was said. */
  sourceUrl?: string | undefined
  /** Where files are looked at for viruses before anybody is handed them, if anywhere. */
  scanner?: Scanner | undefined
  /** As many bytes as a file that is sent may hold, if that was said. */
  uploadLimit?: number | undefined
  /** The network's name, language and time zone, from memory. */
  network: NetworkNow
  /** Renders a view as a page, or as its part alone when htmx asks. */
  page: (res: Response, view: string, data?: object) => void
  /**
   * The main part of a page, given to its view as `main`: made once for this reader and address, and shown again as
   * long as nobody has written anything. `read` before it was called, what `data` is made of must be said in `known`.
   */
  main: (req: Request, view: string, data: () => Promise<object>, known?: string) => Promise<string>
  /**
   * What a page asks of the database about whoever reads, on this day: asked once, and given again as long as nobody has
   * written anything. `key` says what is asked. Whoever is given it changes nothing in it.
   */
  kept: <Value>(req: Request, key: readonly string[], make: () => Promise<Value>) => Promise<Value>
  /** Renders a view as text, for whoever reads in this language: what is kept in a file, or pushed to open pages. */
  part: (words: Words, view: string, data: object) => string
}

declare global {
  namespace Express {
    interface Request {
      id: string
      viewer: Viewer
      locale: Locale
      /** What waits for a coordinator: spotted initiatives to triage; and whether whoever reads has a funder's desk. */
      waiting?: { spotted?: number; desk?: boolean }
      /** What is still to be looked at when a page, and not another address, answers a post. */
      beforePage?: (() => Promise<void>)[]
      /** Today in the network's time zone, YYYY-MM-DD. */
      today: string
      /** The state of the database before anything was read for this page; not said for a deed. */
      revision?: string
    }
  }
}

/** Who does the deed that this request asks for, with the idempotency key its form carried. */
export function by(req: Request): By {
  const once: unknown = (req.body as Record<string, unknown> | undefined)?.once
  return { ...req.viewer, once: typeof once === 'string' && /^[\w-]{16,64}$/.test(once) ? once : undefined }
}

/** When the deed that this request asks for is done. */
export function moment({ clock }: Pick<Floor, 'clock'>, req: Request): Moment {
  return { at: clock.now(), today: req.today }
}

/** What a form page needs to come back as it was sent. */
export interface Return {
  /** What was typed, as it was typed. */
  values: Record<string, unknown>
  issues: InvalidInput['issues']
  stale?: Stale
}

/** What stands in the head of pages and is looked up: at once when a page is asked, else once a page answers. */
export function inSight(look: (req: Request) => Promise<Request['waiting']>): RequestHandler {
  return async (req, _res, next) => {
    const see = async () => {
      req.waiting = { ...req.waiting, ...(await look(req)) }
    }
    if (req.accepts('html')) {
      if (req.method === 'GET') await see()
      else req.beforePage = [...(req.beforePage ?? []), see]
    }
    next()
  }
}

type Show = (req: Request, res: Response, back: Return) => Promise<void> | void

/**
 * Handles a form: when its input is refused (422) or somebody saved first (409), `show` renders the page
 * the form is on, with everything that was typed. Other refusals go to the error page.
 */
export function form(show: Show, handle: (req: Request, res: Response) => Promise<void>): RequestHandler {
  return async (req, res) => {
    try {
      await handle(req, res)
    } catch (error) {
      const values = (req.body ?? {}) as Record<string, unknown>
      if (error instanceof InvalidInput || error instanceof Stale) {
        for (const see of req.beforePage ?? []) await see()
      }
      if (error instanceof InvalidInput) {
        res.status(422)
        await show(req, res, { values, issues: error.issues })
      } else if (error instanceof Stale) {
        res.status(409)
        await show(req, res, { values, issues: [], stale: error })
      } else throw error
    }
  }
}

/** After a deed: back to a page (303), which says that it was done. `done` is a key of the catalogues. */
export function redirect(res: Response, to: string, done?: string, params: Record<string, string> = {}) {
  if (done) {
    const value = JSON.stringify({ key: done, params })
    res.cookie('flash', value, { secure: res.req.secure, httpOnly: true, sameSite: 'lax', maxAge: 60_000, path: '/' })
  }
  res.redirect(303, to)
}
