import type { Logger } from 'pino'
import { journalAfter, lastOfJournal, type Recorded } from '../activity/queries.ts'
import { type Clock, dayIn } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { NetworkNow } from '../platform/http/floor.ts'
import { type BoardNews, boardNews, type Drawing, type Onlooker } from './board-news.ts'
import { type News, newsIn, saw, sees } from './news.ts'

/** Rows of the journal read at once. */
const ROWS = 500
/** More initiatives than this changed at once (an import): pages ask for themselves anew, each in its own time. */
const MOST_CARDS = 30
/** Clocks of several processes agree to within this. */
const SKEW_MS = 10_000
/** Whoever was away longer than this asks for the page anew. */
const AWAY_MS = 5 * 60_000
const BEAT_MS = 25_000

/** What an open page looks at: a board as it is, a list or a filtered board, or one initiative. */
export type Sight = { kind: 'board' } | { kind: 'list' } | { kind: 'initiative'; id: string }

/** An open page. */
export interface Watcher extends Onlooker {
  sight: Sight
  /** Since when it needs to be told. */
  since: Date
  send: (text: string) => void
  end: () => void
}

export interface Live {
  /** From now on the page is told what its reader may see; returns how to stop. */
  join(watcher: Watcher): () => void
  /** How many pages are open. */
  open(): number
  /** Ends every page's stream: browsers come back by themselves, to whichever process is there. */
  stop(): void
}

interface Floor {
  db: Database
  clock: Clock
  log: Logger
  network: NetworkNow
  part: Drawing['part']
}

/**
 * Follows the journal, which every process of the network writes in one order, and tells open pages what happened to
 * what they show. One reading of the news serves all pages.
 */
export function openLive({ db, clock, log, network, part }: Floor): Live {
  const watchers = new Set<Watcher>()
  const joining: Watcher[] = []
  // The latest rows, oldest first: what happened while a page was away is told from memory. Undefined until somebody looks.
  let recent: Recorded[] | undefined
  let isAsked = false
  // One thing after the other: nobody is told an older state after a newer one.
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>) => {
    turn = turn.then(work).catch((error: unknown) => log.warn({ err: error }, 'open pages could not be told'))
  }
  const today = () => dayIn(network.get().timeZone, clock.now())

  const stopWatching = db.watch(() => {
    if (isAsked) return
    isAsked = true
    inTurn(follow)
  })
  const beat = setInterval(() => {
    for (const { send } of watchers) send(`id: ${clock.now().getTime()}\n\n`)
  }, BEAT_MS)
  beat.unref()

  async function begun(): Promise<Recorded[]> {
    return (recent ??= (await lastOfJournal(db, ROWS)).toReversed())
  }

  async function follow() {
    isAsked = false
    // With nobody to tell, nothing is followed: whoever comes next is told from what is read then.
    if (watchers.size === 0) recent = undefined
    while (watchers.size > 0) {
      const known = await begun()
      const rows = await journalAfter(db, known.at(-1)?.seq ?? 0, ROWS)
      if (rows.length === 0) return
      await tell([...watchers], await newsIn(db, rows, today()))
      recent = [...known, ...rows].slice(-ROWS)
      if (rows.length < ROWS) return
    }
  }

  // Pages that come at the same moment are told together what happened just before: once for all of them.
  async function catchUp() {
    const now = clock.now().getTime()
    const come = joining.splice(0)
    for (const watcher of come.filter(({ since }) => now - since.getTime() > AWAY_MS)) {
      watcher.send(message('changed', '{}'))
    }
    const near = come.filter(({ since }) => now - since.getTime() <= AWAY_MS)
    const from = Math.min(...near.map(({ since }) => since.getTime())) - SKEW_MS
    const rows = (await begun()).filter(({ at }) => at.getTime() > from)
    if (rows.length > 0) await tell(near, await newsIn(db, rows, today()))
  }

  async function tell(some: Watcher[], news: News) {
    const { timeZone, thresholds } = network.get()
    const onBoards = some.filter(({ sight }) => sight.kind === 'board')
    const drawn = boardNews({ db, today: today(), thresholds, timeZone, part }, news, onBoards)
    for (const watcher of some) {
      const { viewer, sight } = watcher
      // Who reads is asked again when the page comes back.
      const mayBeAnother = viewer.accountId && news.accounts.has(viewer.accountId)
      if (mayBeAnother || viewer.actorIds.some((id) => news.persons.has(id))) {
        watcher.end()
        continue
      }
      const isOwn = viewer.actorIds.some((id) => news.actors.has(id))
      const concerned = news.changed.filter(
        (one) =>
          (sight.kind !== 'initiative' || one.initiative.id === sight.id) && (sees(viewer, one) || saw(viewer, one)),
      )
      if (concerned.length === 0 && !isOwn) continue
      if (sight.kind !== 'board' || isOwn || concerned.length > MOST_CARDS) watcher.send(message('changed', '{}'))
      else {
        const text = await drawn(watcher)
        if (text) watcher.send(message('board', text))
      }
    }
  }

  // The instant, not the number of the row: a number would tell how much happens that the reader may not see.
  const message = (event: 'changed' | 'board', data: string) =>
    `id: ${clock.now().getTime()}\nevent: ${event}\ndata: ${data}\n\n`

  return {
    join(watcher) {
      watchers.add(watcher)
      if (joining.push(watcher) === 1) inTurn(catchUp)
      return () => watchers.delete(watcher)
    },
    open: () => watchers.size,
    stop() {
      stopWatching()
      clearInterval(beat)
      for (const watcher of watchers) watcher.end()
      watchers.clear()
    },
  }
}

export type { BoardNews }
