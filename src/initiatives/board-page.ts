import { daysBetween } from '../domain/calendar.ts'
import { type Stage, type Status, stages } from '../domain/lifecycle.ts'
import { territoryOptions, themesInUse } from '../network/queries.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { COLUMN, type Look, PAGE, placeOf, statusOf } from './board.ts'
import { type Card, cardsFor, type Reading } from './cards.ts'
import { portfolioOf } from './portfolio.ts'
import type { Initiative } from './queries.ts'
import type { Tally } from './tally.ts'

type Link = (changes: Record<string, string | undefined>) => string

interface Column {
  stage: Stage
  name: string
  count: number
  medianDays: number | undefined
  cards: Card[]
  more: string | undefined
}

/** The board as four columns: counts and median ages of all, cards of the first twenty of each. */
export async function boardPage(db: Database, look: Look, reading: Reading, link: Link) {
  const portfolio = await portfolioOf(
    db,
    look,
    stages.map((stage) => ({ many: COLUMN, stage })),
  )
  const status = statusOf(look.filter)
  const [tally, found, medians] = await Promise.all([
    portfolio.tally(),
    portfolio.lists(),
    Promise.all(stages.map((stage) => portfolio.medianSince(stage))),
  ])
  const cards = await cardsFor(
    db,
    found.flatMap((rows) => rows.slice(0, COLUMN)),
    reading,
  )
  const columns = stages.map((stage, index): Column => {
    const since = medians[index]
    return {
      stage,
      name: reading.t(`words.stage.${stage}`),
      count: tally[status][stage],
      medianDays: since === undefined ? undefined : daysBetween(since, look.today),
      cards: cards.filter((card) => card.stage === stage),
      more: moreLink(look, found[index]!, COLUMN, link, stage),
    }
  })
  return { columns, ...summary(tally, status, look, link) }
}

/** The next cards of one column. */
export async function columnPart(db: Database, look: Look, stage: Stage, reading: Reading, link: Link) {
  const portfolio = await portfolioOf(db, look, [{ many: COLUMN, stage }])
  const [found = []] = await portfolio.lists()
  const cards = await cardsFor(db, found.slice(0, COLUMN), reading)
  return { column: { stage, cards, more: moreLink(look, found, COLUMN, link, stage) } }
}

/** The list and the table: the same query, a page at a time. */
export async function listPage(db: Database, look: Look, reading: Reading, link: Link) {
  const portfolio = await portfolioOf(db, look, [{ many: PAGE }])
  const [tally, [found = []]] = await Promise.all([portfolio.tally(), portfolio.lists()])
  const status = statusOf(look.filter)
  return {
    cards: await cardsFor(db, found.slice(0, PAGE), reading),
    more: moreLink(look, found, PAGE, link),
    first: look.filter.after ? link({ after: undefined }) : undefined,
    ...summary(tally, status, look, link),
  }
}

/** What the filter bar offers. */
export async function filterChoices(db: Reader, { language, t }: Reading) {
  const [themes, territories] = await Promise.all([themesInUse(db), territoryOptions(db)])
  return {
    themes: themes.map(({ slug, fr, en }) => ({ value: slug, label: language === 'en' ? (en ?? fr) : fr })),
    territories: territories.map(({ code, name, kind }) => ({
      value: code,
      label: name,
      group: t(`words.territory.${kind}`),
    })),
  }
}

function summary(tally: Tally, status: Status, { filter }: Look, link: Link) {
  const totalOf = (one: Status) =>
    stages.reduce(
      (sum, stage) => sum + (filter.stage && filter.view !== 'board' && filter.stage !== stage ? 0 : tally[one][stage]),
      0,
    )
  const others = (['on_hold', 'discontinued', 'sustained', 'transferred'] as const).filter((one) => one !== status)
  return {
    total: totalOf(status),
    status,
    ended: others
      .map((one) => ({
        status: one,
        count: totalOf(one),
        href: link({ status: one, after: undefined, stage: undefined }),
      }))
      .filter(({ count }) => count > 0),
  }
}

function moreLink({ filter }: Look, found: Initiative[], size: number, link: Link, stage?: Stage): string | undefined {
  const last = found[size - 1]
  if (found.length <= size || !last) return undefined
  return link({ after: placeOf(filter, last), ...(stage ? { stage } : {}) })
}
