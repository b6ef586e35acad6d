import { type Thresholds } from '../domain/ages.ts'
import { stages } from '../domain/lifecycle.ts'
import { isCoordinator, type Viewer, visitor } from '../domain/viewer.ts'
import { type Card, cardsFor } from '../initiatives/cards.ts'
import { BOARD_AS_IT_IS } from '../initiatives/board.ts'
import { type Tally, tallyOf } from '../initiatives/tally.ts'
import type { Reader } from '../platform/db/database.ts'
import { wordsFor } from '../platform/http/pages.ts'
import { type Locale, languageOf } from '../platform/i18n/locales.ts'
import { type Changed, mayRead, type News, saw, sees } from './news.ts'
import { closedHeldBy } from './queries.ts'

/** What an open board is told: cards to put on top of their columns, cards that go, counts, and what is said aloud. */
export interface BoardNews {
  cards: { slug: string; stage: string; html: string }[]
  gone: string[]
  counts: Record<string, string>
  said: string[]
}

export interface Drawing {
  db: Reader
  today: string
  thresholds: Thresholds
  timeZone: string
  part: (words: ReturnType<typeof wordsFor>, view: string, data: object) => string
}

export interface Onlooker {
  viewer: Viewer
  locale: Locale
}

/**
 * Draws the news for boards without a filter. What is the same for many readers is drawn once: a card for all members
 * who read in one language, a whole message for all to whom the same is shown.
 */
export function boardNews(drawing: Drawing, news: News, onlookers: readonly Onlooker[]) {
  const { db, today, thresholds, timeZone } = drawing
  const cards = once(({ viewer, locale }: Onlooker) => `${kindOf(viewer)} ${locale}`, drawCards)
  const tallies = once(
    (viewer: Viewer) => kindOf(viewer),
    async (viewer: Viewer) => (await tallyOf(db, lookOf(viewer))).tally,
  )
  let closed: ReturnType<typeof closedHeldBy> | undefined
  const messages = new Map<string, string>()

  const lookOf = (viewer: Viewer) => ({ viewer: standIn(viewer), today, thresholds, filter: BOARD_AS_IT_IS })

  async function drawCards({
    viewer,
    locale,
  }: Onlooker): Promise<Map<string, { card: Card; html: Map<boolean, string> }>> {
    const words = wordsFor({ locale }, timeZone)
    const reading = { ...words, viewer: standIn(viewer), today, thresholds, language: languageOf(locale) }
    const drawn = await cardsFor(
      db,
      news.changed.map(({ initiative }) => initiative),
      reading,
    )
    return new Map(drawn.map((card) => [card.slug, { card, html: new Map<boolean, string>() }]))
  }

  /** The message for one onlooker; undefined when nothing that they see changed. */
  return async function messageFor(onlooker: Onlooker): Promise<string | undefined> {
    const { viewer, locale } = onlooker
    const [seen, gone] = [
      news.changed.filter((one) => sees(viewer, one)),
      news.changed.filter((one) => !sees(viewer, one) && saw(viewer, one)),
    ]
    if (seen.length + gone.length === 0) return undefined
    const shown = seen.filter(({ initiative }) => initiative.status === 'active')
    const left = [...gone, ...seen.filter(({ initiative }) => initiative.status !== 'active')]
    const counts = await countsFor(viewer)
    const moves = shown.map((one) => ({ one, canMove: mayMove(viewer, one) }))
    const key = [
      kindOf(viewer),
      locale,
      moves.map(({ one, canMove }) => `${one.initiative.id}${canMove ? '+' : ''}`).join(),
      left.map(({ initiative }) => initiative.id).join(),
      Object.values(counts).join(),
    ].join('|')
    const known = messages.get(key)
    if (known) return known

    const drawn = await cards(onlooker)
    const words = wordsFor({ locale }, timeZone)
    const message: BoardNews = {
      cards: moves
        .toSorted((a, b) => a.one.initiative.changedAt.getTime() - b.one.initiative.changedAt.getTime())
        .map(({ one, canMove }) => {
          const { slug, stage } = one.initiative
          const { card, html } = drawn.get(slug)!
          if (!html.has(canMove)) html.set(canMove, drawing.part(words, 'parts/card', { card: { ...card, canMove } }))
          return { slug, stage, html: html.get(canMove)! }
        }),
      gone: left.map(({ initiative }) => initiative.slug),
      counts: Object.fromEntries(stages.map((stage) => [stage, words.format.number(counts[stage])])),
      said: seen.flatMap(({ initiative, movedTo }) =>
        movedTo ? [words.t('live.moved', { title: initiative.title, stage: words.t(`words.stage.${movedTo}`) })] : [],
      ),
    }
    const text = JSON.stringify(message)
    messages.set(key, text)
    return text
  }

  // Members see what is open to the network, and what is closed where they hold a role: those are few, and read once for all.
  async function countsFor(viewer: Viewer): Promise<Tally['active']> {
    const { active } = await tallies(viewer)
    if (isCoordinator(viewer) || viewer.actorIds.length === 0) return active
    closed ??= closedHeldBy(db, [...new Set(onlookers.flatMap((one) => one.viewer.actorIds))], today)
    const own = (await closed).filter(({ actorId, status }) => status === 'active' && viewer.actorIds.includes(actorId))
    const seen = new Map(
      own
        .filter((one) =>
          mayRead(
            viewer,
            own.filter(({ id }) => id === one.id),
            one,
          ),
        )
        .map((one) => [one.id, one.stage]),
    )
    const counts = { ...active }
    for (const stage of seen.values()) counts[stage]++
    return counts
  }
}

const kindOf = (viewer: Viewer) => (isCoordinator(viewer) ? 'coordinator' : (viewer.networkRole ?? 'visitor'))

/** Somebody of the same kind who holds no role: what all of the kind see alike. */
const standIn = ({ networkRole }: Viewer): Viewer => ({ ...visitor, networkRole })

function mayMove(viewer: Viewer, { held }: Changed): boolean {
  return isCoordinator(viewer) || held.some((one) => one.role === 'carrier' && viewer.actorIds.includes(one.actorId))
}

/** The same question has the same answer, asked once. */
function once<Question, Answer>(keyOf: (question: Question) => string, ask: (question: Question) => Promise<Answer>) {
  const answers = new Map<string, Promise<Answer>>()
  return (question: Question): Promise<Answer> => {
    const key = keyOf(question)
    let answer = answers.get(key)
    if (!answer) answers.set(key, (answer = ask(question)))
    return answer
  }
}
