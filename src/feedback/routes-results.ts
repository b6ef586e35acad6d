import { type Request, type Response, Router } from 'express'
import { communicated } from '../communications/steps.ts'
import { mayBeEntered } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import { asked, readingOf } from '../initiatives/reading.ts'
import { granted } from '../initiatives/writing.ts'
import type { PilotMet } from '../pilots/parts.ts'
import { pilotMet } from '../pilots/reading.ts'
import type { Floor } from '../platform/http/floor.ts'
import { delimitedText, forFrenchExcel, plain } from '../platform/writing/delimited.ts'
import type { Column, Value } from '../platform/writing/table.ts'
import { heardIn } from './heard.ts'
import { formOf } from './queries.ts'
import { resultsOf } from './results.ts'
import { answersTold } from './results-told.ts'
import { wordsOf } from './words-said.ts'

/** What was said in a pilot: counts for whoever sees the pilot, words for those who may read them. */
export function resultRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page, clock } = floor

  async function gathered(req: Request, { pilot, capacities }: PilotMet) {
    const [voices, form] = await Promise.all([heardIn(db, pilot.id), formOf(db, pilot.id)])
    const questions = form?.questions ?? []
    const results = resultsOf(voices, questions)
    // By kind, as far as no kind is of a few.
    const offered = results.kinds.flatMap(({ name, many }) => (many ? [name] : []))
    const kinds = offered.length > 1 ? offered : []
    const kind = kinds.find((one) => one === asked(req, 'kind'))
    const mayRead = may('feedback.read', capacities).allowed
    const heard = mayRead ? voices.filter(({ takerKind }) => kind === undefined || takerKind === kind) : []
    const reading = readingOf(req, floor)
    return { results, kinds, kind, mayRead, words: wordsOf(heard, questions, reading), reading }
  }

  router.get('/pilots/:id/feedback', async (req, res) => {
    const met = await pilotMet(req, floor)
    const { results, reading, ...rest } = await gathered(req, met)
    const { pilot, initiative, capacities } = met
    const from = (Math.max(1, Math.min(Number.parseInt(asked(req, 'page'), 10) || 1, 1_000)) - 1) * MOST_ON_A_PAGE
    page(res, 'feedback/results', {
      pilot,
      initiative,
      ...rest,
      words: rest.words.slice(from, from + MOST_ON_A_PAGE),
      written: rest.words.length,
      pager: pagerOf(
        from,
        rest.words.length,
        (page) =>
          `/pilots/${pilot.id}/feedback?${new URLSearchParams({ ...(rest.kind ? { kind: rest.kind } : {}), page }).toString()}#words`,
      ),
      results,
      questions: answersTold(results, reading),
      mayDecide: may('adjustment.decide', capacities).allowed,
      mayEnter: may('feedback.enter', capacities).allowed && mayBeEntered(pilot),
    })
  })

  /** A file whose cells are no formula, and whose rows are nobody's: no name, no day, no way, no kind. */
  async function handOver(res: Response, name: string, columns: readonly Column[], rows: readonly Value[][]) {
    res.set('Content-Type', 'text/csv; charset=utf-8')
    res.set('Cache-Control', 'private, no-store')
    res.attachment(`${name}.csv`)
    const pages = async function* () {
      yield rows
    }
    const manner = res.req.locale.startsWith('fr') ? forFrenchExcel : plain
    const parts: string[] = []
    for await (const part of delimitedText(columns, pages(), manner)) parts.push(part)
    res.end(parts.join(''))
  }

  router.get('/pilots/:id/feedback.csv', async (req, res) => {
    const met = await pilotMet(req, floor)
    const { results, reading } = await gathered(req, met)
    const { t } = reading
    const text = (key: string): Column => ({ name: t(`feedback.results.column.${key}`), kind: 'text' })
    const rows = answersTold(results, reading).flatMap((one) =>
      one.rows.flatMap(({ label, cells }) => cells.map((cell, at) => [one.title, label, one.columns[at]!, cell])),
    )
    const columns = ['question', 'answer', 'group', 'count'].map(text)
    await handOver(res, fileName(met, t('feedback.results.file.counts')), columns, rows)
  })

  router.get('/pilots/:id/feedback-words.csv', async (req, res) => {
    const met = await pilotMet(req, floor)
    const as = granted(may('feedback.read', met.capacities))
    const { words, kind, reading } = await gathered(req, met)
    const { t } = reading
    const titles = [...new Set(words.flatMap(({ said }) => said.map(({ title }) => title)))]
    const columns = [t('feedback.results.column.number'), t('feedback.results.adequacy'), ...titles]
    const rows = words.map((one): Value[] => [
      one.number,
      one.adequacy ?? undefined,
      ...titles.map((title) => one.said.find((said) => said.title === title)?.text ?? ''),
    ])
    if (req.method !== 'HEAD') {
      await db.commit((tx) => [
        communicated(tx, req.viewer, clock.now(), {
          what: 'feedback_words',
          format: 'csv',
          filter: new URLSearchParams({ pilot: met.pilot.id, ...(kind ? { kind } : {}) }).toString(),
          holdsPersons: false,
          rows: rows.length,
          as,
        }),
      ])
    }
    const named = columns.map((name, at): Column => ({ name, kind: at < 2 ? 'integer' : 'text' }))
    await handOver(res, fileName(met, t('feedback.results.file.words')), named, rows)
  })
  return router
}

const fileName = ({ initiative, pilot }: PilotMet, what: string) => `${initiative.slug}-${pilot.number}-${what}`

const MOST_ON_A_PAGE = 50

/** Nothing where all of it is on one page. */
function pagerOf(from: number, total: number, hrefOf: (page: string) => string) {
  if (total <= MOST_ON_A_PAGE) return undefined
  const at = from / MOST_ON_A_PAGE + 1
  const to = Math.min(total, from + MOST_ON_A_PAGE)
  return {
    from: from + 1,
    to,
    total,
    ...(at > 1 ? { previous: hrefOf(String(at - 1)) } : {}),
    ...(to < total ? { next: hrefOf(String(at + 1)) } : {}),
  }
}
